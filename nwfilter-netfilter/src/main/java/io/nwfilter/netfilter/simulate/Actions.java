package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes actions of targets. */
final class Actions implements Target.Visitor<Action> {

  private final Set<String> askedSets;

  /**
   * Begins with the sets that rules ask.
   *
   * @param askedSets their names; what becomes of others does not matter
   */
  Actions(Set<String> askedSets) {
    this.askedSets = askedSets;
  }

  private static final int FRAME_HEADER = 14;
  private static final int ARP_HEADER = 8;
  private static final int ARP_LENGTH = 28;

  /** What follows the type of hardware: IPv4, six and four octets, a request (RFC 826). */
  private static final Bits REQUEST_OF_IPV4 = Bits.of(0x0800_0604_0001L);

  static final Action UNKNOWN =
      new Action() {
        @Override
        public Code apply(Transit transit) {
          throw new IllegalStateException("an unknown target is assumed, not applied");
        }

        @Override
        public boolean isUnknown() {
          return true;
        }
      };

  private static final Action NO_TRACKING =
      transit -> {
        transit.untracked = true;
        return Code.CONTINUE;
      };

  @Override
  public Action visit(Target.Verdict target) {
    Code code = code(target);
    return code == Code.CONTINUE ? Action.NOTHING : transit -> code;
  }

  static Code code(Target.Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> Code.ACCEPT;
      case DROP -> Code.DROP;
      case RETURN -> Code.RETURN;
      case CONTINUE -> Code.CONTINUE;
    };
  }

  @Override
  public Action visit(Target.Reject target) {
    return transit -> {
      transit.rejected = true;
      return Code.DROP;
    };
  }

  @Override
  public Action visit(Target.Jump target) {
    return Action.NOTHING;
  }

  @Override
  public Action visit(Target.Goto target) {
    return Action.NOTHING;
  }

  @Override
  public Action visit(Target.AddressTranslation target) {
    return new TranslationAction(target);
  }

  @Override
  public Action visit(Target.SetMark target) {
    return transit -> {
      transit.mark = transit.mark.changed(target.mask(), target.value());
      return Code.CONTINUE;
    };
  }

  @Override
  public Action visit(Target.FrameMark target) {
    Code then = code(target.then());
    return transit -> {
      transit.mark =
          switch (target.operation()) {
            case SET -> Mark.of(target.value());
            case OR -> transit.mark.changed(target.value(), target.value());
            case AND -> transit.mark.changed(~target.value(), 0);
            case XOR -> transit.mark.changed(0, target.value());
          };
      return then;
    };
  }

  @Override
  public Action visit(Target.MacTranslation target) {
    Code then = code(target.then());
    return transit -> {
      Bits mac = target.mac().map(Bits::of).orElseGet(() -> transit.kernel.bridgeMac(transit));
      boolean source = target.kind() == Target.MacTranslationKind.SNAT;
      transit.packet =
          transit.packet.with(source ? Slot.ETHERNET_SOURCE : Slot.ETHERNET_DESTINATION, mac);
      if (source && target.arp() && isBareArp(transit) && isOfEthernetAndIp(transit.packet)) {
        transit.packet = transit.packet.with(Slot.ARP_SENDER_MAC, mac);
      }
      switch (target.kind()) {
        case SNAT -> {}
        case DNAT -> transit.type = PacketType.readdressed(transit, mac);
        case REDIRECT -> transit.type = PacketType.HOST;
      }
      if (!source) {
        transit.receiverUnknown = false;
        transit.neighborPort = null;
      }
      transit.run.note(() -> "MAC address translation: " + transit.packet);
      return then;
    };
  }

  @Override
  public Action visit(Target.ArpReply target) {
    Code then = code(target.then());
    return transit -> {
      if (isCutOffArp(transit.packet)) {
        return Code.DROP;
      }
      if (!isRequest(transit.packet)) {
        return Code.CONTINUE;
      }
      transit.run.note(
          () -> "the bridge replies that " + asked(transit) + " is at " + target.mac());
      return then;
    };
  }

  /** {@return whether the header of ARP is cut off, or the addresses of a request are} */
  private static boolean isCutOffArp(Packet packet) {
    Octets octets = packet.octets();
    int length = octets.length() - FRAME_HEADER;
    return length < ARP_HEADER
        || (length < ARP_LENGTH
            && octets.bits((FRAME_HEADER + 2) * Byte.SIZE, 48).equals(REQUEST_OF_IPV4));
  }

  private static boolean isRequest(Packet packet) {
    return isOfEthernetAndIp(packet)
        && packet.value(Field.ARP_OPERATION).filter(Bits.of(1)::equals).isPresent()
        && packet.value(Field.ARP_TARGET_IP).isPresent();
  }

  /**
   * {@return whether ARP comes right after the frame's header for the kernel, which keeps one tag
   * elsewhere of a frame that has come in}
   */
  private static boolean isBareArp(Transit transit) {
    return Headers.tags(transit.packet) <= (transit.fromHost ? 0 : 1);
  }

  /** {@return whether it is ARP whose addresses are as long as those of Ethernet and IPv4} */
  private static boolean isOfEthernetAndIp(Packet packet) {
    return packet.layer(LayerType.ARP).filter(arp -> arp.has(Slot.ARP_SENDER_MAC)).isPresent();
  }

  private static String asked(Transit transit) {
    return Wording.value(
        Field.ARP_TARGET_IP, transit.packet.value(Field.ARP_TARGET_IP).orElse(Bits.ZERO));
  }

  @Override
  public Action visit(Target.ExtensionTarget target) {
    if (target.isWithoutTracking()) {
      return NO_TRACKING;
    }
    if (target.name().equals("CONNMARK")) {
      return ConnectionMarkAction.of(target);
    }
    if (target.name().equals("TCPMSS")) {
      return MaximumSegmentAction.of(target);
    }
    return target.name().equals("CT") || target.isUnchanging() ? Action.NOTHING : UNKNOWN;
  }

  @Override
  public Action visit(Target.OpaqueTarget target) {
    Optional<List<String>> changed = target.changedSets();
    if (changed.isPresent()) {
      return changing(Sets.intersection(ImmutableSet.copyOf(changed.get()), askedSets));
    }
    Optional<Action> mapping = target.mappedNetwork().flatMap(NetworkMapAction::to);
    return mapping.orElse(target.isUnchanging() ? Action.NOTHING : UNKNOWN);
  }

  @Override
  public Action visit(VerdictMapTarget target) {
    return UNKNOWN;
  }

  @Override
  public Action visit(StatementTarget target) {
    if (target.statement().isTranslation()) {
      return MapTranslationAction.of(target.statement());
    }
    return target.statement().isPassedByAll() ? StatementTest.action(target.statement()) : UNKNOWN;
  }

  /** What is in sets after that is not known: the packet, until it is too old, or it was before. */
  private static Action changing(Set<String> sets) {
    ImmutableSet<String> changed = ImmutableSet.copyOf(sets);
    return changed.isEmpty()
        ? Action.NOTHING
        : transit -> {
          transit.run.changeSets(changed);
          return Code.CONTINUE;
        };
  }
}
