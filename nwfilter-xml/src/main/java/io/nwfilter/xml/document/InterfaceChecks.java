package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What libvirt 9.0.0 refuses of an interface when it reads its machine. */
final class InterfaceChecks {

  /** The types that may have a virtual port; of these, a network may say which kind it is. */
  private static final ImmutableSet<String> WITH_PORT =
      ImmutableSet.of("network", "bridge", "direct", "hostdev");

  /** The types whose ports may be those of a bridge of Linux. */
  private static final ImmutableSet<String> ON_BRIDGES = ImmutableSet.of("network", "bridge");

  /** What the source must say, for the types that need one. */
  private static final ImmutableMap<String, ImmutableList<String>> REQUIRED_OF_SOURCE =
      ImmutableMap.<String, ImmutableList<String>>builder()
          .put("network", ImmutableList.of("network"))
          .put("bridge", ImmutableList.of("bridge"))
          .put("direct", ImmutableList.of("dev"))
          .put("internal", ImmutableList.of("name"))
          .put("vdpa", ImmutableList.of("dev"))
          .put("vhostuser", ImmutableList.of("type", "path", "mode"))
          .put("server", ImmutableList.of("port"))
          .put("client", ImmutableList.of("address", "port"))
          .put("mcast", ImmutableList.of("address", "port"))
          .put("udp", ImmutableList.of("address", "port"))
          .put("vds", ImmutableList.of("switchid", "portid", "portgroupid", "connectionid"))
          .put("hostdev", ImmutableList.of())
          .buildOrThrow();

  /** The types whose source is named by an attribute of their own name. */
  private static final ImmutableSet<String> NAMED_SOURCES = ImmutableSet.of("network", "bridge");

  private static final ImmutableSet<String> DIRECT_MODES =
      ImmutableSet.of("vepa", "private", "bridge", "passthrough");

  private static final ImmutableSet<String> FAMILIES = ImmutableSet.of("ipv4", "ipv6");

  private InterfaceChecks() {}

  static void type(XmlElement element, @Nullable String type) {
    if (type != null && !Attachment.types().contains(type)) {
      throw illegal(
          element,
          "type: '"
              + type
              + "' is not a type of interface"
              + Suggestion.orNothing(type, Attachment.types()));
    }
  }

  static void unicast(XmlElement element, MacAddress address) {
    if (address.isMulticast()) {
      throw illegal(
          element,
          element
              + ": '"
              + address
              + "' is a multicast address, which an interface cannot have: the first byte must be"
              + " even, as in 52:54:00:9f:80:45");
    }
  }

  static void virtualPort(Markup.Element element, String interfaceType) {
    Optional<String> type = element.attribute("type");
    if (!WITH_PORT.contains(interfaceType)) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          element.location(),
          element + " is not supported in an interface of the type '" + interfaceType + "'");
    } else if (type.isEmpty() && !interfaceType.equals("network")) {
      throw new DocumentException(
          DocumentCode.MISSING, element.location(), element + " has no type");
    } else if (type.isPresent() && !VirtualPort.TYPES.contains(type.get())) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          element.location(),
          "type of "
              + element
              + ": '"
              + type.get()
              + "' is not a type of virtual port"
              + Suggestion.orNothing(type.get(), VirtualPort.TYPES));
    }
  }

  /** Checks that the port of an interface can be isolated: that it is one of a bridge of Linux. */
  static void isolated(XmlElement element, String interfaceType, Optional<VirtualPort> port) {
    String kind = port.map(VirtualPort::type).orElse("");
    if (!ON_BRIDGES.contains(interfaceType)) {
      throw illegal(
          element,
          "<port isolated='yes'/> is not supported in an interface of the type '"
              + interfaceType
              + "'");
    } else if (!kind.isEmpty()) {
      throw illegal(
          element,
          "<port isolated='yes'/> is not supported with <virtualport type='" + kind + "'>");
    }
  }

  /** Checks the parameters of a port of a legal type; a network may complete them. */
  static void parameters(Markup.Element port, String interfaceType) {
    if (interfaceType.equals("network")) {
      PortChecks.portType(port);
    } else {
      PortChecks.completePort(port);
    }
  }

  /** Checks that the source says what an interface of a type is connected to. */
  static void source(XmlElement element, String type, Markup.@Nullable Element source) {
    ImmutableList<String> attributes = REQUIRED_OF_SOURCE.get(type);
    if (attributes == null) {
      return;
    }
    if (source == null) {
      throw new DocumentException(
          DocumentCode.MISSING,
          element.location(),
          element + ": an interface of the type '" + type + "' needs a <source>" + wanted(type));
    }
    for (String attribute : attributes) {
      if (source.attribute(attribute).isEmpty()) {
        throw MarkupValues.illegal(
            DocumentCode.MISSING,
            source,
            "the attribute "
                + attribute
                + " is missing, which an interface of the type '"
                + type
                + "' needs"
                + otherType(source, type));
      }
    }
    sourceOfType(source, type);
  }

  private static String wanted(String type) {
    return NAMED_SOURCES.contains(type) ? ", such as <source " + type + "='…'/>" : "";
  }

  /** {@return a hint at the type that has such a source} */
  private static String otherType(Markup.Element source, String type) {
    return NAMED_SOURCES.stream()
        .filter(other -> !other.equals(type) && source.attribute(other).isPresent())
        .map(other -> "; did you mean the type '" + other + "'?")
        .findFirst()
        .orElse("");
  }

  private static void sourceOfType(Markup.Element source, String type) {
    switch (type) {
      case "direct" -> {
        Optional<String> mode = source.attribute("mode");
        if (mode.isPresent() && !DIRECT_MODES.contains(mode.get())) {
          throw MarkupValues.illegal(
              source, "mode", mode.get(), "one of " + String.join(", ", DIRECT_MODES));
        }
      }
      case "hostdev" -> {
        if (source.first("address").flatMap(address -> address.attribute("type")).isEmpty()) {
          throw MarkupValues.illegal(
              DocumentCode.MISSING, source, "it has no <address type='…'/> of the device");
        }
      }
      case "udp" -> {
        Markup.Element local =
            source
                .first("local")
                .orElseThrow(
                    () -> MarkupValues.illegal(DocumentCode.MISSING, source, "it has no <local>"));
        MarkupValues.required(local, "address");
        MarkupValues.required(local, "port");
      }
      default -> {}
    }
  }

  /** Checks an {@code <ip>}, an address of the machine: what libvirt cannot read, it refuses. */
  static void address(Markup.Element element) {
    String text = MarkupValues.required(element, "address");
    IpAddress address = MarkupValues.address(element, "address", withoutZone(text));
    String family = address instanceof Ipv6Address ? "ipv6" : "ipv4";
    Optional<String> named = element.attribute("family").filter(FAMILIES::contains);
    if (named.isPresent() && !named.get().equals(family)) {
      throw MarkupValues.illegal(
          element, "address", text, "one of the family '" + named.get() + "' that is named");
    }
    MarkupValues.number(element, "prefix", address.length());
  }

  /** The zone of an address is an interface of the host, whose names are not known here. */
  private static String withoutZone(String text) {
    int percent = text.indexOf(':') < 0 ? -1 : text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  private static DocumentException illegal(XmlElement element, String message) {
    return new DocumentException(DocumentCode.ILLEGAL_VALUE, element.location(), message);
  }
}
