package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.FrameSide;
import io.nwfilter.netfilter.layout.PacketSide;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds rules that accept in one layer what the other layer drops in any case. A frame passes the
 * Ethernet layer and, if that accepts it, the IP layer: it is lost if either drops it. Only
 * protocols and directions are looked at, so that what is reported is certain, but not complete.
 */
public final class OtherLayerDrops {

  private static final String SEEN_BEFORE = " before the IP layer sees them";

  private final List<ScopedRule> rules;
  private final DiagnosticSink sink;

  /** What is dropped if no rule decides it. */
  private final Set<Traffic> undecided;

  private final LayerScope scope;

  private OtherLayerDrops(
      List<ScopedRule> rules, LayerScope scope, Set<Traffic> undecided, DiagnosticSink sink) {
    this.undecided = undecided;
    this.rules = rules;
    this.scope = scope;
    this.sink = sink;
  }

  /**
   * Reports the rules that accept to no avail.
   *
   * @param rules all rules of an interface in resolved order
   * @param undecided what is dropped if no rule decides it
   * @param sink takes the warnings
   */
  public static void report(List<ScopedRule> rules, Set<Traffic> undecided, DiagnosticSink sink) {
    for (Layer layer : List.of(Layer.IPV4, Layer.IPV6)) {
      OtherLayerDrops drops = new OtherLayerDrops(rules, new LayerScope(layer), undecided, sink);
      drops.reportPackets();
      drops.reportFrames();
    }
  }

  /** Reports rules of the IP layer whose packets the Ethernet layer has dropped before. */
  private void reportPackets() {
    Map<Protocol, Map<FrameSide, String>> drops = new EnumMap<>(Protocol.class);
    for (ScopedRule rule : rules) {
      if (rule.rule().layer() == scope.layer() && rule.rule().action() == Action.ACCEPT) {
        reportPackets(
            rule, drops.computeIfAbsent(rule.rule().protocol().orElseThrow(), this::frameDrops));
      }
    }
  }

  /** A rule of both directions is of use while one of them passes, unless it is for connections. */
  private void reportPackets(ScopedRule rule, Map<FrameSide, String> drops) {
    Set<FrameSide> own = sides(rule.rule().direction());
    if (drops.keySet().containsAll(own)) {
      report(
          rule,
          "what this rule accepts is still dropped: ",
          drops.get(own.iterator().next())
              + " drops all such "
              + packets()
              + SEEN_BEFORE
              + LayerAdvice.whereFramesAreDropped(scope.layer()));
    } else if (isConnected(rule.rule().protocol().orElseThrow()) && !drops.isEmpty()) {
      FrameSide side = drops.keySet().iterator().next();
      report(
          rule,
          "what this rule accepts gets no replies: ",
          drops.get(side)
              + " drops all "
              + packets()
              + (side == FrameSide.FROM_GUEST ? " of this protocol from" : " of this protocol to")
              + " the guest"
              + SEEN_BEFORE
              + LayerAdvice.whereFramesAreDropped(scope.layer()));
    }
  }

  /** {@return what drops every frame with a protocol inside, by side} */
  private Map<FrameSide, String> frameDrops(Protocol inside) {
    Map<FrameSide, String> drops = new EnumMap<>(FrameSide.class);
    for (FrameSide side : FrameSide.values()) {
      frameDrop(side, inside.number())
          .map(OtherLayerDrops::rule)
          .or(() -> defaultFrameDrop(side, inside.number()))
          .ifPresent(drop -> drops.put(side, drop));
    }
    return drops;
  }

  /** {@return whether connections of a protocol need packets both ways} */
  private static boolean isConnected(Protocol protocol) {
    return switch (protocol) {
      case TCP, TCP_IPV6, SCTP, SCTP_IPV6 -> true;
      default -> false;
    };
  }

  private static Set<FrameSide> sides(Direction direction) {
    Set<FrameSide> sides = EnumSet.noneOf(FrameSide.class);
    for (FrameSide side : FrameSide.values()) {
      if (EthernetLowering.isOn(side, direction)) {
        sides.add(side);
      }
    }
    return sides;
  }

  /**
   * {@return the rule of the Ethernet layer that drops every frame of the layer, with a protocol
   * inside, on a side, if none before it lets one pass}
   */
  private Optional<ScopedRule> frameDrop(FrameSide side, OptionalInt inside) {
    for (List<ScopedRule> chain : chainsInOrder(side)) {
      boolean returns = false;
      Optional<ScopedRule> drop = Optional.empty();
      for (ScopedRule rule : chain) {
        boolean drops = isDrop(rule);
        if (drops && scope.matchesAll(rule, inside)) {
          drop = Optional.of(rule);
          break;
        } else if (rule.rule().action() == Action.ACCEPT && scope.mayMatch(rule, inside)) {
          return Optional.empty();
        } else if (rule.rule().action() == Action.RETURN && scope.mayMatch(rule, inside)) {
          returns = true;
        }
      }
      boolean root = chain.get(0).chain().isRoot();
      if (returns && root) {
        return Optional.empty(); // the end of the root chain accepts
      } else if (drop.isPresent() && !returns) {
        return drop;
      } else if (drop.isEmpty() && !root) {
        return Optional.empty(); // so does the end of any other
      }
    }
    return Optional.empty();
  }

  /** {@return the default policy of the Ethernet layer, if nothing lets such a frame pass it} */
  private Optional<String> defaultFrameDrop(FrameSide side, OptionalInt inside) {
    boolean passes =
        chainsInOrder(side).stream()
            .flatMap(List::stream)
            .filter(rule -> scope.mayMatch(rule, inside))
            .anyMatch(
                rule ->
                    rule.rule().action() == Action.ACCEPT
                        || (rule.rule().action() == Action.RETURN && rule.chain().isRoot()));
    return passes || !undecided.contains(SeenTraffic.by(side))
        ? Optional.empty()
        : Optional.of("the default policy of the Ethernet layer");
  }

  private static String rule(ScopedRule drop) {
    return "the rule at " + drop.origin();
  }

  /** {@return the rules on a side in the order in which frames meet them, one list for a chain} */
  private List<List<ScopedRule>> chainsInOrder(FrameSide side) {
    List<ScopedRule> own = new ArrayList<>();
    for (ScopedRule rule : rules) {
      if (rule.rule().layer() == Layer.ETHERNET
          && EthernetLowering.isOn(side, rule.rule().direction())
          && scope.mayEnter(rule.chain())) {
        own.add(rule);
      }
    }
    Comparator<ScopedRule> byJump =
        Comparator.comparingInt(
            rule -> rule.chain().isRoot() ? rule.priority() : rule.chainPriority());
    List<List<ScopedRule>> chains = new ArrayList<>();
    for (ScopedRule rule :
        ImmutableList.sortedCopyOf(
            byJump
                .thenComparing(scoped -> scoped.chain().isRoot())
                .thenComparing(ScopedRule::chain),
            own)) {
      if (chains.isEmpty() || !chains.get(chains.size() - 1).get(0).chain().equals(rule.chain())) {
        chains.add(new ArrayList<>());
      }
      chains.get(chains.size() - 1).add(rule);
    }
    return chains;
  }

  private static boolean isDrop(ScopedRule rule) {
    return switch (rule.rule().action()) {
      case DROP, REJECT -> true;
      case ACCEPT, RETURN, CONTINUE -> false;
    };
  }

  /** Reports rules of the Ethernet layer whose frames the IP layer drops afterwards. */
  private void reportFrames() {
    Map<OptionalLong, Optional<ScopedRule>> drops = new HashMap<>();
    for (ScopedRule rule : rules) {
      if (rule.rule().layer() == Layer.ETHERNET
          && rule.rule().action() == Action.ACCEPT
          && scope.mayEnter(rule.chain())
          && scope.matchesOnly(rule)) {
        drops
            .computeIfAbsent(LayerScope.literal(rule.rule(), Attributes.PROTOCOL), this::packetDrop)
            .filter(drop -> sidesOf(drop).containsAll(sides(rule.rule().direction())))
            .map(OtherLayerDrops::rule)
            .or(() -> defaultPacketDrop(rule.rule()))
            .ifPresent(
                drop ->
                    report(
                        rule,
                        "what this rule accepts is still dropped"
                            + unlessRouted(rule.rule())
                            + ": ",
                        drop
                            + " drops all such "
                            + packets()
                            + " at the IP layer, where no rule before it accepts them"
                            + LayerAdvice.wherePacketsAreDropped(rule.rule(), scope.layer())));
      }
    }
  }

  /** libvirt's rules of the IP layer see what the bridge leads to a guest, and no more. */
  private static String unlessRouted(Rule frames) {
    return sides(frames.direction()).contains(FrameSide.TO_GUEST)
        ? ", but for what the host itself sends or routes to the guest"
        : "";
  }

  /** {@return the default policy of the IP layer, if no rule there lets such a packet pass it} */
  private Optional<String> defaultPacketDrop(Rule frames) {
    OptionalLong inside = LayerScope.literal(frames, Attributes.PROTOCOL);
    Family family = Family.of(scope.layer());
    boolean drops =
        sides(frames.direction()).stream()
            .map(side -> side == FrameSide.TO_GUEST ? PacketSide.FORWARD_OUT : PacketSide.HOST_IN)
            .allMatch(side -> undecided.contains(SeenTraffic.by(family, side)));
    boolean passes =
        rules.stream()
            .map(ScopedRule::rule)
            .filter(rule -> rule.layer() == scope.layer())
            .anyMatch(
                rule ->
                    (rule.action() == Action.ACCEPT || rule.action() == Action.RETURN)
                        && mayBe(inside, rule.protocol().orElseThrow()));
    return drops && !passes ? Optional.of("the default policy of the IP layer") : Optional.empty();
  }

  /** Without a state, libvirt's rules of the IP layer drop both ways. */
  private static Set<FrameSide> sidesOf(ScopedRule drop) {
    return drop.semantics() == Semantics.AS_LIBVIRT
        ? EnumSet.allOf(FrameSide.class)
        : sides(drop.rule().direction());
  }

  /**
   * {@return the rule of the IP layer that drops every packet of a protocol, if none before it may
   * let one pass}
   *
   * @param inside the number of the protocol; empty for any
   */
  private Optional<ScopedRule> packetDrop(OptionalLong inside) {
    for (ScopedRule rule : rules) {
      if (rule.rule().layer() == scope.layer()) {
        Protocol protocol = rule.rule().protocol().orElseThrow();
        if (!isDrop(rule) && mayBe(inside, protocol)) {
          return Optional.empty();
        } else if (isDrop(rule)
            && LayerScope.asksNothing(rule.rule())
            && (protocol.number().isEmpty() || isSame(inside, protocol))) {
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(OptionalLong inside, Protocol protocol) {
    return inside.isPresent() && inside.getAsLong() == protocol.number().getAsInt();
  }

  /** {@return whether a packet of a protocol, or of any, may be what a rule asks for} */
  private static boolean mayBe(OptionalLong inside, Protocol protocol) {
    return inside.isEmpty() || protocol.number().isEmpty() || isSame(inside, protocol);
  }

  private String packets() {
    return scope.layer() == Layer.IPV4 ? "IPv4 packets" : "IPv6 packets";
  }

  private void report(ScopedRule rule, String what, String why) {
    RuleWarnings.report(sink, LoweringCode.DROPPED_BY_OTHER_LAYER, rule, what + why);
  }
}
