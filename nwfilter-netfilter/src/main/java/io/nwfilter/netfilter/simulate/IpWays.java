package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways of packets through the IP layers of the host. */
final class IpWays {

  private static final String ELSEWHERE = "the packet is for another destination";

  private final Situation situation;
  private final Topology topology;

  IpWays(Situation situation, Topology topology) {
    this.situation = situation;
    this.topology = topology;
  }

  private static Family family(boolean ipv4) {
    return ipv4 ? Family.IPV4 : Family.IPV6;
  }

  /**
   * {@return the ways of packets that an interface has handed to the IP layer}
   *
   * @param seen whether the rules before routing were called already
   */
  List<Way> received(WayBuilder start, Device device, boolean ipv4, boolean seen) {
    AddressSets addresses = new AddressSets(situation, topology, ipv4);
    WayBuilder way = start.only("the addresses cannot come from outside", addresses.legal());
    if (!seen) {
      way = way.call(family(ipv4), Hook.PREROUTING);
    }
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    ways.add(
        way.only("the host does not take the packet", addresses.taken())
            .call(family(ipv4), Hook.INPUT)
            .to(End.HOST));
    if (situation.forwarding) {
      WayBuilder forwarded =
          way.only("the host does not route the packet", addresses.forwarded())
              .only("the packet has no hops left", addresses.withHops())
              .only(
                  "a frame for several hosts is not routed to one",
                  PacketCondition.in(
                      Field.ETHERNET_DESTINATION, Values.masked(0, PacketType.GROUP)));
      if (!ipv4) {
        for (Topology.Reached reached : topology.reachedOnLink(device)) {
          WayBuilder to = forwarded.only(ELSEWHERE, addresses.reached(reached));
          ways.addAll(routed(to, device, reached, false));
        }
        forwarded = forwarded.only(ELSEWHERE, addresses.elsewhereThanOnLink());
      }
      for (Topology.Reached reached : topology.reached(ipv4)) {
        WayBuilder to = forwarded.only(ELSEWHERE, addresses.reached(reached));
        if (!ipv4 && !reached.device().equals(device)) {
          to = to.only("the source address does not leave its link", addresses.leavesLink());
        }
        ways.addAll(routed(to, device, reached, ipv4));
      }
    }
    return ways.build();
  }

  private List<Way> routed(WayBuilder way, Device in, Topology.Reached reached, boolean ipv4) {
    WayBuilder to =
        way.hop()
            .at(in.bits(), reached.device().bits(), Transit.NONE, Transit.NONE)
            .call(family(ipv4), Hook.FORWARD)
            .call(family(ipv4), Hook.POSTROUTING);
    return sent(to, reached, ipv4);
  }

  /** {@return the ways of packets that leave by an interface, in new frames} */
  private List<Way> sent(WayBuilder start, Topology.Reached reached, boolean ipv4) {
    Device out = reached.device();
    if (!out.isBridge()) {
      return ImmutableList.of(start.to(End.network(out.name())));
    }
    SentWays bridge = new SentWays(topology, out);
    Bits gateway = reached.gateway();
    if (gateway != null) {
      return bridge.to(
          topology.neighbor(gateway), framed(start, out, topology.neighbor(gateway), ipv4));
    }
    AddressSets addresses = new AddressSets(situation, topology, ipv4);
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    List<Bits> neighbors =
        situation.neighbors.keySet().stream()
            .filter(address -> address instanceof Ipv4Address == ipv4)
            .map(Bits::of)
            .filter(reached.prefix()::contains)
            .toList();
    for (Bits neighbor : neighbors) {
      Bits mac = topology.neighbor(neighbor);
      WayBuilder to = start.only(ELSEWHERE, addresses.isTo(neighbor));
      ways.addAll(bridge.to(mac, framed(to, out, mac, ipv4)));
    }
    WayBuilder others = start.only(ELSEWHERE, addresses.isToNone(neighbors));
    ways.addAll(bridge.to(null, framed(others, out, null, ipv4)));
    return ways.build();
  }

  private static WayBuilder framed(
      WayBuilder way, Device out, @Nullable Bits receiver, boolean ipv4) {
    return way.framed(
        family(ipv4),
        BridgeWays.mac(out),
        Optional.ofNullable(receiver).map(mac -> new MacAddress(mac.low())));
  }

  /** {@return the ways of what processes of the host send} */
  List<Way> ofHost(Entry entry) {
    WayBuilder start = WayBuilder.from(entry).asHost().unframed();
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    Device only = topology.onlyBridge();
    if (only != null) {
      WayBuilder frame = WayBuilder.from(entry).asHost();
      ways.addAll(new SentWays(topology, only).byReceiver(Shape.notIp(frame)));
    }
    for (boolean ipv4 : new boolean[] {true, false}) {
      AddressSets addresses = new AddressSets(situation, topology, ipv4);
      WayBuilder way = Shape.ip(start, ipv4, false);
      for (Topology.Reached reached : topology.reached(ipv4)) {
        WayBuilder to =
            way.only("the packet is for the host itself", addresses.notItself())
                .only(ELSEWHERE, addresses.reached(reached));
        ways.addAll(own(to.only(ELSEWHERE, addresses.several(false)), reached, ipv4));
        ways.addAll(ownToSeveral(to.only(ELSEWHERE, addresses.several(true)), reached, ipv4));
      }
    }
    return ways.build();
  }

  private static WayBuilder output(WayBuilder start, Device out, boolean ipv4) {
    return start
        .at(Transit.NONE, out.bits(), Transit.NONE, Transit.NONE)
        .call(family(ipv4), Hook.OUTPUT)
        .call(family(ipv4), Hook.POSTROUTING);
  }

  private List<Way> own(WayBuilder start, Topology.Reached reached, boolean ipv4) {
    return sent(output(start, reached.device(), ipv4), reached, ipv4);
  }

  private List<Way> ownToSeveral(WayBuilder start, Topology.Reached reached, boolean ipv4) {
    Device out = reached.device();
    WayBuilder way = output(start, out, ipv4);
    return out.isBridge()
        ? new SentWays(topology, out).to(null, framed(way, out, null, ipv4))
        : ImmutableList.of(way.to(End.network(out.name())));
  }
}
