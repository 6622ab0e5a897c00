package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of frames over bridges, as Linux was seen to do it (6.18): rules of ebtables at each hook
 * come first, then those of IP if they see bridged packets.
 */
final class BridgeLayer {

  /** Group addresses of link-local protocols, which bridges do not forward (IEEE 802.1D). */
  static final long LINK_LOCAL = 0x0180_c200_0000L;

  static final int LAST_LINK_LOCAL = 15;

  /** The last priority of rules that come before those of IP, which see bridged packets then. */
  static final int BEFORE_IP = 0;

  private final Kernel kernel;
  private final IpLayer ip;

  BridgeLayer(Kernel kernel, IpLayer ip) {
    this.kernel = kernel;
    this.ip = ip;
  }

  private Device bridgeOf(Device port) {
    return kernel.topology.device(String.valueOf(port.bridge()));
  }

  /** A frame comes in by a port. */
  void receive(Device port, Transit transit) {
    Device bridge = bridgeOf(port);
    if (!isForwarded(transit, bridge)) {
      transit.run.lose(transit, null);
      return;
    }
    transit.type = PacketType.of(transit.packet, bridge.macBits());
    transit.at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE);
    if (!kernel.bridge.call(Hook.BROUTING, transit)) {
      transit.run.note(() -> bridge.name() + " hands the frame to the IP layer instead");
      transit.decidingChain = null;
      transit.decidingRule = null;
      ip.receive(port, transit);
      return;
    }
    if (!kernel.bridge.callUpTo(Hook.PREROUTING, BEFORE_IP, transit)
        || !beforeRouting(port, bridge, transit)
        || !afterIp(kernel.topology.port(transit.inPort, port), bridge, transit)) {
      transit.run.lose(transit, null);
      return;
    }
    decide(kernel.topology.port(transit.inPort, port), bridge, transit);
  }

  /** Calls the rules of frames before routing that come after those of IP. */
  private boolean afterIp(Device port, Device bridge, Transit transit) {
    transit.at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE);
    return kernel.bridge.callAfter(Hook.PREROUTING, BEFORE_IP, transit);
  }

  private static boolean isForwarded(Transit transit, Device bridge) {
    Bits sender = PacketType.sender(transit.packet);
    if (PacketType.isGroup(sender) || sender.isZero()) {
      return transit.refuse("the sender's MAC address is not that of a host");
    }
    if (Headers.isCutOffAfterTag(transit.packet)) {
      return transit.refuse("the frame is cut off after its tag");
    }
    long group = PacketType.receiver(transit.packet).low() - LINK_LOCAL;
    if (group == 0 && bridge.options().spanningTree()) {
      return transit.refuse("the bridge takes BPDUs itself");
    }
    return group < 1
        || group > LAST_LINK_LOCAL
        || transit.refuse("bridges do not forward frames to this group address");
  }

  /** Calls the rules of IP before routing, if they see bridged packets. */
  private boolean beforeRouting(Device port, Device bridge, Transit transit) {
    int type = Headers.type(transit.packet);
    boolean ipv4 = Headers.isIpv4(type);
    if (!areSeen(transit.packet, type)) {
      return true;
    }
    String problem = Headers.problem(transit.packet, ipv4);
    if (problem != null) {
      return transit.refuse(problem);
    }
    transit.packet = Headers.trimmed(transit.packet);
    transit.bridged = true;
    transit.inPort = port.bits();
    transit.seenByIp = true;
    transit.at(bridge.bits(), Transit.NONE, Transit.NONE, Transit.NONE);
    Bits before = destination(transit.packet, ipv4);
    if (!kernel.ip(ipv4).call(Hook.PREROUTING, transit)) {
      return false;
    }
    Bits after = destination(transit.packet, ipv4);
    if (before.equals(after)) {
      return true;
    }
    return ip.isLegalSource(transit, IpLayer.source(transit.packet, ipv4), after, ipv4)
        && redirect(bridge, after, ipv4, transit);
  }

  private static Bits destination(Packet packet, boolean ipv4) {
    return packet.value(ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION).orElse(Bits.ZERO);
  }

  /**
   * Addresses a frame whose destination was translated: to a neighbour, or to the host.
   *
   * @return whether it goes on, as the neighbour is known, or replies
   */
  private boolean redirect(Device bridge, Bits destination, boolean ipv4, Transit transit) {
    Topology.Hop hop =
        kernel.topology.isLocal(destination, ipv4)
            ? null
            : kernel.topology.route(destination, ipv4);
    if (hop == null || !hop.device().equals(bridge)) {
      transit.packet = transit.packet.with(Slot.ETHERNET_DESTINATION, bridge.macBits());
      transit.type = PacketType.HOST;
      return true;
    }
    Bits mac = kernel.topology.neighbor(hop.next());
    if (mac == null) {
      return ip.isReplying(hop.next(), ipv4, bridge, transit);
    }
    transit.packet = transit.packet.with(Slot.ETHERNET_DESTINATION, mac);
    transit.readdressed = true;
    return true;
  }

  /** {@return whether rules of IP see a bridged packet} */
  private boolean areSeen(Packet packet, int type) {
    Situation situation = kernel.situation;
    int tags = Headers.tags(packet);
    return Headers.isIp(type)
        && situation.bridgeNetfilter.contains(Headers.isIpv4(type) ? Family.IPV4 : Family.IPV6)
        && (tags == 0 || (tags == 1 && situation.filterVlanTagged));
  }

  /** Decides where a frame goes that came in by a port. */
  private void decide(Device port, Device bridge, Transit transit) {
    Bits receiver = PacketType.receiver(transit.packet);
    boolean group = PacketType.isGroup(receiver);
    learn(port, bridge, transit);
    Device known = isFromReceiver(port, transit) ? port : known(receiver, bridge, transit);
    if (!transit.receiverUnknown && receiver.equals(bridge.macBits())) {
      toHost(port, bridge, transit);
      return;
    }
    if (known != null) {
      transit.run.note(() -> passedOn(bridge, receiver, known, transit));
      if (mayPass(port, known)) {
        forward(port, known, bridge, transit);
      } else {
        transit.refuse(
            known.equals(port)
                ? "the receiver is at the port that the frame came in by"
                : "both ports are isolated");
        transit.run.lose(transit, End.port(known.name()));
      }
      return;
    }
    List<Device> targets =
        kernel.topology.ports(bridge).stream().filter(other -> mayPass(port, other)).toList();
    transit.run.note(
        () ->
            "bridge "
                + bridge.name()
                + (group
                    ? ": to all other ports and the host"
                    : ": to all other ports, as the receiver is not known"));
    flood(targets, group, port, bridge, transit);
  }

  /**
   * Has the bridge know the sender's port from now on, in a conversation; not that of a frame to
   * which the host has given another receiver, as it has the host's address for a while.
   */
  private static void learn(Device port, Device bridge, Transit transit) {
    Bits sender = PacketType.sender(transit.packet);
    if (port.options().learning() && !transit.readdressed && !sender.equals(bridge.macBits())) {
      transit.run.learned.learn(sender, bridge, port);
    }
  }

  /** A frame that claims to be sent by its receiver: the bridge has just learned where that is. */
  private static boolean isFromReceiver(Device port, Transit transit) {
    return port.options().learning()
        && !transit.receiverUnknown
        && !transit.readdressed
        && PacketType.sender(transit.packet).equals(PacketType.receiver(transit.packet));
  }

  private @Nullable Device known(Bits receiver, Device bridge, Transit transit) {
    if (transit.receiverUnknown) {
      return transit.neighborPort;
    }
    Device learned = transit.run.learned.port(receiver, bridge);
    return learned == null ? kernel.topology.learned(receiver, bridge) : learned;
  }

  private static String passedOn(Device bridge, Bits receiver, Device port, Transit transit) {
    String subject =
        transit.neighborPort == null
            ? Wording.value(Field.ETHERNET_DESTINATION, receiver)
            : "the one who replies";
    return "bridge " + bridge.name() + ": " + subject + " is behind port " + port.name();
  }

  private static boolean mayPass(Device from, Device to) {
    boolean isolated = from.options().isolated() && to.options().isolated();
    return !isolated && (!from.equals(to) || from.options().hairpin());
  }

  private void flood(
      List<Device> targets, boolean host, Device port, Device bridge, Transit transit) {
    if (targets.isEmpty() && !host) {
      transit.refuse("the bridge has no other port");
      transit.run.lose(transit, null);
      return;
    }
    List<Step.Copy> copies = new ArrayList<>();
    Recorder recorder = transit.run.recorder;
    for (Device target : targets) {
      start(recorder);
      forward(port, target, bridge, transit.copy());
      end(recorder, End.port(target.name()), copies);
    }
    if (host) {
      start(recorder);
      toHost(port, bridge, transit.copy());
      end(recorder, End.HOST, copies);
    }
    if (recorder != null) {
      recorder.copies(copies);
    }
  }

  private static void start(@Nullable Recorder recorder) {
    if (recorder != null) {
      recorder.startCopy();
    }
  }

  private static void end(@Nullable Recorder recorder, End end, List<Step.Copy> copies) {
    if (recorder != null) {
      copies.add(recorder.endCopy(end));
    }
  }

  /** Passes a frame from one port to another. */
  private void forward(Device in, Device out, Device bridge, Transit transit) {
    transit.at(in.bits(), out.bits(), bridge.bits(), bridge.bits());
    boolean passed =
        kernel.bridge.callUpTo(Hook.FORWARD, BEFORE_IP, transit) && isWholeIfArp(transit);
    if (passed && transit.bridged) {
      transit.outPort = out.bits();
      passed = callIp(Hook.FORWARD, bridge.bits(), bridge, transit);
    }
    if (passed) {
      transit.at(in.bits(), out.bits(), bridge.bits(), bridge.bits());
      passed = kernel.bridge.callAfter(Hook.FORWARD, BEFORE_IP, transit);
    }
    if (passed) {
      transit.at(Transit.NONE, out.bits(), Transit.NONE, bridge.bits());
      passed = kernel.bridge.call(Hook.POSTROUTING, transit);
    }
    if (passed && transit.bridged) {
      passed = callIp(Hook.POSTROUTING, Transit.NONE, bridge, transit);
    }
    finish(passed, out, transit);
  }

  /** {@return whether it is not ARP that is cut off, which arptables' hook on bridges drops} */
  private boolean isWholeIfArp(Transit transit) {
    boolean cutOff =
        Headers.type(transit.packet) == LayerType.ARP.protocol()
            && transit.packet.layer(LayerType.ARP).isEmpty();
    return !cutOff
        || kernel.situation.bridgeNetfilter.isEmpty()
        || transit.refuse("ARP is cut off");
  }

  private boolean callIp(Hook hook, Bits in, Device bridge, Transit transit) {
    transit.at(in, bridge.bits(), Transit.NONE, Transit.NONE);
    return kernel.ip(Headers.isIpv4(Headers.type(transit.packet))).call(hook, transit);
  }

  private static void finish(boolean passed, Device out, Transit transit) {
    if (passed) {
      transit.run.arrive(transit, End.port(out.name()));
    } else {
      transit.run.lose(transit, End.port(out.name()));
    }
  }

  private void toHost(Device port, Device bridge, Transit transit) {
    transit.run.note(() -> "bridge " + bridge.name() + ": to the host");
    transit.at(port.bits(), Transit.NONE, bridge.bits(), Transit.NONE);
    if (kernel.bridge.call(Hook.INPUT, transit)) {
      ip.receive(bridge, transit);
    } else {
      transit.run.lose(transit, End.HOST);
    }
  }

  /** The host itself sends a frame on a bridge, or passes on what it has routed. */
  void send(Device bridge, Transit transit) {
    transit.framed = true;
    transit.bridged = false;
    Bits receiver = PacketType.receiver(transit.packet);
    if (!transit.receiverUnknown && receiver.equals(bridge.macBits())) {
      transit.refuse("a bridge does not send frames to itself");
      transit.run.lose(transit, null);
      return;
    }
    Device known = known(receiver, bridge, transit);
    List<Device> targets = known != null ? ImmutableList.of(known) : kernel.topology.ports(bridge);
    if (targets.isEmpty()) {
      transit.refuse("bridge " + bridge.name() + " has no ports");
      transit.run.lose(transit, null);
    } else if (targets.size() == 1) {
      sendBy(targets.get(0), bridge, transit);
    } else {
      transit.run.note(() -> "bridge " + bridge.name() + ": to all ports");
      List<Step.Copy> copies = new ArrayList<>();
      for (Device target : targets) {
        start(transit.run.recorder);
        sendBy(target, bridge, transit.copy());
        end(transit.run.recorder, End.port(target.name()), copies);
      }
      Optional.ofNullable(transit.run.recorder).ifPresent(recorder -> recorder.copies(copies));
    }
  }

  private void sendBy(Device out, Device bridge, Transit transit) {
    transit.at(Transit.NONE, out.bits(), Transit.NONE, bridge.bits());
    boolean passed =
        kernel.bridge.call(Hook.OUTPUT, transit) && kernel.bridge.call(Hook.POSTROUTING, transit);
    finish(passed, out, transit);
  }
}
