package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Guest;

/**
 * The addresses of a guest as sets of values.
 *
 * @param guest the guest
 */
record OwnAddresses(Guest guest) {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int LINK_LOCAL_LENGTH = 10;
  private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;

  Values mac() {
    return Values.single(Field.ETHERNET_SOURCE, Bits.of(guest.mac()));
  }

  boolean areKnown(boolean ipv4) {
    return guest.addresses().stream().anyMatch(address -> isOf(address, ipv4));
  }

  private static boolean isOf(IpAddress address, boolean ipv4) {
    return address instanceof Ipv4Address == ipv4;
  }

  /** {@return the known addresses} */
  private ImmutableList.Builder<Values> known(boolean ipv4) {
    ImmutableList.Builder<Values> known = ImmutableList.builder();
    guest.addresses().stream()
        .filter(address -> isOf(address, ipv4))
        .forEach(address -> known.add(single(Bits.of(address), ipv4)));
    return known;
  }

  private static Values single(Bits address, boolean ipv4) {
    return new Values.Masked(address, Bits.ones(ipv4 ? IPV4_BITS : IPV6_BITS));
  }

  /** {@return the known addresses of a family; all if none is known} */
  Values any(boolean ipv4) {
    ImmutableList<Values> known = known(ipv4).build();
    return known.isEmpty() ? Values.masked(0, 0) : new Values.Union(known);
  }

  /** {@return the known IPv4 addresses, and none: 0.0.0.0} */
  Values ipv4() {
    return new Values.Union(known(true).add(single(Bits.ZERO, true)).build());
  }

  /** {@return the known IPv6 addresses, all link-local ones, and none: {@code ::}} */
  Values ipv6() {
    Values linkLocal = Values.prefix(Field.IPV6_SOURCE, new Bits(LINK_LOCAL, 0), LINK_LOCAL_LENGTH);
    return new Values.Union(known(false).add(linkLocal, single(Bits.ZERO, false)).build());
  }

  /**
   * {@return the known IPv6 addresses, and the link-local one that follows from the MAC address}
   */
  Values ipv6Targets() {
    Bits linkLocal = Bits.of(Ipv6Address.linkLocal(guest.mac()));
    return new Values.Union(known(false).add(single(linkLocal, false)).build());
  }
}
