package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what networks and interfaces say about ports of switches, which is kept as it is. */
final class PortChecks {

  private static final int MAX_TAG = 4095;

  /** The parameters that each kind of port takes. */
  private static final ImmutableMap<String, ImmutableSet<String>> PARAMETERS =
      ImmutableMap.of(
          "802.1Qbg", ImmutableSet.of("managerid", "typeid", "typeidversion", "instanceid"),
          "802.1Qbh", ImmutableSet.of("profileid"),
          "openvswitch", ImmutableSet.of("interfaceid", "profileid"),
          "midonet", ImmutableSet.of("interfaceid"));

  /** The parameters that each kind of port must have, unless its network may have them. */
  private static final ImmutableMap<String, ImmutableSet<String>> REQUIRED =
      ImmutableMap.of(
          "802.1Qbg", ImmutableSet.of("managerid", "typeid", "typeidversion"),
          "802.1Qbh", ImmutableSet.of("profileid"),
          "openvswitch", ImmutableSet.of(),
          "midonet", ImmutableSet.of("interfaceid"));

  /** The greatest values of parameters that are numbers. */
  private static final ImmutableMap<String, Integer> NUMBERS =
      ImmutableMap.of("managerid", 0xff, "typeid", 0xffffff, "typeidversion", 0xff);

  private static final ImmutableSet<String> UUIDS = ImmutableSet.of("instanceid", "interfaceid");

  /** The parameters of all kinds of ports, in the order in which libvirt prints them. */
  static final ImmutableSet<String> ALL_PARAMETERS =
      ImmutableSet.of(
          "managerid", "typeid", "typeidversion", "instanceid", "interfaceid", "profileid");

  private static final ImmutableSet<String> RATES = ImmutableSet.of("average", "peak", "burst");

  private PortChecks() {}

  /** Checks a {@code <portgroup>}. */
  static void portGroup(Markup.Element element, DocumentReader reader) {
    reader.attempts(() -> MarkupValues.nonEmpty(element, "name"));
    reader.attempts(() -> MarkupValues.yesOrNo(element, "trustGuestRxFilters"));
    element.first("vlan").ifPresent(vlan -> reader.attempts(() -> vlan(vlan)));
    element.first("virtualport").ifPresent(port -> reader.attempts(() -> portType(port)));
    element.first("bandwidth").ifPresent(limits -> reader.attempts(() -> bandwidth(limits)));
  }

  /** Checks a {@code <vlan>}. */
  static void vlan(Markup.Element element) {
    List<Markup.Element> tags = element.elements("tag");
    if (tags.isEmpty()) {
      throw MarkupValues.illegal(DocumentCode.MISSING, element, "it has no <tag id='…'/>");
    }
    Optional<Boolean> trunk = MarkupValues.yesOrNo(element, "trunk");
    boolean nativeSeen = false;
    for (Markup.Element tag : tags) {
      MarkupValues.number(tag, "id", MarkupValues.required(tag, "id"), 10, MAX_TAG);
      Optional<String> mode = tag.attribute("nativeMode");
      if (mode.isPresent() && !mode.get().equals("tagged") && !mode.get().equals("untagged")) {
        throw MarkupValues.illegal(tag, "nativeMode", mode.get(), "tagged or untagged");
      }
      if (mode.isPresent() && nativeSeen) {
        throw MarkupValues.illegal(
            NetworkCode.ONLY_ONE_ALLOWED, tag, "another tag has a nativeMode already");
      }
      nativeSeen |= mode.isPresent();
    }
    if (!trunk.orElse(true) && (tags.size() > 1 || nativeSeen)) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, "several tags, or a native one, need trunk='yes'");
    }
  }

  /** Checks a {@code <bandwidth>}. */
  static void bandwidth(Markup.Element element) {
    ForwardParser.only(element, "inbound");
    ForwardParser.only(element, "outbound");
    element.first("inbound").ifPresent(PortChecks::rates);
    element.first("outbound").ifPresent(PortChecks::rates);
  }

  private static void rates(Markup.Element element) {
    boolean outbound = element.is("outbound");
    if (outbound && element.attribute("floor").isPresent()) {
      throw MarkupValues.illegal(
          NetworkCode.NOT_IN_THIS_MODE, element, "floor is for <inbound> alone");
    }
    if (element.attribute("average").isEmpty() && element.attribute("floor").isEmpty()) {
      throw MarkupValues.illegal(
          DocumentCode.MISSING, element, "it has neither an average nor a floor");
    }
    for (String rate : RATES) {
      MarkupValues.number(element, rate, Long.MAX_VALUE);
    }
    MarkupValues.number(element, "floor", Long.MAX_VALUE);
  }

  /** Checks a {@code <virtualport>} of a network, which must say its type. */
  static void virtualPort(Markup.Element element) {
    MarkupValues.nonEmpty(element, "type");
    portType(element);
  }

  /** Checks a {@code <virtualport>} that no network completes: it must have all that it needs. */
  static void completePort(Markup.Element element) {
    String type = MarkupValues.required(element, "type");
    portType(element);
    Optional<Markup.Element> parameters = element.first("parameters");
    for (String name : REQUIRED.getOrDefault(type, ImmutableSet.of())) {
      if (parameters.flatMap(all -> MarkupValues.given(all, name)).isEmpty()) {
        throw MarkupValues.illegal(
            DocumentCode.MISSING,
            parameters.orElse(element),
            "a port of type " + type + " needs a parameter " + name);
      }
    }
  }

  /** Checks a {@code <virtualport>}. Without a type, the parameters are those of any. */
  static void portType(Markup.Element element) {
    Optional<String> given = element.attribute("type");
    if (given.isEmpty()) {
      element.first("parameters").ifPresent(PortChecks::parameters);
      return;
    }
    String type = given.get();
    ImmutableSet<String> taken = PARAMETERS.get(type);
    if (taken == null) {
      throw MarkupValues.illegal(
          element, "type", type, "one of " + String.join(", ", PARAMETERS.keySet()));
    }
    element.first("parameters").ifPresent(all -> parameters(type, taken, all));
  }

  private static void parameters(String type, ImmutableSet<String> taken, Markup.Element element) {
    parameters(element);
    for (String name : ALL_PARAMETERS) {
      if (!taken.contains(name) && MarkupValues.given(element, name).isPresent()) {
        throw MarkupValues.illegal(
            DocumentCode.ILLEGAL_VALUE, element, "a port of type " + type + " has no " + name);
      }
    }
  }

  private static void parameters(Markup.Element element) {
    for (Map.Entry<String, Integer> number : NUMBERS.entrySet()) {
      element
          .attribute(number.getKey())
          .ifPresent(
              text -> MarkupValues.number(element, number.getKey(), text, 0, number.getValue()));
    }
    for (String uuid : UUIDS) {
      Optional<String> text = element.attribute(uuid);
      if (text.isPresent() && LibvirtUuid.parse(text.get()).isEmpty()) {
        throw MarkupValues.illegal(element, uuid, text.get(), "a uuid");
      }
    }
  }
}
