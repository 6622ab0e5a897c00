package io.nwfilter.xml.document;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one {@code <interface>} of a domain. Of elements that appear twice, the first counts. */
final class InterfaceParser {

  /** The type that libvirt gives an interface without one. */
  private static final String DEFAULT_TYPE = "user";

  /** How the names begin that libvirt itself chooses; it never keeps them in a definition. */
  private static final ImmutableList<String> LIBVIRTS_OWN =
      ImmutableList.of("vnet", "macvtap", "macvlan");

  /** What takes the place of what is illegal. */
  private static final String ANY_TYPE = "network";

  private static final MacAddress ANY_MAC = MacAddress.parse("52:54:00:00:00:01");

  /** libvirt has many more elements there, none of which is nearly called like one of these. */
  private static final ImmutableSet<String> LOOKED_AT =
      ImmutableSet.of("filterref", "mac", "target", "source", "virtualport");

  private static final CharMatcher ILLEGAL =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_.@-"))
          .negate();

  private static final ImmutableSet<String> ATTRIBUTES =
      ImmutableSet.of("type", "managed", "trustGuestRxFilters");
  private static final ImmutableSet<String> MAC_ATTRIBUTES =
      ImmutableSet.of("address", "type", "check");
  private static final ImmutableSet<String> TARGET_ATTRIBUTES = ImmutableSet.of("dev", "managed");

  private final DocumentReader reader;
  private final RuleRemarks remarks;
  private @Nullable String type;
  private Optional<VirtualPort> virtualPort = Optional.empty();
  private Markup.@Nullable Element port;
  private Markup.@Nullable Element portOptions;
  private Optional<MacAddress> mac = Optional.empty();
  private final ImmutableList.Builder<String> addresses = ImmutableList.builder();
  private Optional<InterfaceName> targetDev = Optional.empty();
  private Markup.@Nullable Element source;
  private @Nullable ImmutableMap<String, String> actualSource;
  private Optional<FilterReference> filterRef = Optional.empty();
  private boolean filterRefSeen;
  private @Nullable DocumentException illegalName;
  private String givenName = "";

  InterfaceParser(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.remarks = new RuleRemarks(reader, semantics);
  }

  /**
   * {@return the interface; what is illegal is noted, and replaced by something that does not hide
   * more errors}
   */
  NetworkInterface parse(XmlElement element) {
    return reader.accepting(element, accepted -> parse(element, accepted));
  }

  private NetworkInterface parse(XmlElement element, ImmutableSet<String> accepted) {
    type = element.plainAttribute("type");
    boolean legal = reader.attempts(() -> InterfaceChecks.type(element, type));
    if (!legal) {
      type = ANY_TYPE;
      targetDev = Optional.of(new InterfaceName("@" + element.location().line()));
    }
    if (type == null) {
      reader.ignoreSlips(element, ATTRIBUTES);
    }
    String own = type == null ? DEFAULT_TYPE : type;
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      if (!child.foreign()) {
        child(child, element);
      }
    }
    if (legal) {
      warns(() -> InterfaceChecks.source(element, own, source));
    }
    Markup.Element given = port;
    if (given != null && !reader.attempts(() -> InterfaceChecks.virtualPort(given, own))) {
      virtualPort = Optional.empty();
    } else if (given != null) {
      warns(() -> InterfaceChecks.parameters(given, own));
    }
    checkName(element);
    Optional<Boolean> isolated = isolated();
    if (isolated.orElse(false)) {
      warns(() -> InterfaceChecks.isolated(element, own, virtualPort));
    }
    return new NetworkInterface(
        Attachment.of(type == null ? DEFAULT_TYPE : type, sourceAttributes()),
        virtualPort,
        isolated,
        mac,
        addresses.build(),
        targetDev,
        filterRef,
        element.location(),
        accepted);
  }

  /** Reports what libvirt refuses of an interface although its rules would be clear. */
  private void warns(Runnable check) {
    try {
      check.run();
    } catch (DocumentException e) {
      warn(e);
    }
  }

  private void warn(DocumentException refused) {
    reader.report(
        DocumentCode.UNDEFINABLE_INTERFACE,
        refused.diagnostic().location(),
        "libvirt does not define the machine: " + refused.diagnostic().message());
  }

  /** A name that cannot be one does no harm where nothing is filtered; libvirt defines it. */
  private void checkName(XmlElement element) {
    if (illegalName != null && filterRef.isPresent()) {
      reader.refuse(illegalName);
      targetDev = Optional.of(legalName(element));
    } else if (illegalName != null) {
      reader.report(
          DocumentCode.ATTRIBUTE_IGNORED,
          illegalName.diagnostic().location(),
          illegalName.diagnostic().message());
    }
  }

  /**
   * {@return what stands for the interface in messages: a name that is legal and most likely new}
   */
  private InterfaceName legalName(XmlElement element) {
    String readable = CharMatcher.is('-').trimLeadingFrom(ILLEGAL.replaceFrom(givenName, '_'));
    return new InterfaceName(
        readable.matches("[._]*")
            ? "@" + element.location().line()
            : readable.substring(0, Math.min(InterfaceName.MAX_LENGTH, readable.length())));
  }

  private void child(XmlElement child, XmlElement parent) {
    switch (child.name()) {
      case "mac" -> {
        String address = child.plainAttribute("address");
        if (address == null) {
          reader.ignoreSlips(child, MAC_ATTRIBUTES);
        } else if (mac.isEmpty()) {
          MacAddress legal = reader.attempt(() -> unicast(child, address));
          mac = Optional.of(legal == null ? ANY_MAC : legal);
        }
      }
      case "target" -> {
        String dev = child.plainAttribute("dev");
        if (dev == null) {
          reader.ignoreSlips(child, TARGET_ATTRIBUTES);
        }
        if (dev != null && !isPattern(dev) && targetDev.isEmpty() && illegalName == null) {
          try {
            targetDev = Optional.of(interfaceName(child, dev));
          } catch (DocumentException e) {
            givenName = dev;
            illegalName = e;
          }
        }
      }
      case "ip" -> {
        String address = child.plainAttribute("address");
        if (address != null) {
          addresses.add(address);
        }
        Markup.Element read = reader.markup(child);
        warns(() -> InterfaceChecks.address(read));
      }
      case "source" -> {
        if (source == null) {
          source = reader.markup(child);
        }
      }
      case "virtualport" -> {
        if (port == null) {
          port = reader.markup(child);
          virtualPort(child);
        }
      }
      case "port" -> portOptions(child);
      case "actual" -> actual(child);
      case "filterref" -> {
        if (filterRefSeen) {
          reader.ignoreRepeated(child);
        } else {
          filterRefSeen = true;
          filterRef(child);
        }
      }
      default -> reader.ignoreSlip(child, parent, LOOKED_AT);
    }
  }

  private MacAddress unicast(XmlElement element, String address) {
    MacAddress parsed = mac(element, address, remarks);
    InterfaceChecks.unicast(element, parsed);
    return parsed;
  }

  /** libvirt ignores a reference that does not name a filter, and then all others. */
  private void filterRef(XmlElement element) {
    if (element.attribute("filter") == null) {
      reader.report(
          DocumentCode.ELEMENT_IGNORED,
          element.location(),
          element
              + " does not name a filter and is ignored: the interface is not filtered"
              + FilterReferenceParser.slip(element));
    } else {
      filterRef = Optional.of(new FilterReferenceParser(reader).parse(element));
    }
  }

  private void virtualPort(XmlElement element) {
    if (virtualPort.isEmpty()) {
      String kind = element.plainAttribute("type");
      virtualPort = Optional.of(new VirtualPort(kind == null ? "" : kind));
    }
  }

  /** The status of a running machine says what its network has connected the interface to. */
  private void actual(XmlElement element) {
    String given = element.plainAttribute("type");
    type = given == null ? type : given;
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      if (child.is("source") && actualSource == null) {
        actualSource = attributes(child);
      } else if (child.is("virtualport")) {
        virtualPort(child);
      } else if (child.is("port")) {
        portOptions = reader.markup(child);
      }
    }
  }

  private void portOptions(XmlElement element) {
    if (portOptions == null) {
      portOptions = reader.markup(element);
    }
  }

  /** {@return what the element {@code <port>} says; libvirt refuses all but yes and no} */
  private Optional<Boolean> isolated() {
    Markup.Element given = portOptions;
    try {
      return given == null ? Optional.empty() : MarkupValues.yesOrNo(given, "isolated");
    } catch (DocumentException e) {
      warn(e);
      return Optional.empty();
    }
  }

  /**
   * {@return whether libvirt takes a name for a pattern and puts a number into it, or chooses
   * another one by itself}
   */
  private static boolean isPattern(String name) {
    return name.isEmpty()
        || name.contains("%d")
        || (name.indexOf('%') >= 0 && LIBVIRTS_OWN.stream().anyMatch(name::startsWith));
  }

  private ImmutableMap<String, String> sourceAttributes() {
    if (actualSource != null) {
      return actualSource;
    }
    return source == null
        ? ImmutableMap.of()
        : source.attributes().stream()
            .collect(toImmutableMap(Markup.Attribute::name, Markup.Attribute::value));
  }

  private static ImmutableMap<String, String> attributes(XmlElement element) {
    return element.attributes().stream()
        .filter(attribute -> !attribute.foreign())
        .collect(toImmutableMap(XmlAttribute::name, XmlAttribute::value));
  }

  /** {@return the interface of the host that an element names} */
  static InterfaceName interfaceName(XmlElement element, String name) {
    try {
      return new InterfaceName(name);
    } catch (IllegalValueException e) {
      throw illegal(InterfaceCode.ILLEGAL_INTERFACE_NAME, element, e);
    }
  }

  /** {@return the MAC address that an element names, as far as libvirt looks at it} */
  static MacAddress mac(XmlElement element, String address, RuleRemarks remarks) {
    try {
      return MacAddress.parse(address);
    } catch (IllegalValueException e) {
      MacAddress taken = macPrefix(element, address);
      remarks.report(
          DocumentCode.VALUE_MISREAD,
          element.location(),
          element + ": libvirt reads '" + address + "' as '" + taken + "'");
      return taken;
    }
  }

  private static MacAddress macPrefix(XmlElement element, String address) {
    try {
      return MacAddress.parsePrefix(address);
    } catch (IllegalValueException e) {
      throw illegal(
          DocumentCode.ILLEGAL_VALUE,
          element,
          new IllegalValueException(address, "a MAC address such as 52:54:00:9f:80:45"));
    }
  }

  private static DocumentException illegal(
      DiagnosticCode code, XmlElement element, IllegalValueException e) {
    return new DocumentException(code, element.location(), element + ": " + e.getMessage(), e);
  }
}
