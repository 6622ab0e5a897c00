package io.nwfilter.netfilter.layout;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Optional;

/** Where the releases have the rules of virtual networks. */
final class NetworkLayouts {

  /** What the daemon of libvirt 9.0.0 installed in a kernel. */
  static final NetworkLayout V9_0 =
      new NetworkLayout(
          ImmutableMap.<NetworkSide, Place>builder()
              .put(NetworkSide.TO_HOST, own(Table.FILTER, "INPUT", "LIBVIRT_INP"))
              .put(NetworkSide.FROM_HOST, own(Table.FILTER, "OUTPUT", "LIBVIRT_OUT"))
              .put(NetworkSide.AMONG_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWX"))
              .put(NetworkSide.TO_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWI"))
              .put(NetworkSide.FROM_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWO"))
              .put(NetworkSide.TRANSLATION, own(Table.NAT, "POSTROUTING", "LIBVIRT_PRT"))
              .put(NetworkSide.CHECKSUM, own(Table.MANGLE, "POSTROUTING", "LIBVIRT_PRT"))
              .buildOrThrow(),
          ImmutableListMultimap.of(
              Family.IPV4,
              to(Ipv4Address.parse("224.0.0.0"), 24),
              Family.IPV4,
              to(Ipv4Address.parse("255.255.255.255"), 32),
              Family.IPV6,
              to(Ipv6Address.parse("ff02::"), 16)));

  /**
   * What {@code iptables -L} listed on a host with libvirt 0.8.3. The target CHECKSUM came with
   * iptables 1.4.10, that host had 1.4.8.
   */
  static final NetworkLayout V0_8 =
      new NetworkLayout(
          ImmutableMap.of(
              NetworkSide.TO_HOST, in(Table.FILTER, "INPUT"),
              NetworkSide.AMONG_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.TO_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.FROM_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.TRANSLATION, in(Table.NAT, "POSTROUTING")),
          ImmutableListMultimap.of());

  private NetworkLayouts() {}

  private static Place own(String table, String hook, String chain) {
    return new Place(table, hook, Optional.of(chain));
  }

  private static Place in(String table, String hook) {
    return new Place(table, hook, Optional.empty());
  }

  private static Match to(IpAddress address, int prefixLength) {
    Field field = address instanceof Ipv4Address ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    return FieldMatch.of(field, Values.prefix(field, Bits.of(address), prefixLength));
  }
}
