package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.Inclusion;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what has no effect where it is: parameters, chains and priorities of filters. */
final class WithoutEffect {

  private static final String MAC = "MAC";

  /** For how many filters it is worth looking at all rules. */
  private static final int MAX_FILTERS = 200;

  private final ResolvedFilter resolved;
  private final Set<String> used;
  private final DiagnosticSink sink;
  private final NameSuggestions suggestions = new NameSuggestions();

  WithoutEffect(ResolvedFilter resolved, DiagnosticSink sink) {
    this.resolved = resolved;
    this.used = resolved.used();
    this.sink = sink;
  }

  /**
   * Reports all of it.
   *
   * @param learning how the guest's address is learned; null if it is known, or not needed
   */
  void report(@Nullable IpLearning learning) {
    Set<String> seen = new HashSet<>();
    for (Inclusion inclusion : resolved.inclusions()) {
      if (inclusion.isOutermost()) {
        reportOutermost(inclusion, learning);
      } else {
        reportNested(inclusion, learning);
      }
      if (seen.add(inclusion.filter().name()) && seen.size() <= MAX_FILTERS) {
        reportChain(inclusion);
      }
    }
  }

  /** libvirt itself reads these two at the interface, and the interface's address has a name. */
  private void reportOutermost(Inclusion inclusion, @Nullable IpLearning learning) {
    for (String name : inclusion.parameters().values().keySet()) {
      boolean read =
          name.equals(MAC)
              || name.equals(IpLearning.VARIABLE)
              || (name.equals(IpLearning.DHCP_SERVERS) && learning == IpLearning.DHCP);
      if (!read) {
        reportUnused(name, inclusion.origin());
      }
    }
  }

  private void reportNested(Inclusion inclusion, @Nullable IpLearning learning) {
    for (String name : inclusion.parameters().values().keySet()) {
      List<String> outer = inclusion.outer().get(name);
      if (name.equals(IpLearning.VARIABLE) && !used.contains(name)) {
        sink.report(
            CompileCode.LEARNING_PARAMETER_IGNORED,
            inclusion.origin(),
            name
                + " '"
                + inclusion.parameters().get(name).get(0)
                + "' has no effect inside a filter: libvirt reads it only at the interface");
      } else if (!outer.isEmpty() && !outer.equals(inclusion.parameters().get(name))) {
        reportOverridden(inclusion, name, outer.toString());
      } else if (learning != null && name.equals(IpLearning.LEARNED)) {
        reportOverridden(inclusion, name, "that libvirt learns");
      } else {
        reportUnused(name, inclusion.origin());
      }
    }
  }

  private void reportOverridden(Inclusion inclusion, String name, String winner) {
    sink.report(
        CompileCode.PARAMETER_OVERRIDDEN,
        inclusion.origin(),
        "the parameter "
            + name
            + " "
            + inclusion.parameters().get(name)
            + " has no effect: the value "
            + winner
            + ", which is defined further outside, is used");
  }

  private void reportUnused(String name, Origin origin) {
    if (!used.contains(name)) {
      sink.report(
          CompileCode.PARAMETER_UNUSED,
          origin,
          "no rule uses the parameter "
              + name
              + suggestions
                  .nearest(name, used)
                  .map(nearest -> "; did you mean '" + nearest + "'?")
                  .orElse(""));
    }
  }

  private void reportChain(Inclusion inclusion) {
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
  @SuppressWarnings("ReferenceEquality") // filters of one library; comparing contents is slow
  private boolean placesPackets(Filter filter) {
    for (Layer layer : ImmutableSet.of(Layer.IPV4, Layer.IPV6)) {
      int lowest = Integer.MAX_VALUE;
      int highest = Integer.MIN_VALUE;
      for (ScopedRule rule : resolved.rules()) {
        if (layer(rule.rule()) == layer && rule.filter() == filter) {
          lowest = Math.min(lowest, rule.priority());
          highest = Math.max(highest, rule.priority());
        }
      }
      for (ScopedRule rule : resolved.rules()) {
        if (layer(rule.rule()) == layer
            && rule.filter() != filter
            && (rule.chain().isRoot() ? rule.priority() >= lowest : rule.priority() <= highest)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Layer layer(Rule rule) {
    return rule.protocol().map(Protocol::layer).orElse(Layer.ETHERNET);
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
          return layer(rule) == Layer.ETHERNET;
        }

        @Override
        public Boolean reference(FilterReference reference) {
          return false;
        }
      };
}
