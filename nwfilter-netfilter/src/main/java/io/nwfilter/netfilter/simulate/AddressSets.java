package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Which packets the IP layer of a host takes, and which it routes where, by their addresses. */
final class AddressSets {

  private static final Values IPV4_LOOPBACK = prefix(0x7f00_0000L, 8);
  private static final Values IPV4_GROUPS = prefix(0xe000_0000L, 4);
  private static final Bits IPV4_ALL = Bits.of(0xffff_ffffL);
  private static final Values IPV6_GROUPS =
      Values.prefix(Field.IPV6_SOURCE, new Bits(0xffL << 56, 0), 8);
  private static final Values IPV6_LINK_LOCAL =
      Values.prefix(Field.IPV6_SOURCE, new Bits(0xfe80L << 48, 0), 10);
  private static final Bits IPV6_LOOPBACK = Bits.of(1);
  private static final int SCOPE_LENGTH = 16;
  private static final int SOLICITED_BITS = 24;

  private final Situation situation;
  private final Topology topology;
  private final boolean ipv4;
  private final Field source;
  private final Field destination;
  private final Values groups;

  AddressSets(Situation situation, Topology topology, boolean ipv4) {
    this.situation = situation;
    this.topology = topology;
    this.ipv4 = ipv4;
    this.source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    this.destination = source.opposite();
    this.groups = ipv4 ? IPV4_GROUPS : IPV6_GROUPS;
  }

  private static Values prefix(long value, int length) {
    return Values.prefix(Field.IPV4_SOURCE, Bits.of(value), length);
  }

  private Values set(Stream<Bits> addresses) {
    List<Values> all =
        addresses
            .map(address -> (Values) Values.single(destination, address))
            .collect(ImmutableList.toImmutableList());
    return new Values.Union(all);
  }

  private Values single(Bits address) {
    return Values.single(destination, address);
  }

  private Values prefix(Prefix prefix) {
    return Values.prefix(destination, Bits.of(prefix.address()), prefix.length());
  }

  private static Values union(Values... parts) {
    return new Values.Union(
        Stream.of(parts)
            .flatMap(
                part ->
                    part instanceof Values.Union union ? union.parts().stream() : Stream.of(part))
            .collect(ImmutableList.toImmutableList()));
  }

  private Values own() {
    return set(topology.addresses(ipv4).stream().map(prefix -> Bits.of(prefix.address())));
  }

  private Values broadcasts() {
    if (!ipv4) {
      return set(Stream.empty());
    }
    Stream<Bits> ofNetworks =
        topology.addresses(true).stream()
            .filter(prefix -> prefix.length() < 31)
            .map(prefix -> Bits.of(prefix.address()).or(Bits.ones(32 - prefix.length())));
    return set(Stream.concat(Stream.of(IPV4_ALL), ofNetworks));
  }

  /** {@return the addresses that mean the routers of a network, if the host is one} */
  private Values anycast() {
    return ipv4 || !situation.forwarding
        ? set(Stream.empty())
        : set(
            topology.addresses(false).stream()
                .filter(prefix -> prefix.length() < 127)
                .map(prefix -> Bits.of(prefix.address().masked(prefix.length()))));
  }

  /** {@return which types addresses have, as {@link Topology#addressType} tells of each} */
  AddressTypes types() {
    ImmutableList<AddressTypes.Typed> listed =
        ipv4
            ? ImmutableList.of(
                typed(single(Bits.of(Topology.LOOPBACK_BROADCAST)), Topology.BROADCAST),
                typed(union(IPV4_LOOPBACK, own()), Topology.LOCAL),
                typed(union(single(Bits.ZERO), broadcasts()), Topology.BROADCAST),
                typed(groups, Topology.MULTICAST))
            : ImmutableList.of(
                typed(single(Bits.ZERO), Topology.UNSPECIFIED),
                typed(union(single(IPV6_LOOPBACK), own()), Topology.LOCAL | Topology.UNICAST),
                typed(groups, Topology.MULTICAST));
    return new AddressTypes(listed, Bits.of(Topology.UNICAST));
  }

  private static AddressTypes.Typed typed(Values addresses, long types) {
    return new AddressTypes.Typed(addresses, Bits.of(types));
  }

  /** {@return what is checked before any rule of the IP layer} */
  PacketClass legal() {
    if (ipv4) {
      return PacketClass.of();
    }
    ImmutableList.Builder<Values> narrow = ImmutableList.builder();
    for (int flags = 0; flags < 16; flags++) {
      for (int scope = 0; scope < 2; scope++) {
        Bits group = new Bits((0xff00L | flags << 4 | scope) << 48, 0);
        narrow.add(Values.prefix(destination, group, SCOPE_LENGTH));
      }
    }
    return PacketClass.of(
        PacketCondition.outside(source, union(single(IPV6_LOOPBACK), IPV6_GROUPS)),
        PacketCondition.outside(destination, single(IPV6_LOOPBACK)),
        PacketCondition.outside(destination, new Values.Union(narrow.build())));
  }

  private Values illegalSources() {
    return union(IPV4_LOOPBACK, IPV4_GROUPS, single(IPV4_ALL), own());
  }

  /** {@return what routing takes as far as its source goes, if it is not to all} */
  PacketClass withLegalSource() {
    return ipv4
        ? PacketClass.of(
            PacketCondition.outside(source, illegalSources()),
            PacketCondition.outside(source, single(Bits.ZERO)))
        : PacketClass.of();
  }

  private PacketClass ofLegalSource(PacketCondition... conditions) {
    ImmutableList<PacketCondition> given = ImmutableList.copyOf(conditions);
    if (!ipv4) {
      return new PacketClass(ImmutableList.of(given));
    }
    Values illegal = illegalSources();
    Values toAll = union(single(Bits.ZERO), single(IPV4_ALL));
    PacketCondition legal = PacketCondition.outside(source, illegal);
    PacketCondition some = PacketCondition.outside(source, single(Bits.ZERO));
    PacketCondition all = PacketCondition.in(destination, toAll);
    ImmutableList<PacketCondition> loopback =
        and(
            given,
            PacketCondition.in(source, IPV4_LOOPBACK),
            PacketCondition.outside(source, single(IpLayer.LOOPBACK_ADDRESS)),
            PacketCondition.in(destination, single(IPV4_ALL)));
    return new PacketClass(
        ImmutableList.of(and(given, legal, some), and(given, legal, all), loopback));
  }

  private static ImmutableList<PacketCondition> and(
      ImmutableList<PacketCondition> given, PacketCondition... more) {
    return ImmutableList.<PacketCondition>builder().addAll(given).add(more).build();
  }

  /** {@return what the host takes itself} */
  PacketClass taken() {
    PacketClass single =
        ofLegalSource(
            PacketCondition.in(destination, union(own(), broadcasts(), anycast())),
            PacketCondition.outside(
                destination, union(groups, ipv4 ? IPV4_LOOPBACK : single(IPV6_LOOPBACK))));
    PacketClass joined = ofLegalSource(PacketCondition.in(destination, joined()));
    PacketClass all = single.or(joined);
    return ipv4
        ? all.or(
            PacketClass.of(
                PacketCondition.in(destination, single(Bits.ZERO)),
                PacketCondition.in(source, single(Bits.ZERO))))
        : all;
  }

  private Values joined() {
    Stream<Bits> given =
        situation.joined.stream().filter(group -> Topology.isMulticast(group, ipv4));
    if (ipv4) {
      return set(Stream.concat(given, Stream.of(IpLayer.ALL_SYSTEMS)));
    }
    Stream<Bits> always =
        situation.forwarding
            ? Stream.of(IpLayer.ALL_NODES, IpLayer.ALL_ROUTERS)
            : Stream.of(IpLayer.ALL_NODES);
    return set(Stream.concat(given, Stream.concat(always, solicited())));
  }

  private Stream<Bits> solicited() {
    Bits last = Bits.ones(SOLICITED_BITS);
    return topology.addresses(false).stream()
        .flatMap(
            prefix ->
                situation.forwarding
                    ? Stream.of(prefix.address(), prefix.address().masked(prefix.length()))
                    : Stream.of(prefix.address()))
        .map(address -> IpLayer.SOLICITED.or(Bits.of(address).and(last)));
  }

  /** {@return what the host routes, if it knows a route} */
  PacketClass forwarded() {
    Values illegal =
        ipv4
            ? union(IPV4_LOOPBACK, IPV4_GROUPS, single(Bits.ZERO), own(), broadcasts())
            : union(IPV6_GROUPS, single(IPV6_LOOPBACK), own(), anycast());
    return ofLegalSource(PacketCondition.outside(destination, illegal));
  }

  /** {@return what is reached in one way} */
  PacketClass reached(Topology.Reached way) {
    List<Values> longer =
        way.longer().stream().map(this::prefix).collect(ImmutableList.toImmutableList());
    return PacketClass.of(
        PacketCondition.in(destination, prefix(way.prefix())),
        PacketCondition.outside(destination, new Values.Union(longer)));
  }

  /** {@return what is not for an address that only one link has, of IPv6} */
  PacketClass elsewhereThanOnLink() {
    return PacketClass.of(PacketCondition.outside(destination, prefix(Topology.ON_LINK)));
  }

  /** {@return what may leave the link that it came from, of IPv6} */
  PacketClass leavesLink() {
    return PacketClass.of(
        PacketCondition.outside(source, union(IPV6_LINK_LOCAL, single(Bits.ZERO))));
  }

  PacketClass isTo(Bits neighbor) {
    return PacketClass.of(PacketCondition.in(destination, single(neighbor)));
  }

  PacketClass isToNone(Collection<Bits> neighbors) {
    return PacketClass.of(PacketCondition.outside(destination, set(neighbors.stream())));
  }

  /** {@return the destinations that are not the host itself} */
  PacketClass notItself() {
    Values itself =
        ipv4 ? union(IPV4_LOOPBACK, single(Bits.ZERO), own()) : union(single(IPV6_LOOPBACK), own());
    return PacketClass.of(PacketCondition.outside(destination, itself));
  }

  /** {@return the destinations that are one host, or those that are several} */
  PacketClass several(boolean several) {
    Values all = union(groups, broadcasts());
    return PacketClass.of(
        several ? PacketCondition.in(destination, all) : PacketCondition.outside(destination, all));
  }

  /** {@return the packets that may be routed once more} */
  PacketClass withHops() {
    return PacketClass.of(PacketCondition.outside(Field.IP_TTL, Values.range(0, 1)));
  }
}
