package io.nwfilter.xml.document;

import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkMask;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.Optional;

/** Reads an {@code <ip>} of a network. */
final class NetworkAddressParser {

  private final DocumentReader reader;
  private final Markup.Element element;

  NetworkAddressParser(DocumentReader reader, Markup.Element element) {
    this.reader = reader;
    this.element = element;
  }

  NetworkAddress parse() {
    IpAddress address =
        MarkupValues.address(element, "address", MarkupValues.nonEmpty(element, "address"));
    Optional<String> family = MarkupValues.given(element, "family");
    requireFamily(element, family, address, "address");
    NetworkAddress.Builder builder =
        NetworkAddress.builder(address, mask(address))
            .familyGiven(family.isPresent())
            .location(element.location());
    MarkupValues.yesOrNo(element, "localPtr").ifPresent(builder::localPtr);
    tftp(address).ifPresent(builder::tftpRoot);
    NetworkAddress plain = builder.build();
    element
        .first("dhcp")
        .ifPresent(dhcp -> builder.dhcp(new DhcpParser(reader, dhcp, plain).parse()));
    return builder.build();
  }

  /** Checks that an address is of the family that is named: of IPv4 if none is. */
  static void requireFamily(
      Markup.Element element, Optional<String> family, IpAddress address, String attribute) {
    boolean ipv6 = family.orElse("ipv4").equals("ipv6");
    if (family.isPresent() && !ipv6 && !family.get().equals("ipv4")) {
      throw MarkupValues.illegal(element, "family", family.get(), "ipv4 or ipv6");
    }
    if (ipv6 != address instanceof Ipv6Address) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE,
          element,
          "the "
              + attribute
              + " '"
              + address
              + "' is not one of "
              + (ipv6 ? "IPv6, which family names" : "IPv4; IPv6 needs family='ipv6'"));
    }
  }

  private NetworkMask mask(IpAddress address) {
    Optional<String> netmask = MarkupValues.given(element, "netmask");
    int prefix = (int) MarkupValues.number(element, "prefix", MarkupValues.MAX_UNSIGNED).orElse(0);
    if (prefix < 0 || prefix > address.length()) {
      throw MarkupValues.illegal(
          element,
          "prefix",
          element.attribute("prefix").orElse(""),
          "a number from 0 to " + address.length());
    }
    if (netmask.isEmpty()) {
      return prefix == 0 ? NetworkMask.NONE : NetworkMask.ofPrefix(prefix);
    }
    if (prefix != 0) {
      throw MarkupValues.illegal(
          NetworkCode.ONLY_ONE_ALLOWED, element, "it has both a netmask and a prefix");
    }
    return NetworkMask.ofNetmask(netmask(element, netmask.get(), address));
  }

  /** {@return a mask, which only IPv4 has} */
  static IpAddress netmask(Markup.Element element, String text, IpAddress address) {
    IpAddress netmask = MarkupValues.address(element, "netmask", text);
    if (address instanceof Ipv6Address || netmask instanceof Ipv6Address) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, "a netmask is for IPv4; IPv6 has a prefix");
    }
    return netmask;
  }

  private Optional<String> tftp(IpAddress address) {
    Optional<Markup.Element> tftp = element.first("tftp");
    if (tftp.isPresent() && address instanceof Ipv6Address) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, tftp.get(), "libvirt serves TFTP at IPv4 addresses only");
    }
    return tftp.flatMap(child -> MarkupValues.given(child, "root"));
  }
}
