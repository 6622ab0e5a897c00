package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One direction's root chain as it is collected, with the chains below it. The jumps into those
 * stand among the root chain's own rules by priority, a jump before a rule of the same priority.
 */
final class RootChain {

  private record RootRule(int priority, ChainRule rule) {}

  private static final class SubChain {
    private final ChainName name;
    private final ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    private ScopedRule last;

    SubChain(ChainName name, ScopedRule first) {
      this.name = name;
      this.last = first;
    }
  }

  private final DiagnosticSink sink;
  private final List<RootRule> rootRules = new ArrayList<>();
  private final Map<ChainName, SubChain> subChains = new TreeMap<>();

  RootChain(DiagnosticSink sink) {
    this.sink = sink;
  }

  /** Adds a rule to the root chain or to the one below it that it belongs to. */
  void add(ScopedRule from, ChainRule rule) {
    if (from.chain().isRoot()) {
      rootRules.add(new RootRule(from.rule().priority(), rule));
      return;
    }
    SubChain chain = subChains.computeIfAbsent(from.chain(), name -> new SubChain(name, from));
    if (chain.last.chainPriority() != from.chainPriority()) {
      sink.report(
          DiagnosticCode.CHAIN_PRIORITY_CONFLICT,
          from.location(),
          String.format(
              Locale.ROOT,
              "chain %s has priority %d in %s and %d in %s; the one whose rule comes last counts",
              from.chain(),
              chain.last.chainPriority(),
              chain.last.path(),
              from.chainPriority(),
              from.path()));
    }
    chain.last = from;
    chain.rules.add(rule);
  }

  boolean isEmpty() {
    return rootRules.isEmpty() && subChains.isEmpty();
  }

  /** {@return the rules of the root chain with the jumps among them} */
  ImmutableList<ChainRule> rulesAndJumps(Function<ChainName, ChainRule> jump) {
    List<SubChain> ordered = new ArrayList<>(subChains.values()); // by name
    ordered.sort(Comparator.comparingInt(chain -> chain.last.chainPriority()));
    reportTies(ordered);
    ImmutableList.Builder<ChainRule> merged = ImmutableList.builder();
    int next = 0;
    for (RootRule rule : rootRules) {
      while (next < ordered.size() && ordered.get(next).last.chainPriority() <= rule.priority()) {
        merged.add(jump.apply(ordered.get(next++).name));
      }
      merged.add(rule.rule());
    }
    while (next < ordered.size()) {
      merged.add(jump.apply(ordered.get(next++).name));
    }
    return merged.build();
  }

  private void reportTies(List<SubChain> ordered) {
    for (int i = 1; i < ordered.size(); i++) {
      ScopedRule earlier = ordered.get(i - 1).last;
      ScopedRule later = ordered.get(i).last;
      if (earlier.chainPriority() == later.chainPriority()) {
        sink.report(
            DiagnosticCode.CHAIN_ORDER_UNSPECIFIED,
            later.location(),
            String.format(
                Locale.ROOT,
                "chains %s and %s both have priority %d: libvirt enters them in an order that"
                    + " changes from start to start; here it is by name",
                earlier.chain(),
                later.chain(),
                later.chainPriority()));
      }
    }
  }

  /** Passes on the chains below the root chain, ordered by name. */
  void forEachSubChain(BiConsumer<ChainName, ImmutableList<ChainRule>> consumer) {
    subChains.forEach((name, chain) -> consumer.accept(name, chain.rules.build()));
  }
}
