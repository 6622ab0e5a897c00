package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.FrameSide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
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

  private final List<ScopedRule> rules;
  private final DiagnosticSink sink;
  private final LayerScope scope;

  private OtherLayerDrops(List<ScopedRule> rules, LayerScope scope, DiagnosticSink sink) {
    this.rules = rules;
    this.scope = scope;
    this.sink = sink;
  }

  /**
   * Reports the rules that accept to no avail.
   *
   * @param rules all rules of an interface in resolved order
   * @param sink takes the warnings
   */
  public static void report(List<ScopedRule> rules, DiagnosticSink sink) {
    for (Layer layer : List.of(Layer.IPV4, Layer.IPV6)) {
      OtherLayerDrops drops = new OtherLayerDrops(rules, new LayerScope(layer), sink);
      drops.reportPackets();
      drops.reportFrames();
    }
  }

  /** Reports rules of the IP layer whose packets the Ethernet layer has dropped before. */
  private void reportPackets() {
    Map<FrameSide, ScopedRule> drops = new EnumMap<>(FrameSide.class);
    for (FrameSide side : FrameSide.values()) {
      frameDrop(side).ifPresent(drop -> drops.put(side, drop));
    }
    for (ScopedRule rule : rules) {
      if (LayerScope.layer(rule.rule()) == scope.layer() && rule.rule().action() == Action.ACCEPT) {
        Sets.intersection(needed(rule.rule()), drops.keySet()).stream()
            .findFirst()
            .ifPresent(side -> report(rule, drops.get(side), "before the IP layer sees it"));
      }
    }
  }

  /** {@return the sides on which packets must pass for a rule to be of use} */
  private static Set<FrameSide> needed(Rule rule) {
    return rule.protocol().map(OtherLayerDrops::isConnected).orElse(false)
        ? EnumSet.allOf(FrameSide.class)
        : sides(rule.direction());
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
   * {@return the rule of the Ethernet layer that drops every frame of the layer on a side, if none
   * before it lets one pass}
   */
  private Optional<ScopedRule> frameDrop(FrameSide side) {
    for (List<ScopedRule> chain : chainsInOrder(side)) {
      boolean returns = false;
      Optional<ScopedRule> drop = Optional.empty();
      for (ScopedRule rule : chain) {
        boolean drops = isDrop(rule);
        if (drops && scope.matchesAll(rule)) {
          drop = Optional.of(rule);
          break;
        } else if (rule.rule().action() == Action.ACCEPT && scope.mayMatch(rule)) {
          return Optional.empty();
        } else if (rule.rule().action() == Action.RETURN && scope.mayMatch(rule)) {
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

  /** {@return the rules on a side in the order in which frames meet them, one list for a chain} */
  private List<List<ScopedRule>> chainsInOrder(FrameSide side) {
    List<ScopedRule> own = new ArrayList<>();
    for (ScopedRule rule : rules) {
      if (LayerScope.layer(rule.rule()) == Layer.ETHERNET
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
    Set<Protocol> accepted = new HashSet<>();
    for (ScopedRule rule : rules) {
      if (LayerScope.layer(rule.rule()) == scope.layer()) {
        if (isDrop(rule) && isAll(rule.rule()) && LayerScope.asksNothing(rule.rule())) {
          reportFrames(rule, accepted);
          return;
        } else if (!isDrop(rule)) {
          accepted.add(rule.rule().protocol().orElseThrow());
        }
      }
    }
  }

  private static boolean isAll(Rule rule) {
    return rule.protocol().filter(p -> p == Protocol.ALL || p == Protocol.ALL_IPV6).isPresent();
  }

  private void reportFrames(ScopedRule drop, Set<Protocol> accepted) {
    Set<FrameSide> dropped =
        drop.semantics() == Semantics.AS_LIBVIRT
            ? EnumSet.allOf(FrameSide.class) // without a state, it drops both ways
            : sides(drop.rule().direction());
    for (ScopedRule rule : rules) {
      if (LayerScope.layer(rule.rule()) == Layer.ETHERNET
          && rule.rule().action() == Action.ACCEPT
          && scope.mayEnter(rule.chain())
          && scope.matchesOnly(rule)
          && dropped.containsAll(sides(rule.rule().direction()))
          && accepted.stream().noneMatch(protocol -> mayBe(rule.rule(), protocol))) {
        report(rule, drop, "at the IP layer, where no rule before it accepts them");
      }
    }
  }

  /** {@return whether a packet that the frames' rule matches may be of a protocol} */
  private static boolean mayBe(Rule frames, Protocol protocol) {
    OptionalLong inner = LayerScope.literal(frames, Attributes.PROTOCOL);
    OptionalInt number = protocol.number();
    return inner.isEmpty() || number.isEmpty() || inner.getAsLong() == number.getAsInt();
  }

  private void report(ScopedRule rule, ScopedRule drop, String how) {
    sink.report(
        LoweringCode.DROPPED_BY_OTHER_LAYER,
        rule.origin(),
        "what this rule accepts is still dropped: the rule at "
            + drop.origin()
            + " drops all "
            + (scope.layer() == Layer.IPV4 ? "IPv4" : "IPv6")
            + " packets "
            + how);
  }
}
