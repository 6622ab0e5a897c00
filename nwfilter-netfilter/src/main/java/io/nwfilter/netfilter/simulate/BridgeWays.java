package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways of frames that come in by a port of a bridge. */
final class BridgeWays {

  private final Situation situation;
  private final Topology topology;
  private final IpWays ip;
  private final Device port;
  private final Device bridge;

  BridgeWays(Situation situation, Topology topology, IpWays ip, Device port) {
    this.situation = situation;
    this.topology = topology;
    this.ip = ip;
    this.port = port;
    this.bridge = topology.device(String.valueOf(port.bridge()));
  }

  List<Way> from(Entry entry) {
    WayBuilder start = start(entry);
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    add(ways, Shape.notIp(start), null);
    for (boolean ipv4 : new boolean[] {true, false}) {
      boolean seen = situation.bridgeNetfilter.contains(family(ipv4));
      if (seen) {
        add(ways, Shape.ip(start, ipv4, false), ipv4);
      } else {
        add(ways, Shape.unseen(start, ipv4), null);
        toHost(ways, afterIp(Shape.ip(start, ipv4, false)), ipv4, false);
      }
      toHost(ways, afterIp(Shape.ip(start, ipv4, true)), ipv4, false);
    }
    toHostWithoutIp(ways, afterIp(Shape.notIp(start)));
    return ways.build();
  }

  private static Family family(boolean ipv4) {
    return ipv4 ? Family.IPV4 : Family.IPV6;
  }

  private WayBuilder start(Entry entry) {
    long first =
        bridge.options().spanningTree() ? BridgeLayer.LINK_LOCAL : BridgeLayer.LINK_LOCAL + 1;
    WayBuilder start =
        WayBuilder.from(entry)
            .only(
                "the sender's MAC address is not that of a host",
                PacketCondition.outside(
                    Field.ETHERNET_SOURCE, Values.masked(PacketType.GROUP, PacketType.GROUP)),
                PacketCondition.outside(
                    Field.ETHERNET_SOURCE, Values.single(Field.ETHERNET_SOURCE, 0)))
            .only(
                "bridges do not forward frames to this group address",
                PacketCondition.outside(
                    Field.ETHERNET_DESTINATION,
                    Values.range(first, BridgeLayer.LINK_LOCAL + BridgeLayer.LAST_LINK_LOCAL)))
            .at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE)
            .call(Family.BRIDGE, Hook.BROUTING)
            .callUpTo(Hook.PREROUTING, BridgeLayer.BEFORE_IP)
            .only("the receiver is at the port that the frame came in by", notFromReceiver());
    return port.options().learning() ? start.learned(mac(bridge)) : start;
  }

  private WayBuilder afterIp(WayBuilder way) {
    return way.at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE)
        .callAfter(Hook.PREROUTING, BridgeLayer.BEFORE_IP);
  }

  static MacAddress mac(Device device) {
    return device.mac().orElse(Situation.BRIDGE_MAC);
  }

  /** Adds the ways to other ports, and to the host if rules of IP see the packet on the bridge. */
  private void add(
      ImmutableList.Builder<Way> ways, WayBuilder start, @Nullable Boolean seenAsIpv4) {
    WayBuilder way = start;
    if (seenAsIpv4 != null) {
      way =
          start
              .ports(port.bits(), Transit.NONE)
              .at(bridge.bits(), Transit.NONE, Transit.NONE, Transit.NONE)
              .call(family(seenAsIpv4), Hook.PREROUTING);
    }
    way = afterIp(way);
    if (seenAsIpv4 != null) {
      toHost(ways, way, seenAsIpv4, true);
    }
    for (Device other : topology.ports(bridge)) {
      boolean isolated = port.options().isolated() && other.options().isolated();
      if (!isolated && (!other.equals(port) || port.options().hairpin())) {
        ways.add(forwarded(way, other, seenAsIpv4));
      }
    }
  }

  private Way forwarded(WayBuilder start, Device other, @Nullable Boolean seenAsIpv4) {
    WayBuilder way =
        start
            .only(
                "the receiver is at another port",
                PacketCondition.outside(
                    Field.ETHERNET_DESTINATION, topology.receiversElsewhere(other, bridge)))
            .at(port.bits(), other.bits(), bridge.bits(), bridge.bits())
            .callUpTo(Hook.FORWARD, BridgeLayer.BEFORE_IP);
    if (!situation.bridgeNetfilter.isEmpty()) {
      way = way.only("ARP is cut off", wholeArp());
    }
    if (seenAsIpv4 != null) {
      way =
          way.ports(port.bits(), other.bits())
              .at(bridge.bits(), bridge.bits(), Transit.NONE, Transit.NONE)
              .call(family(seenAsIpv4), Hook.FORWARD);
    }
    way =
        way.at(port.bits(), other.bits(), bridge.bits(), bridge.bits())
            .callAfter(Hook.FORWARD, BridgeLayer.BEFORE_IP);
    way =
        way.at(Transit.NONE, other.bits(), Transit.NONE, bridge.bits())
            .call(Family.BRIDGE, Hook.POSTROUTING);
    if (seenAsIpv4 != null) {
      way =
          way.at(Transit.NONE, bridge.bits(), Transit.NONE, Transit.NONE)
              .call(family(seenAsIpv4), Hook.POSTROUTING);
    }
    return way.to(End.port(other.name()));
  }

  /**
   * {@return the frames that do not claim to be sent by their receiver} Of others, the bridge knows
   * that the receiver is where they came in. That is asked of receivers that are known to be at
   * another port, and of all frames, even if the addresses of IP are translated afterwards.
   */
  private PacketClass notFromReceiver() {
    ImmutableList<Bits> stations =
        port.options().learning() ? topology.stationsElsewhere(port, bridge) : ImmutableList.of();
    PacketClass all =
        PacketClass.of(
            PacketCondition.outside(
                Field.ETHERNET_DESTINATION,
                new Values.Union(
                    stations.stream()
                        .map(mac -> Values.single(Field.ETHERNET_DESTINATION, mac))
                        .collect(ImmutableList.toImmutableList()))));
    for (Bits mac : stations) {
      all =
          all.or(
              PacketClass.of(
                  PacketCondition.in(
                      Field.ETHERNET_DESTINATION, Values.single(Field.ETHERNET_DESTINATION, mac)),
                  PacketCondition.outside(
                      Field.ETHERNET_SOURCE, Values.single(Field.ETHERNET_SOURCE, mac))));
    }
    return all;
  }

  private static PacketClass wholeArp() {
    Values arp = Values.single(Field.ETHER_TYPE, LayerType.ARP.protocol());
    return PacketClass.of(PacketCondition.outside(Field.ETHER_TYPE, arp))
        .or(PacketClass.of(PacketCondition.in(Field.ARP_OPERATION, Values.masked(0, 0))));
  }

  private PacketClass forHost() {
    Field field = Field.ETHERNET_DESTINATION;
    return PacketClass.of(PacketCondition.in(field, Values.single(field, bridge.macBits())))
        .or(
            PacketClass.of(
                PacketCondition.in(field, Values.masked(PacketType.GROUP, PacketType.GROUP))));
  }

  private WayBuilder input(WayBuilder start) {
    return start
        .only("the frame is for another host", forHost())
        .at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE)
        .call(Family.BRIDGE, Hook.INPUT);
  }

  private void toHost(
      ImmutableList.Builder<Way> ways, WayBuilder start, boolean ipv4, boolean seen) {
    WayBuilder way = input(start).at(bridge.bits(), Transit.NONE, Transit.NONE, Transit.NONE);
    ways.addAll(ip.received(way, bridge, ipv4, seen));
  }

  private void toHostWithoutIp(ImmutableList.Builder<Way> ways, WayBuilder start) {
    ways.add(input(start).only(Shape.TAG, Shape.withoutForeignTag()).to(End.HOST));
  }
}
