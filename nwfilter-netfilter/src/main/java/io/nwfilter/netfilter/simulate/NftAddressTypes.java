package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import org.jspecify.annotations.Nullable;

/**
 * The types of addresses for nftables (nft(8), "FIB expressions"). For IPv4, they are those of
 * iptables; for IPv6, the one that a route tells comes before the one of the address itself.
 *
 * @param field the type of the source or of the destination
 */
record NftAddressTypes(Field field) {

  private static final long UNICAST = 1L << 1;
  private static final long LOCAL = 1L << 2;
  private static final long ANYCAST = 1L << 4;
  private static final long UNREACHABLE = 1L << 7;

  /** The leading bits of addresses that are known on each link only: fe80::/10. */
  private static final int LINK_LOCAL = 0xfe80 >>> 6;

  @Nullable Bits of(Transit transit) {
    boolean ipv4 = transit.packet.has(Header.IPV4);
    boolean source = field == Field.SOURCE_ADDRESS_TYPE;
    Field address =
        ipv4
            ? source ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION
            : source ? Field.IPV6_SOURCE : Field.IPV6_DESTINATION;
    Bits value = transit.packet.value(address).orElse(null);
    if (value == null) {
      return null;
    }
    Bits types = transit.kernel.topology.addressType(value, ipv4);
    return ipv4 ? types : ofIpv6(value, types.low(), transit.kernel.topology);
  }

  private static Bits ofIpv6(Bits address, long types, Topology topology) {
    if (topology.isRouterAnycast(address)) {
      return Bits.of(ANYCAST);
    }
    if ((types & LOCAL) != 0) {
      return Bits.of(LOCAL);
    }
    boolean isReached =
        types != UNICAST
            || address.high() >>> 54 == LINK_LOCAL
            || topology.route(address, false) != null;
    return Bits.of(isReached ? types : UNREACHABLE);
  }
}
