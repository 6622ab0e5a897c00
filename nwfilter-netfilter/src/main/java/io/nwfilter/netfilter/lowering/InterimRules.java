package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.layout.FrameLayout;
import io.nwfilter.netfilter.layout.FrameSide;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.layout.PacketSide;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;

/**
 * The rules that take the place of a filter until libvirt has learned the address of the guest.
 * They are all of the Ethernet layer.
 */
public final class InterimRules {

  private static final int UDP = 17;
  private static final Match IPV4 = ProtocolMatches.of(Protocol.IP).orElseThrow();
  private static final Match ARP = ProtocolMatches.of(Protocol.ARP).orElseThrow();

  private final FrameLayout layout;
  private final InterfaceName name;
  private final MacAddress mac;
  private final Origin origin;
  private final Additions additions;
  private final RuleLog log;

  /**
   * Creates the rules of an interface.
   *
   * @param layout what chains are called and where they are
   * @param name the interface
   * @param mac the guest's MAC address
   * @param origin where the interface is defined
   * @param additions what is added to libvirt's rules
   */
  public InterimRules(
      FrameLayout layout, InterfaceName name, MacAddress mac, Origin origin, Additions additions) {
    this.layout = layout;
    this.name = name;
    this.mac = mac;
    this.origin = origin;
    this.additions = additions;
    this.log = new RuleLog(additions.logging(), Family.BRIDGE, name);
  }

  /**
   * {@return the rules while any packet of the guest may reveal its address: frames with a foreign
   * source MAC address are dropped, IPv4 and ARP are accepted, the rest is dropped} libvirt does
   * not filter frames to the guest; where undecided ones are dropped, IPv4 and ARP still pass,
   * since without them the address would stay unknown.
   */
  public Change basic() {
    Match foreign = FieldMatch.of(Field.ETHERNET_SOURCE, mac.bits()).negate();
    FrameChange change = new FrameChange(layout, name, origin);
    change.enter(FrameSide.FROM_GUEST);
    change.add(
        FrameSide.FROM_GUEST,
        ChainName.ROOT,
        chain(drop(foreign), accept(IPV4), accept(ARP), drop()));
    if (additions.dropped().contains(Traffic.ETHERNET_IN)) {
      change.enter(FrameSide.TO_GUEST);
      change.add(
          FrameSide.TO_GUEST,
          ChainName.ROOT,
          chain(accept(IPV4), accept(ARP), log.dropsByDefault(origin)));
    }
    return change.build();
  }

  /**
   * {@return the rules while only DHCP may reveal the address: nothing else passes}
   *
   * @param servers the servers that may reply; any if there are none
   */
  public Change dhcpOnly(ImmutableList<Ipv4Address> servers) {
    ImmutableList<ChainRule> request =
        accept(
            IPV4,
            FieldMatch.of(Field.ETHERNET_SOURCE, mac.bits()),
            FieldMatch.of(Field.IP_PROTOCOL, UDP),
            FieldMatch.of(Field.SOURCE_PORT, DhcpPorts.CLIENT),
            FieldMatch.of(Field.DESTINATION_PORT, DhcpPorts.SERVER));
    ImmutableList.Builder<ChainRule> replies = ImmutableList.builder();
    if (servers.isEmpty()) {
      replies.add(reply(mac)).add(reply(MacAddress.BROADCAST));
    }
    for (Ipv4Address server : servers) {
      Match from = FieldMatch.of(Field.IPV4_SOURCE, server.low());
      replies.add(reply(mac, from)).add(reply(MacAddress.BROADCAST, from));
    }
    FrameChange change = new FrameChange(layout, name, origin);
    change.enter(FrameSide.FROM_GUEST);
    change.add(FrameSide.FROM_GUEST, ChainName.ROOT, chain(request, drop()));
    change.enter(FrameSide.TO_GUEST);
    change.add(FrameSide.TO_GUEST, ChainName.ROOT, replies.addAll(drop()).build());
    return change.build();
  }

  private ChainRule reply(MacAddress to, Match... from) {
    ImmutableList<Match> matches =
        ImmutableList.<Match>builder()
            .add(IPV4)
            .add(FieldMatch.of(Field.ETHERNET_DESTINATION, to.bits()))
            .add(from)
            .add(FieldMatch.of(Field.IP_PROTOCOL, UDP))
            .add(FieldMatch.of(Field.SOURCE_PORT, DhcpPorts.SERVER))
            .add(FieldMatch.of(Field.DESTINATION_PORT, DhcpPorts.CLIENT))
            .build();
    return new ChainRule(matches, Target.ACCEPT, origin);
  }

  /**
   * {@return the rules that let DHCP pass in a chain of the IP layer, where undecided packets are
   * dropped}
   *
   * @param side the chain's side
   * @param accept what accepting means in it
   */
  ImmutableList<ChainRule> dhcpPackets(PacketSide side, Target accept) {
    boolean reply = side == PacketSide.FORWARD_OUT;
    ImmutableList<Match> matches =
        ImmutableList.of(
            FieldMatch.of(Field.IP_PROTOCOL, UDP),
            FieldMatch.of(Field.SOURCE_PORT, reply ? DhcpPorts.SERVER : DhcpPorts.CLIENT),
            FieldMatch.of(Field.DESTINATION_PORT, reply ? DhcpPorts.CLIENT : DhcpPorts.SERVER));
    return ImmutableList.of(new ChainRule(matches, accept, origin.withNote("interim rule")));
  }

  /**
   * {@return what default policies of an IP layer do meanwhile to a host without rules}
   *
   * @param family the layer's family
   * @param packets what chains are called and where they are
   */
  public Change packets(Family family, PacketLayout packets) {
    return PacketLowering.interim(family, packets, this, additions);
  }

  /** {@return the interface} */
  InterfaceName name() {
    return name;
  }

  /** {@return where it is defined} */
  Origin origin() {
    return origin;
  }

  @SafeVarargs
  private static ImmutableList<ChainRule> chain(ImmutableList<ChainRule>... parts) {
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    for (ImmutableList<ChainRule> part : parts) {
      rules.addAll(part);
    }
    return rules.build();
  }

  private ImmutableList<ChainRule> accept(Match... matches) {
    return ImmutableList.of(new ChainRule(ImmutableList.copyOf(matches), Target.ACCEPT, origin));
  }

  private ImmutableList<ChainRule> drop(Match... matches) {
    return log.interimDrop(new ChainRule(ImmutableList.copyOf(matches), Target.DROP, origin));
  }
}
