package io.nwfilter.xml.document;

import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.diagnostic.NetworkCode;

/** Checks ranges of addresses as libvirt does. */
final class AddressRangeChecks {

  private AddressRangeChecks() {}

  /** Checks that libvirt can count the addresses of a range. */
  static void size(Markup.Element element, AddressRange range) {
    if (!range.isCountable()) {
      throw refused(
          element,
          "the range " + range + " has addresses that differ in more than their last 16 bits");
    }
  }

  /** Checks that a range is in the subnet of an address, and not at its ends. */
  static void within(Markup.Element element, AddressRange range, NetworkAddress address) {
    if (range.start().length() != address.address().length()) {
      throw refused(element, "the range " + range + " is not of the family of " + address);
    }
    int prefix = address.prefixLength();
    if (prefix < 0) {
      throw refused(element, "the address " + address + " has no subnet for the range " + range);
    }
    IpAddress subnet = address.subnet();
    if (!range.start().masked(prefix).equals(subnet)
        || !range.end().masked(prefix).equals(subnet)) {
      throw refused(element, "the range " + range + " is not within the subnet of " + address);
    }
    if (range.start() instanceof Ipv4Address start && range.end() instanceof Ipv4Address end) {
      ends(element, range, address, start, end);
    }
    size(element, range);
  }

  private static void ends(
      Markup.Element element,
      AddressRange range,
      NetworkAddress address,
      Ipv4Address start,
      Ipv4Address end) {
    int prefix = address.prefixLength();
    if (prefix == 0) {
      return; // libvirt does not know the ends of such a subnet
    }
    int hosts = prefix == 32 ? 0 : -1 >>> prefix;
    if ((start.bits() & hosts) == 0) {
      throw refused(
          element, "the range " + range + " begins with the address of the subnet of " + address);
    }
    if ((end.bits() & hosts) == hosts) {
      throw refused(
          element, "the range " + range + " ends with the broadcast address of " + address);
    }
  }

  private static DocumentException refused(Markup.Element element, String message) {
    return MarkupValues.illegal(NetworkCode.MISPLACED_ADDRESS, element, message);
  }
}
