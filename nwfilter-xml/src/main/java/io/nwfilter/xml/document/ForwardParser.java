package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.ForwardDevices;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code <forward>} of a network. */
final class ForwardParser {

  private static final ImmutableSet<String> DRIVERS = ImmutableSet.of("kvm", "vfio");
  private static final int MAX_PORT = 0xffff;

  private final DocumentReader reader;
  private final Markup.Element element;

  ForwardParser(DocumentReader reader, Markup.Element element) {
    this.reader = reader;
    this.element = element;
  }

  /** {@return the way; empty for the mode {@code none}, which is that of an isolated network} */
  Optional<Forwarding> parse() {
    Optional<ForwardMode> mode = mode();
    Optional<NetworkNat> nat = nat(mode.orElse(null));
    Optional<InterfaceName> dev =
        MarkupValues.given(element, "dev").map(name -> MarkupValues.interfaceName(element, name));
    List<InterfaceName> interfaces = interfaces();
    if (dev.isPresent() && !interfaces.isEmpty() && !interfaces.get(0).equals(dev.get())) {
      throw MarkupValues.illegal(
          NetworkCode.ONLY_ONE_ALLOWED,
          element,
          "dev='" + dev.get() + "' is not the first <interface>, '" + interfaces.get(0) + "'");
    }
    ForwardDevices devices = devices();
    boolean others = devices.physicalFunction().isPresent() || !devices.addresses().isEmpty();
    if (dev.isPresent() && others) {
      throw MarkupValues.illegal(
          NetworkCode.ONLY_ONE_ALLOWED, element, "dev does not go with <address> or <pf>");
    }
    return mode.map(m -> new Forwarding(m, dev, interfaces, nat, devices));
  }

  private Optional<ForwardMode> mode() {
    String text = MarkupValues.given(element, "mode").orElse("nat");
    if (text.equals("none")) {
      return Optional.empty();
    }
    Optional<ForwardMode> mode = ForwardMode.of(text);
    if (mode.isEmpty()) {
      ImmutableList<String> known =
          Arrays.stream(ForwardMode.values())
              .map(ForwardMode::toString)
              .collect(ImmutableList.toImmutableList());
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE,
          element,
          "there is no forward mode '"
              + text
              + "'"
              + NearestName.of(text, known)
                  .map(nearest -> "; did you mean '" + nearest + "'?")
                  .orElse("; there are none, " + String.join(", ", known)));
    }
    return mode;
  }

  private List<InterfaceName> interfaces() {
    ImmutableSet.Builder<InterfaceName> interfaces = ImmutableSet.builder();
    int count = 0;
    for (Markup.Element child : element.elements("interface")) {
      String name = MarkupValues.required(child, "dev");
      if (name.isEmpty()) {
        reader.report(
            DocumentCode.ATTRIBUTE_IGNORED,
            child.location(),
            "dev='' of " + child + " is ignored: it names no interface");
        continue;
      }
      interfaces.add(MarkupValues.interfaceName(child, name));
      count++;
      if (interfaces.build().size() < count) {
        throw MarkupValues.illegal(
            NetworkCode.ONLY_ONE_ALLOWED, child, "the interface '" + name + "' is listed twice");
      }
    }
    return interfaces.build().asList();
  }

  private Optional<NetworkNat> nat(@Nullable ForwardMode mode) {
    List<Markup.Element> all = element.elements("nat");
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Markup.Element nat = all.get(0);
    if (mode != ForwardMode.NAT) {
      throw MarkupValues.illegal(
          NetworkCode.NOT_IN_THIS_MODE, nat, "it is for the forward mode nat alone");
    }
    only(element, "nat");
    only(nat, "address");
    only(nat, "port");
    Optional<Boolean> ipv6 = MarkupValues.yesOrNo(nat, "ipv6");
    return Optional.of(
        new NetworkNat(
            ipv6.orElse(false),
            nat.first("address").map(ForwardParser::addresses),
            nat.first("port").map(ForwardParser::ports).filter(ports -> ports.end() != 0),
            ipv6.isPresent()));
  }

  static void only(Markup.Element parent, String name) {
    List<Markup.Element> all = parent.elements(name);
    if (all.size() > 1) {
      throw MarkupValues.illegal(
          NetworkCode.ONLY_ONE_ALLOWED, all.get(1), "it may be there only once");
    }
  }

  private static AddressRange addresses(Markup.Element element) {
    Ipv4Address start = ipv4(element, "start");
    Ipv4Address end = ipv4(element, "end");
    AddressRange range = range(element, start, end);
    AddressRangeChecks.size(element, range);
    return range;
  }

  static AddressRange range(Markup.Element element, IpAddress start, IpAddress end) {
    try {
      return new AddressRange(start, end);
    } catch (IllegalValueException e) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, String.valueOf(e.getMessage()));
    }
  }

  private static Ipv4Address ipv4(Markup.Element element, String attribute) {
    String text = MarkupValues.required(element, attribute);
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalValueException e) {
      throw MarkupValues.illegal(element, attribute, text, "an IPv4 address");
    }
  }

  private static PortRange ports(Markup.Element element) {
    int start = port(element, "start");
    int end = port(element, "end");
    if (start > end) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, "the ports " + start + "-" + end + " are reversed");
    }
    return new PortRange(start, end);
  }

  private static int port(Markup.Element element, String attribute) {
    return (int)
        MarkupValues.number(
            element, attribute, MarkupValues.required(element, attribute), 10, MAX_PORT);
  }

  private ForwardDevices devices() {
    Optional<String> driver =
        element.first("driver").flatMap(child -> MarkupValues.given(child, "name"));
    if (driver.isPresent() && !DRIVERS.contains(driver.get())) {
      throw MarkupValues.illegal(element, "driver", driver.get(), "kvm or vfio");
    }
    only(element, "pf");
    return new ForwardDevices(
        driver,
        element.attribute("managed").orElse("").equals("yes"),
        element.first("pf").map(pf -> MarkupValues.required(pf, "dev")),
        element.elements("address").stream()
            .map(ForwardParser::pciAddress)
            .collect(ImmutableList.toImmutableList()));
  }

  private static ForwardDevices.PciAddress pciAddress(Markup.Element address) {
    String type = MarkupValues.required(address, "type");
    if (!type.equals("pci")) {
      throw MarkupValues.illegal(address, "type", type, "pci");
    }
    return new ForwardDevices.PciAddress(
        pciNumber(address, "domain", Integer.MAX_VALUE),
        pciNumber(address, "bus", 0xff),
        pciNumber(address, "slot", 0x1f),
        pciNumber(address, "function", 7));
  }

  private static int pciNumber(Markup.Element address, String attribute, int max) {
    return address
        .attribute(attribute)
        .map(text -> (int) MarkupValues.number(address, attribute, text, 0, max))
        .orElse(0);
  }
}
