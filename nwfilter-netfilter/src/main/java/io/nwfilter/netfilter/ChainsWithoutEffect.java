package io.nwfilter.netfilter;

import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.Inclusion;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds chains and priorities of filters that have no effect. */
final class ChainsWithoutEffect {

  /** How many filters are looked at, each of which is compared with all others. */
  private static final int MAX_FILTERS = 200;

  private final ResolvedFilter resolved;
  private final List<Map<String, Priorities>> priorities;
  private final DiagnosticSink sink;

  ChainsWithoutEffect(ResolvedFilter resolved, DiagnosticSink sink) {
    this.resolved = resolved;
    this.priorities = List.of(priorities(Layer.IPV4), priorities(Layer.IPV6));
    this.sink = sink;
  }

  /** The priorities of the rules of one filter in one layer, which are all of one chain. */
  private record Priorities(boolean root, int lowest, int highest) {

    static Priorities of(ScopedRule rule) {
      return new Priorities(rule.chain().isRoot(), rule.priority(), rule.priority());
    }

    Priorities and(Priorities other) {
      return new Priorities(root, Math.min(lowest, other.lowest), Math.max(highest, other.highest));
    }

    /**
     * {@return whether these, of a chain, are elsewhere among the rules of another filter than they
     * would be in the root chain}
     */
    boolean areMovedAmong(Priorities other) {
      return other.root ? other.highest >= lowest : other.lowest <= highest;
    }
  }

  private Map<String, Priorities> priorities(Layer layer) {
    Map<String, Priorities> all = new HashMap<>();
    for (ScopedRule rule : resolved.rules()) {
      if (rule.rule().layer() == layer) {
        all.merge(rule.filter().name(), Priorities.of(rule), Priorities::and);
      }
    }
    return all;
  }

  /** Reports all of them. */
  void report() {
    Set<String> seen = new HashSet<>();
    for (Inclusion inclusion : resolved.inclusions()) {
      if (seen.add(inclusion.filter().name()) && seen.size() <= MAX_FILTERS) {
        report(inclusion);
      }
    }
  }

  private void report(Inclusion inclusion) {
    Filter filter = inclusion.filter();
    Origin origin = new Origin(place(inclusion), inclusion.origin().path());
    boolean emptyChain = !filter.chain().isRoot() && !hasFrameRules(filter);
    if (emptyChain && !placesPackets(filter)) {
      sink.report(
          CompileCode.CHAIN_WITHOUT_EFFECT,
          origin,
          "chain '"
              + filter.chain()
              + "' of filter '"
              + filter.name()
              + "' does nothing: none of its own rules is of the Ethernet layer");
    } else if ((emptyChain || filter.chain().isRoot()) && filter.givenChainPriority().isPresent()) {
      sink.report(
          CompileCode.CHAIN_WITHOUT_EFFECT,
          origin,
          "priority "
              + filter.givenChainPriority().getAsInt()
              + " of filter '"
              + filter.name()
              + "' does nothing: "
              + (emptyChain
                  ? "none of its own rules is of the Ethernet layer"
                  : "the root chain has none, its rules are placed by their own"));
    }
  }

  /**
   * {@return whether the chain decides where rules of the IP layer are: rules of the root chain
   * come before all others, whatever their priorities}
   */
  private boolean placesPackets(Filter filter) {
    return priorities.stream().anyMatch(layer -> placesPackets(filter, layer));
  }

  private static boolean placesPackets(Filter filter, Map<String, Priorities> layer) {
    Priorities own = layer.get(filter.name());
    return own != null
        && layer.entrySet().stream()
            .anyMatch(
                other ->
                    !other.getKey().equals(filter.name()) && own.areMovedAmong(other.getValue()));
  }

  private static SourceLocation place(Inclusion inclusion) {
    SourceLocation own = inclusion.filter().location();
    return own.equals(SourceLocation.NONE) ? inclusion.origin().location() : own;
  }

  private static boolean hasFrameRules(Filter filter) {
    for (FilterEntry entry : filter.entries()) {
      if (entry.accept(FRAME_RULE)) {
        return true;
      }
    }
    return false;
  }

  private static final FilterEntry.Visitor<Boolean> FRAME_RULE =
      new FilterEntry.Visitor<>() {
        @Override
        public Boolean rule(Rule rule) {
          return rule.layer() == Layer.ETHERNET;
        }

        @Override
        public Boolean reference(FilterReference reference) {
          return false;
        }
      };
}
