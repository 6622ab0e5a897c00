package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import io.nwfilter.netfilter.layout.FrameSide;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The order in which libvirt 9.0.0 makes chains and adds rules. It makes a chain just before the
 * first rule that reaches the chain's priority, and all that are left after the last rule: by its
 * own priority, or by that of its chain. Where filters give one chain different priorities, the one
 * whose rule comes last counts, and an earlier rule may then be added to a chain that is not there
 * yet: ebtables refuses it. (Seen with 520 bindings.)
 */
final class ChainCreation {

  private final DiagnosticSink sink;
  private final RuleFailures failures;

  /** At which priority each chain is made. */
  private final Map<SidedChain, Integer> priorities = new HashMap<>();

  private final Set<SidedChain> reported = new HashSet<>();

  private record SidedChain(FrameSide side, ChainName name) {}

  private ChainCreation(DiagnosticSink sink, RuleFailures failures) {
    this.sink = sink;
    this.failures = failures;
  }

  /**
   * Reports the rules that come before their chains.
   *
   * @param rules those of the Ethernet layer, in resolved order
   * @param sink takes what is reported where it is not a failure
   * @param failures takes the rules that ebtables refuses
   */
  static void check(List<ScopedRule> rules, DiagnosticSink sink, RuleFailures failures) {
    ChainCreation creation = new ChainCreation(sink, failures);
    boolean conflict = false;
    for (ScopedRule rule : rules) {
      conflict |= creation.note(rule);
    }
    if (conflict) {
      creation.walk(rules);
    }
  }

  /** {@return whether the rule gives its chain another priority than one before it} */
  private boolean note(ScopedRule rule) {
    boolean other = false;
    for (FrameSide side : FrameSide.values()) {
      if (!rule.chain().isRoot() && EthernetLowering.isOn(side, rule.rule().direction())) {
        Integer before = priorities.put(new SidedChain(side, rule.chain()), rule.chainPriority());
        other |= before != null && before != rule.chainPriority();
      }
    }
    return other;
  }

  private void walk(List<ScopedRule> rules) {
    int reached = Integer.MIN_VALUE;
    for (ScopedRule rule : rules) {
      reached = Math.max(reached, rule.priority());
      if (!rule.chain().isRoot()) {
        reached = Math.max(reached, rule.chainPriority());
        for (FrameSide side : FrameSide.values()) {
          SidedChain chain = new SidedChain(side, rule.chain());
          Integer made = priorities.get(chain);
          if (EthernetLowering.isOn(side, rule.rule().direction())
              && made != null
              && made > reached
              && reported.add(chain)) {
            report(rule, made);
          }
        }
      }
    }
  }

  private void report(ScopedRule rule, int made) {
    String message =
        String.format(
            Locale.ROOT,
            "the rule has priority %d, but chain %s is created only at priority %d, which another"
                + " filter gives it: the interface cannot start",
            rule.priority(),
            rule.chain(),
            made);
    if (rule.semantics() == Semantics.AS_LIBVIRT) {
      failures.add(
          new LoweringException(LoweringCode.CHAIN_MADE_LATE, rule.instances().get(0), message));
    } else {
      RuleWarnings.report(
          sink,
          LoweringCode.LIBVIRT_REFUSES,
          rule,
          LoweringCode.CHAIN_MADE_LATE
              + ": "
              + message
              + "; "
              + LoweringCode.CHAIN_MADE_LATE.advice());
    }
  }
}
