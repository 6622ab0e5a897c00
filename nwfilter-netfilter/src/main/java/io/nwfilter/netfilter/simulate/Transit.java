package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import org.jspecify.annotations.Nullable;

/** A packet on its way, and what the kernel keeps with it. */
final class Transit {

  /** The name of an interface that there is not: matches compare it as an empty one. */
  static final Bits NONE = Bits.ZERO;

  final Run run;
  final Kernel kernel;
  Packet packet;

  Bits inInterface = NONE;
  Bits outInterface = NONE;
  Bits inBridge = NONE;
  Bits outBridge = NONE;

  /** The bridge ports that rules of IP know; {@link #bridged} says whether they know any. */
  Bits inPort = NONE;

  Bits outPort = NONE;
  boolean bridged;

  /** Whether a process of the host has sent the packet. */
  boolean fromHost;

  /** Whether there is an Ethernet header yet: not for what the host sends. */
  boolean framed = true;

  /** Whether the receiver's MAC address is not known, as it is a neighbour's. */
  boolean receiverUnknown;

  /** Whether a bridged frame goes to somebody else, as its destination was translated. */
  boolean readdressed;

  /**
   * The port at which a receiver is assumed to be whose MAC address is not known; null if that is
   * known, or if the packet is led to each port.
   */
  @Nullable Device neighborPort;

  /** Whether the kernel takes the source port by chance, so that it is not known here. */
  boolean sourcePortByChance;

  /** Whether it takes the destination port so. */
  boolean destinationPortByChance;

  /** Whether it takes an address so; the packet has one of those that it may be. */
  boolean addressByChance;

  Mark mark = Mark.NONE;
  PacketType type = PacketType.HOST;

  /** What connection tracking knows of the packet; null before it was asked. */
  @Nullable Tracked tracked;

  /** Whether the rules have kept the packet away from connection tracking. */
  boolean untracked;

  /** Whether the hook of IP before routing was called by the bridge already. */
  boolean seenByIp;

  /** The rule that has decided last, and its chain; no rule if that was the chain's policy. */
  @Nullable PreparedRule decidingRule;

  @Nullable PreparedChain decidingChain;
  boolean rejected;

  /** Whether the packet is a fragment that is kept. */
  boolean held;

  /** Why the kernel itself has dropped the packet; null otherwise. */
  @Nullable String reason;

  Transit(Run run, Kernel kernel, Packet packet) {
    this.run = run;
    this.kernel = kernel;
    this.packet = packet;
  }

  /** {@return a copy that goes a way of its own; connection tracking sees both as one packet} */
  Transit copy() {
    Transit copy = new Transit(run, kernel, packet);
    copy.inInterface = inInterface;
    copy.outInterface = outInterface;
    copy.inBridge = inBridge;
    copy.outBridge = outBridge;
    copy.inPort = inPort;
    copy.outPort = outPort;
    copy.bridged = bridged;
    copy.fromHost = fromHost;
    copy.framed = framed;
    copy.receiverUnknown = receiverUnknown;
    copy.readdressed = readdressed;
    copy.neighborPort = neighborPort;
    copy.sourcePortByChance = sourcePortByChance;
    copy.destinationPortByChance = destinationPortByChance;
    copy.addressByChance = addressByChance;
    copy.mark = mark;
    copy.type = type;
    copy.tracked = tracked;
    copy.untracked = untracked;
    copy.seenByIp = seenByIp;
    copy.decidingRule = decidingRule;
    copy.decidingChain = decidingChain;
    return copy;
  }

  /** {@return that the kernel itself drops the packet} */
  boolean refuse(String why) {
    reason = why;
    return false;
  }

  /** Forgets the interfaces that rules have seen so far. */
  void at(Bits in, Bits out, Bits bridgeIn, Bits bridgeOut) {
    inInterface = in;
    outInterface = out;
    inBridge = bridgeIn;
    outBridge = bridgeOut;
  }

  /** Remembers that a rule has decided. */
  void decided(PreparedChain chain, PreparedRule rule) {
    decidingChain = chain;
    decidingRule = rule;
  }

  /** Remembers that a policy has decided; an accepting one only if no rule has. */
  void decided(PreparedChain chain, Code policy) {
    if (policy == Code.DROP || decidingRule == null) {
      decidingChain = chain;
      decidingRule = null;
    }
  }
}
