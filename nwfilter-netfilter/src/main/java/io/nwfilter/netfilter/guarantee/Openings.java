package io.nwfilter.netfilter.guarantee;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;

/**
 * The first packets of connections between a guest and somebody else: TCP, UDP and echo requests
 * between the addresses of single hosts.
 *
 * @param guest the guest
 */
record Openings(Guest guest) {

  private static final int SYN = 2;

  /** Ports of DHCP and DHCPv6, whose replies come from other addresses. */
  private static final Values CONFIGURATION =
      new Values.Union(ImmutableList.of(Values.range(67, 68), Values.range(546, 547)));

  /** 0.0.0.0/8, 127.0.0.0/8 and what is not the address of one host. */
  private static final Values NOT_ONE_IPV4 =
      new Values.Union(
          ImmutableList.of(
              Values.masked(0, 0xff00_0000L),
              Values.masked(0x7f00_0000L, 0xff00_0000L),
              Values.masked(0xe000_0000L, 0xe000_0000L)));

  /** The unspecified and the loopback address, IPv4 in IPv6, link-local ones, and groups. */
  private static final Values NOT_ONE_IPV6 =
      new Values.Union(
          ImmutableList.of(
              Values.prefix(Field.IPV6_SOURCE, Bits.ZERO, 8),
              Values.prefix(Field.IPV6_SOURCE, new Bits(0xfe80_0000_0000_0000L, 0), 10),
              Values.prefix(Field.IPV6_SOURCE, new Bits(0xff00_0000_0000_0000L, 0), 8)));

  PacketClass fromGuest() {
    return openings(true);
  }

  PacketClass toGuest() {
    return openings(false);
  }

  private PacketClass openings(boolean outgoing) {
    return new PacketClass(
        Streams.concat(
                protocols(true).stream().map(one -> all(one, outgoing, true)),
                protocols(false).stream().map(one -> all(one, outgoing, false)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableList<List<PacketCondition>> protocols(boolean ipv4) {
    return ImmutableList.of(
        ImmutableList.of(is(Field.IP_PROTOCOL, LayerType.TCP.protocol()), is(Field.TCP_FLAGS, SYN)),
        ImmutableList.of(
            is(Field.IP_PROTOCOL, LayerType.UDP.protocol()),
            outside(Field.SOURCE_PORT, CONFIGURATION),
            outside(Field.DESTINATION_PORT, CONFIGURATION)),
        ImmutableList.of(ipv4 ? is(Field.ICMP_TYPE, 0x0800) : is(Field.ICMPV6_TYPE, 0x8000)));
  }

  private ImmutableList<PacketCondition> all(
      List<PacketCondition> protocol, boolean outgoing, boolean ipv4) {
    OwnAddresses own = new OwnAddresses(guest);
    Field source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    Field destination = source.opposite();
    Values notOne = ipv4 ? NOT_ONE_IPV4 : NOT_ONE_IPV6;
    Field mac = outgoing ? Field.ETHERNET_SOURCE : Field.ETHERNET_DESTINATION;
    ImmutableList.Builder<PacketCondition> all = ImmutableList.builder();
    all.add(is(Field.ETHER_TYPE, (ipv4 ? LayerType.IPV4 : LayerType.IPV6).protocol()));
    all.addAll(protocol);
    all.add(in(mac, own.mac()));
    all.add(
        outgoing
            ? in(Field.ETHERNET_DESTINATION, Values.masked(0, 1L << 40))
            : in(
                Field.ETHERNET_SOURCE,
                Values.single(Field.ETHERNET_SOURCE, Bits.of(Surroundings.SENDER))));
    all.add(outside(source, notOne), outside(destination, notOne));
    all.add(in(outgoing ? source : destination, own.any(ipv4)));
    if (own.areKnown(ipv4)) {
      all.add(outside(outgoing ? destination : source, own.any(ipv4)));
    }
    return all.build();
  }
}
