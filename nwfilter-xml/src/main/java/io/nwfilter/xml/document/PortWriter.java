package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.stream.XmlWriter;
import java.util.Optional;

/** Writes what a network says about the ports of its machines, as libvirt prints it. */
final class PortWriter {

  private static final ImmutableSet<String> RATES = ImmutableSet.of("average", "peak", "burst");
  private static final ImmutableSet<String> NUMBERS =
      ImmutableSet.of("managerid", "typeid", "typeidversion");
  private static final ImmutableSet<String> UUIDS = ImmutableSet.of("instanceid", "interfaceid");

  private final XmlWriter out;

  PortWriter(XmlWriter out) {
    this.out = out;
  }

  void write(Markup.Element element) {
    switch (element.name()) {
      case "vlan" -> vlan(element);
      case "bandwidth" -> bandwidth(element);
      case "virtualport" -> virtualPort(element);
      case "portgroup" -> portGroup(element);
      default -> throw new IllegalArgumentException(element.toString());
    }
  }

  private void portGroup(Markup.Element element) {
    out.start("portgroup").attribute("name", element.attribute("name").orElse(""));
    if (element.attribute("default").orElse("").equals("yes")) {
      out.attribute("default", "yes");
    }
    element
        .attribute("trustGuestRxFilters")
        .ifPresent(trust -> out.attribute("trustGuestRxFilters", trust));
    out.open();
    element.first("vlan").ifPresent(this::vlan);
    element.first("virtualport").ifPresent(this::virtualPort);
    element.first("bandwidth").ifPresent(this::bandwidth);
    out.close("portgroup");
  }

  private void vlan(Markup.Element element) {
    out.start("vlan");
    if (element.elements("tag").size() > 1 || element.attribute("trunk").orElse("").equals("yes")) {
      out.attribute("trunk", "yes");
    }
    out.open();
    for (Markup.Element tag : element.elements("tag")) {
      out.start("tag").attribute("id", decimal(tag, "id", 10));
      tag.attribute("nativeMode").ifPresent(mode -> out.attribute("nativeMode", mode));
      out.empty();
    }
    out.close("vlan");
  }

  /** Without an average there is no limit. */
  private void bandwidth(Markup.Element element) {
    if (element.elements("inbound").isEmpty() && element.elements("outbound").isEmpty()) {
      return;
    }
    out.start("bandwidth").open();
    for (String direction : ImmutableList.of("inbound", "outbound")) {
      element.first(direction).ifPresent(this::rates);
    }
    out.close("bandwidth");
  }

  private void rates(Markup.Element element) {
    if (rate(element, "average") == 0) {
      return;
    }
    out.start(element.name());
    for (String rate : RATES) {
      if (rate(element, rate) != 0) {
        out.attribute(rate, rate(element, rate));
      }
    }
    out.empty();
  }

  private static long rate(Markup.Element element, String rate) {
    return MarkupValues.number(element, rate, Long.MAX_VALUE).orElse(0);
  }

  private void virtualPort(Markup.Element element) {
    Optional<String> type = element.attribute("type");
    Optional<Markup.Element> parameters =
        element.first("parameters").filter(PortWriter::hasParameters);
    if (type.isEmpty() && parameters.isEmpty()) {
      return;
    }
    out.start("virtualport");
    type.ifPresent(name -> out.attribute("type", name));
    if (parameters.isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    out.start("parameters");
    for (String name : PortChecks.ALL_PARAMETERS) {
      MarkupValues.given(parameters.get(), name)
          .ifPresent(value -> out.attribute(name, parameter(parameters.get(), name, value)));
    }
    out.empty();
    out.close("virtualport");
  }

  private static boolean hasParameters(Markup.Element element) {
    return PortChecks.ALL_PARAMETERS.stream()
        .anyMatch(name -> MarkupValues.given(element, name).isPresent());
  }

  private static Object parameter(Markup.Element element, String name, String value) {
    if (NUMBERS.contains(name)) {
      return decimal(element, name, 0);
    }
    return UUIDS.contains(name) ? LibvirtUuid.parse(value).orElseThrow() : value;
  }

  private static long decimal(Markup.Element element, String name, int radix) {
    return MarkupValues.number(
        element, name, element.attribute(name).orElse("0"), radix, Long.MAX_VALUE);
  }
}
