package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.Hook;
import org.jspecify.annotations.Nullable;

/** The way of packets through the IP layers of the host. */
final class IpLayer {

  private static final Bits LOOPBACK = Bits.ofName("lo");
  static final Bits LOOPBACK_ADDRESS = Bits.of(0x7f00_0001L);

  /** The groups that every host is in: all nodes, all routers (RFC 1112, RFC 4291). */
  static final Bits ALL_SYSTEMS = Bits.of(0xe000_0001L);

  static final Bits ALL_NODES = new Bits(0xff02L << 48, 1);
  static final Bits ALL_ROUTERS = new Bits(0xff02L << 48, 2);
  static final Bits SOLICITED = new Bits(0xff02L << 48, 0x1_ff00_0000L);

  private final Kernel kernel;
  private @Nullable BridgeLayer bridge;

  IpLayer(Kernel kernel) {
    this.kernel = kernel;
  }

  void connect(BridgeLayer layer) {
    bridge = layer;
  }

  /** A frame comes in by an interface, or by a bridge as such. */
  void receive(Device device, Transit transit) {
    int type = Headers.type(transit.packet);
    if (!isTaken(transit)) {
      transit.run.lose(transit, End.HOST);
      return;
    }
    if (!Headers.isIp(type)) {
      transit.run.arrive(transit, End.HOST);
      return;
    }
    boolean ipv4 = Headers.isIpv4(type);
    transit.at(device.bits(), Transit.NONE, Transit.NONE, Transit.NONE);
    transit.outPort = Transit.NONE;
    if (Headers.tags(transit.packet) > 0) {
      transit.packet = Headers.untagged(transit.packet);
    }
    if (areLegal(ipv4, transit)
        && areKnown(ipv4, transit)
        && (transit.seenByIp || beforeRouting(ipv4, transit))) {
      route(device, ipv4, transit);
    } else {
      transit.run.lose(transit, null);
    }
  }

  /**
   * {@return whether the addresses may come from outside; only those of IPv6 are checked before the
   * rules} See RFC 4291, sections 2.5.3 and 2.7.
   */
  private static boolean areLegal(boolean ipv4, Transit transit) {
    if (ipv4) {
      return true;
    }
    Bits source = source(transit.packet, false);
    Bits destination = destination(transit.packet, false);
    boolean local = source.equals(Bits.of(1)) || destination.equals(Bits.of(1));
    boolean narrow =
        Topology.isMulticast(destination, false) && (destination.high() >>> 48 & 0xf) < 2;
    return !(local || narrow || Topology.isMulticast(source, false))
        || transit.refuse("the addresses cannot come from outside");
  }

  /** {@return whether hop-by-hop options let the packet go on: they are read before any rule} */
  private static boolean areKnown(boolean ipv4, Transit transit) {
    String refusal =
        ipv4 || !transit.packet.has(Header.IPV6) ? null : HopByHopOptions.refusal(transit.packet);
    return refusal == null || transit.refuse(refusal);
  }

  private boolean beforeRouting(boolean ipv4, Transit transit) {
    String problem = Headers.problem(transit.packet, ipv4);
    if (problem != null) {
      return transit.refuse(problem);
    }
    transit.packet = Headers.trimmed(transit.packet);
    return kernel.ip(ipv4).call(Hook.PREROUTING, transit);
  }

  /** {@return whether the frame is for this host and has no tag but perhaps that of a priority} */
  private static boolean isTaken(Transit transit) {
    Packet packet = transit.packet;
    if (transit.type == PacketType.OTHER_HOST) {
      return transit.refuse("the frame is for another host");
    }
    int tags = Headers.tags(packet);
    if (tags > 0) {
      Layer tag = packet.layers().get(1);
      boolean priority = tag.type() == LayerType.VLAN && tag.get(Slot.VLAN_ID).isZero();
      return (tags == 1 && priority) || transit.refuse("the host has no interface for this VLAN");
    }
    return true;
  }

  private static Bits destination(Packet packet, boolean ipv4) {
    return packet.value(ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION).orElse(Bits.ZERO);
  }

  static Bits source(Packet packet, boolean ipv4) {
    return packet.value(ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE).orElse(Bits.ZERO);
  }

  private void route(Device device, boolean ipv4, Transit transit) {
    Bits destination = destination(transit.packet, ipv4);
    String refusal = ipv4 ? Ipv4Options.refusal(transit.packet) : null;
    if (!isLegalSource(transit, source(transit.packet, ipv4), destination, ipv4)
        || (refusal != null && !transit.refuse(refusal))) {
      transit.run.lose(transit, null);
      return;
    }
    if (ipv4) {
      transit.packet = Ipv4Options.ended(transit.packet);
    }
    Topology topology = kernel.topology;
    boolean loopback = ipv4 ? destination.low() >>> 24 == 127 : false;
    if (Topology.isMulticast(destination, ipv4)) {
      if (isJoined(destination, ipv4)) {
        input(ipv4, transit);
      } else {
        transit.refuse("the host has not joined the group");
        transit.run.lose(transit, End.HOST);
      }
    } else if (ipv4 && destination.isZero() && source(transit.packet, true).isZero()) {
      input(true, transit);
    } else if (loopback || (ipv4 && destination.isZero())) {
      transit.refuse("the destination cannot come from outside");
      transit.run.lose(transit, null);
    } else if (topology.isLocal(destination, ipv4)
        || topology.isBroadcast(destination, ipv4)
        || (!ipv4 && kernel.situation.forwarding && topology.isRouterAnycast(destination))) {
      input(ipv4, transit);
    } else {
      forward(device, destination, ipv4, transit);
    }
  }

  /** {@return whether routing takes a packet that has come in, as far as its source goes} */
  boolean isLegalSource(Transit transit, Bits source, Bits destination, boolean ipv4) {
    if (!ipv4) {
      return true;
    }
    boolean toAll = destination.isZero() || destination.low() == 0xffff_ffffL;
    boolean legal =
        !(isLoopbackSource(source, destination)
            || (source.isZero() && !toAll)
            || Topology.isMulticast(source, true)
            || source.low() == 0xffff_ffffL
            || kernel.topology.isOwn(source, true));
    return legal || transit.refuse("the source address cannot come from outside");
  }

  /**
   * {@return whether a source is refused as one of the loopback interface} To all, only its own.
   */
  private static boolean isLoopbackSource(Bits source, Bits destination) {
    return destination.low() == 0xffff_ffffL
        ? source.equals(LOOPBACK_ADDRESS)
        : source.low() >>> 24 == 127;
  }

  private boolean isJoined(Bits group, boolean ipv4) {
    if (kernel.situation.joined.contains(group)) {
      return true;
    }
    if (ipv4) {
      return group.equals(ALL_SYSTEMS);
    }
    boolean solicited = group.high() == SOLICITED.high() && group.low() >>> 24 == 0x1ff;
    return group.equals(ALL_NODES)
        || (group.equals(ALL_ROUTERS) && kernel.situation.forwarding)
        || (solicited && kernel.topology.isSolicited(group, kernel.situation.forwarding));
  }

  private void input(boolean ipv4, Transit transit) {
    transit.run.note(() -> "the packet is for the host");
    transit.outInterface = Transit.NONE;
    // Of IPv4 before the chain, of IPv6 after it: see ip(7) and RFC 8200, section 4.5.
    if ((!ipv4 || Reassembly.OF_HOST.call(transit))
        && kernel.ip(ipv4).call(Hook.INPUT, transit)
        && (ipv4 || Reassembly.OF_HOST.call(transit))) {
      transit.run.arrive(transit, End.HOST);
    } else {
      transit.run.lose(transit, End.HOST);
    }
  }

  private void forward(Device in, Bits destination, boolean ipv4, Transit transit) {
    Topology.Hop hop = kernel.topology.routeFrom(in, destination, ipv4);
    if (!mayForward(transit, in, hop, ipv4) || hop == null) {
      transit.run.lose(transit, null);
      return;
    }
    Slot hops = ipv4 ? Slot.IPV4_TTL : Slot.IPV6_HOP_LIMIT;
    transit.packet = transit.packet.with(hops, Bits.of(hopsLeft(transit.packet, ipv4) - 1));
    Device out = hop.device();
    transit.run.note(() -> "the host routes the packet to " + out.name());
    transit.at(in.bits(), out.bits(), Transit.NONE, Transit.NONE);
    // The interface that the packet came in by is known after routing, too (seen with Linux 6.18).
    if (kernel.ip(ipv4).call(Hook.FORWARD, transit)
        && kernel.ip(ipv4).call(Hook.POSTROUTING, transit)) {
      transmit(hop, ipv4, transit);
    } else {
      transit.run.lose(transit, out.isBridge() ? null : End.network(out.name()));
    }
  }

  private boolean mayForward(Transit transit, Device in, Topology.@Nullable Hop hop, boolean ipv4) {
    if (!kernel.situation.forwarding) {
      return transit.refuse("the host does not forward packets");
    }
    if (transit.type != PacketType.HOST) {
      return transit.refuse("a frame for several hosts is not routed to one");
    }
    if (hop == null) {
      return transit.refuse("the host has no route to the destination");
    }
    if (!ipv4 && !hop.device().equals(in)) {
      Bits source = source(transit.packet, false);
      if (source.high() >>> 54 == 0xfe80 >> 6) {
        return transit.refuse("a link-local source address does not leave its link");
      }
      if (source.isZero()) {
        return transit.refuse("what has no source address does not leave its link");
      }
    }
    return hopsLeft(transit.packet, ipv4) > 1
        || transit.refuse("the packet has no hops left (time exceeded)");
  }

  private static long hopsLeft(Packet packet, boolean ipv4) {
    return packet
        .layer(ipv4 ? LayerType.IPV4 : LayerType.IPV6)
        .orElseThrow()
        .get(ipv4 ? Slot.IPV4_TTL : Slot.IPV6_HOP_LIMIT)
        .low();
  }

  /** Puts the packet into a new frame, and sends it. */
  private void transmit(Topology.Hop hop, boolean ipv4, Transit transit) {
    Device out = hop.device();
    Bits destination = destination(transit.packet, ipv4);
    boolean broadcast = kernel.topology.isBroadcast(destination, ipv4);
    Bits mac = Topology.groupMac(destination, ipv4, broadcast);
    Bits receiver = mac == null ? kernel.topology.neighbor(hop.next()) : mac;
    Packet framed = transit.packet.with(Slot.ETHERNET_SOURCE, out.macBits());
    transit.packet = receiver == null ? framed : framed.with(Slot.ETHERNET_DESTINATION, receiver);
    transit.type = PacketType.HOST;
    transit.receiverUnknown = false;
    transit.neighborPort = null;
    if (receiver == null && out.isBridge() && !isReplying(hop.next(), ipv4, out, transit)) {
      transit.run.lose(transit, null);
      return;
    }
    if (out.isBridge()) {
      requireNonNull(bridge).send(out, transit);
    } else {
      transit.run.arrive(transit, End.network(out.name()));
    }
  }

  /**
   * Asks on a bridge who has an address.
   *
   * @return whether the packet goes on, to the one who replies, or to each port
   */
  boolean isReplying(Bits neighbor, boolean ipv4, Device bridge, Transit transit) {
    transit.receiverUnknown = true;
    if (kernel.situation.replyingEverywhere) {
      return true;
    }
    transit.neighborPort =
        NeighborQuestion.ask(neighbor, ipv4, kernel.topology.ports(bridge), transit);
    return transit.neighborPort != null;
  }

  /** A process of the host sends a packet. */
  void sendOwn(Transit transit) {
    transit.fromHost = true;
    int type = Headers.type(transit.packet);
    if (!Headers.isIp(type)) {
      Device only = kernel.topology.onlyBridge();
      if (only == null) {
        throw new IllegalArgumentException(
            "by which bridge the host sends what is not IP has to be said");
      }
      requireNonNull(bridge).send(only, transit);
      return;
    }
    boolean ipv4 = Headers.isIpv4(type);
    transit.framed = false;
    Topology.Hop hop = hop(transit, ipv4);
    boolean local = isForItself(transit.packet, ipv4);
    if (hop == null && !local) {
      transit.refuse("the host has no route to the destination");
      transit.run.lose(transit, null);
      return;
    }
    transit.at(
        Transit.NONE,
        local || hop == null ? LOOPBACK : hop.device().bits(),
        Transit.NONE,
        Transit.NONE);
    if (!kernel.ip(ipv4).call(Hook.OUTPUT, transit)) {
      transit.run.lose(transit, local ? End.HOST : null);
      return;
    }
    sendRouted(ipv4, transit);
  }

  /** {@return whether what the host sends is for the host: to an own address, or to 0.0.0.0} */
  private boolean isForItself(Packet packet, boolean ipv4) {
    Bits destination = destination(packet, ipv4);
    return kernel.topology.isLocal(destination, ipv4) || (ipv4 && destination.isZero());
  }

  /** {@return whether the host gets itself what it sends there, before the others do} */
  private boolean isSentBack(Bits destination, boolean ipv4) {
    return ipv4 && (kernel.topology.isBroadcast(destination, true) || isJoined(destination, true));
  }

  /** Has the host get a copy of what it sends to all, as if that came in by the interface. */
  private void sendBack(Device device, Transit transit) {
    transit.run.note(() -> "the host gets a copy itself");
    Transit copy = transit.copy();
    boolean passed = kernel.ip(true).call(Hook.POSTROUTING, copy);
    copy.at(device.bits(), Transit.NONE, Transit.NONE, Transit.NONE);
    boolean toGroup = Topology.isMulticast(destination(copy.packet, true), true);
    copy.type = toGroup ? PacketType.MULTICAST : PacketType.BROADCAST;
    if (passed && kernel.ip(true).call(Hook.PREROUTING, copy)) {
      input(true, copy);
    } else {
      copy.run.lose(copy, End.HOST);
    }
  }

  private Topology.@Nullable Hop hop(Transit transit, boolean ipv4) {
    Bits destination = destination(transit.packet, ipv4);
    Topology.Hop hop = kernel.topology.route(destination, ipv4);
    Device only = kernel.topology.onlyBridge();
    boolean group =
        Topology.isMulticast(destination, ipv4) || kernel.topology.isBroadcast(destination, ipv4);
    return hop == null && group && only != null ? new Topology.Hop(only, destination) : hop;
  }

  /** Routes again, as rules may have changed the destination. */
  private void sendRouted(boolean ipv4, Transit transit) {
    boolean local = isForItself(transit.packet, ipv4);
    Topology.Hop hop = local ? null : hop(transit, ipv4);
    if (!local && hop == null) {
      transit.refuse("the host has no route to the destination");
      transit.run.lose(transit, null);
      return;
    }
    transit.outInterface = hop == null ? LOOPBACK : hop.device().bits();
    if (hop != null && isSentBack(destination(transit.packet, ipv4), ipv4)) {
      sendBack(hop.device(), transit);
    }
    if (!kernel.ip(ipv4).call(Hook.POSTROUTING, transit)) {
      transit.run.lose(transit, local ? End.HOST : null);
    } else if (hop != null) {
      transmit(hop, ipv4, transit);
    } else {
      transit.at(LOOPBACK, Transit.NONE, Transit.NONE, Transit.NONE);
      if (kernel.ip(ipv4).call(Hook.PREROUTING, transit)) {
        input(ipv4, transit);
      } else {
        transit.run.lose(transit, End.HOST);
      }
    }
  }
}
