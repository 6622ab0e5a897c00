package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.ChainProtocol;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One direction's root chain as it is collected, with the chains below it. The jumps into those are
 * among the root chain's own rules by priority, a jump before a rule of the same priority.
 */
final class RootChain {

  /** What a frame meets next on its way through the root chain. */
  private sealed interface Step permits RootRules, SubChain {

    /** {@return the rules of the root chain that it is} */
    List<ChainRule> rules(Function<ChainName, ChainRule> jump);

    /** Adds it before what a frame meets later. */
    void addBefore(LaterDrops later);
  }

  private record RootRules(int priority, List<ChainRule> rules) implements Step {

    @Override
    public List<ChainRule> rules(Function<ChainName, ChainRule> jump) {
      return rules;
    }

    @Override
    public void addBefore(LaterDrops later) {
      if (!rules.isEmpty()) {
        later.addBefore(rules);
      }
    }
  }

  private static final class SubChain implements Step {
    private final ChainName name;
    private final RuleSequence.Builder rules = RuleSequence.builder();

    /** The same rules, as one list for each rule that they come from. */
    private final List<List<ChainRule>> parts = new ArrayList<>();

    private ScopedRule last;

    SubChain(ChainName name, ScopedRule first) {
      this.name = name;
      this.last = first;
    }

    @Override
    public List<ChainRule> rules(Function<ChainName, ChainRule> jump) {
      return ImmutableList.of(jump.apply(name));
    }

    @Override
    public void addBefore(LaterDrops later) {
      later.addChainBefore(name.protocol(), parts);
    }
  }

  private final DiagnosticSink sink;

  /** What happens to frames that no rule decides; nothing if they are accepted. */
  private final ImmutableList<ChainRule> end;

  private final List<RootRules> rootRules = new ArrayList<>();
  private final Map<ChainName, SubChain> subChains = new TreeMap<>();

  /**
   * Creates a root chain without rules.
   *
   * @param end the rules of a default policy, perhaps none
   * @param sink takes the diagnostics
   */
  RootChain(ImmutableList<ChainRule> end, DiagnosticSink sink) {
    this.end = end;
    this.sink = sink;
  }

  /** Adds what a rule became to the root chain or to the one below it that it belongs to. */
  void add(ScopedRule from, List<ChainRule> rules) {
    if (from.chain().isRoot()) {
      rootRules.add(new RootRules(from.priority(), rules));
      return;
    }
    SubChain chain = subChains.get(from.chain());
    if (chain == null) {
      chain = new SubChain(from.chain(), from);
      subChains.put(from.chain(), chain);
      reportPriority(from);
    }
    if (chain.last.chainPriority() != from.chainPriority()) {
      RuleWarnings.report(
          sink,
          LoweringCode.CHAIN_PRIORITY_CONFLICT,
          from,
          String.format(
              Locale.ROOT,
              "chain %s has priority %d in %s and %d here; the priority of the filter whose rule"
                  + " comes last counts",
              from.chain(),
              chain.last.chainPriority(),
              chain.last.path(),
              from.chainPriority()));
    }
    if (LaterDrops.neverMeets(rules, from.chain().protocol())) {
      sink.report(
          LoweringCode.RULE_NEVER_MATCHES,
          from.origin(),
          "only frames of the protocol "
              + from.chain().protocol().prefix()
              + " enter chain "
              + from.chain()
              + ", so that this rule matches none");
    }
    chain.last = from;
    chain.rules.addAll(rules);
    if (!rules.isEmpty()) {
      chain.parts.add(rules);
    }
  }

  boolean isEmpty() {
    return rootRules.isEmpty() && subChains.isEmpty() && end.isEmpty();
  }

  private void reportPriority(ScopedRule from) {
    if (from.chain().protocol() == ChainProtocol.STP
        && from.filter().givenChainPriority().isEmpty()) {
      RuleWarnings.report(
          sink,
          LoweringCode.STP_PRIORITY,
          from,
          "chain " + from.chain() + " has priority 0 in libvirt, not -810");
    }
  }

  /** {@return the rules of the root chain with the jumps among them, and its default policy} */
  List<ChainRule> rulesAndJumps(Function<ChainName, ChainRule> jump) {
    List<Step> steps = steps();
    LaterDrops later = new LaterDrops();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof SubChain chain && (i < steps.size() - 1 || !end.isEmpty())) {
        leave(chain, jump.apply(chain.name), later);
      }
      steps.get(i).addBefore(later);
    }
    RuleSequence.Builder merged = RuleSequence.builder();
    steps.forEach(step -> merged.addAll(step.rules(jump)));
    merged.addAll(end);
    return merged.build();
  }

  /** {@return the rules of the root chain and the chains that are entered among them, in order} */
  private List<Step> steps() {
    List<SubChain> ordered = new ArrayList<>(subChains.values()); // by name
    ordered.sort(Comparator.comparingInt(chain -> chain.last.chainPriority()));
    reportTies(ordered);
    List<Step> steps = new ArrayList<>();
    int next = 0;
    for (RootRules root : rootRules) {
      while (next < ordered.size() && ordered.get(next).last.chainPriority() <= root.priority()) {
        steps.add(ordered.get(next++));
      }
      steps.add(root);
    }
    steps.addAll(ordered.subList(next, ordered.size()));
    return steps;
  }

  /**
   * Handles the end of a chain whose jump is followed by more rules. A chain that ebtables makes
   * without a policy accepts what reaches its end (ebtables(8), {@code -N}); where undecided frames
   * are dropped, they go back to the root chain instead.
   */
  private void leave(SubChain chain, ChainRule jump, LaterDrops later) {
    List<ChainRule> rules = chain.rules.build();
    if ((rules.isEmpty() && end.isEmpty())
        || (!rules.isEmpty() && decidesAll(rules.get(rules.size() - 1), jump))) {
      return;
    }
    boolean returns = chain.last.semantics() == Semantics.AS_WRITTEN || !end.isEmpty();
    if (later.arePossible(chain.name.protocol())) {
      RuleWarnings.report(
          sink,
          LoweringCode.CHAIN_END_ACCEPTS,
          chain.last,
          (returns ? "in libvirt, " : "")
              + "a frame that matches no rule of chain "
              + chain.name
              + " is accepted at its end: later rules and chains do not see the frame");
    }
    if (returns) {
      chain.rules.add(new ChainRule(ImmutableList.of(), Target.RETURN, chain.last.origin()));
    }
  }

  /** {@return whether no frame that enters a chain gets past a rule of it} */
  private static boolean decidesAll(ChainRule rule, ChainRule jump) {
    return rule.target() != Target.Verdict.CONTINUE && jump.matches().containsAll(rule.matches());
  }

  private void reportTies(List<SubChain> ordered) {
    for (int i = 1; i < ordered.size(); i++) {
      ScopedRule earlier = ordered.get(i - 1).last;
      ScopedRule later = ordered.get(i).last;
      if (earlier.chainPriority() == later.chainPriority()) {
        sink.report(
            LoweringCode.CHAIN_ORDER_UNSPECIFIED,
            later.location(),
            String.format(
                Locale.ROOT,
                "chains %s and %s both have priority %d: libvirt enters them in an order that"
                    + " changes with every start; here they are ordered by name",
                earlier.chain(),
                later.chain(),
                later.chainPriority()));
      }
    }
  }

  /** Passes on the chains below the root chain, ordered by name. */
  void forEachSubChain(BiConsumer<ChainName, List<ChainRule>> consumer) {
    subChains.forEach((name, chain) -> consumer.accept(name, chain.rules.build()));
  }
}
