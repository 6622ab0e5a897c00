package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import java.util.List;
import java.util.function.Function;

/**
 * Lowers the instances of an interface's rules. The rules that lists become are kept as long as
 * there are few of them in total; the rest is lowered again on every access.
 */
final class InstanceLowering {

  private static final int MAX_KEPT = 16_384;

  /** Attributes that are compared with nothing, or never negated. */
  private static final ImmutableSet<Attribute<?>> NEVER_NEGATED =
      ImmutableSet.of(Attributes.COMMENT, Attributes.STATE, Attributes.IPSETFLAGS);

  private final DiagnosticSink sink;
  private int kept;

  InstanceLowering(DiagnosticSink sink) {
    this.sink = sink;
  }

  /**
   * {@return the rules that the instances of one rule become in one chain, each of which was
   * lowered at least once}
   *
   * @param instances the instances, at least one
   * @param lowering a pure function, apart from its remarks
   */
  List<ChainRule> lower(
      List<RuleInstance> instances, Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    return lower(instances, ImmutableSet.of(), lowering);
  }

  /**
   * {@return the rules that the instances of one rule become in one chain}
   *
   * @param instances the instances, at least one
   * @param needless what need not be said about the rule
   * @param lowering a pure function, apart from its remarks
   */
  List<ChainRule> lower(
      List<RuleInstance> instances,
      ImmutableSet<DiagnosticCode> needless,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    InstanceRemarks remarks = new InstanceRemarks(sink, needless);
    if (instances.size() == 1) {
      return lowering.apply(new RuleReport(instances.get(0), remarks));
    }
    reportNegatedLists(new RuleReport(instances.get(0), remarks));
    if (instances.size() > MAX_KEPT - kept) {
      return RuleSequence.builder()
          .addComputed(InstanceRules.of(instances, remarks, lowering))
          .build();
    }
    kept += instances.size();
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    for (RuleInstance instance : instances) {
      rules.addAll(lowering.apply(new RuleReport(instance, remarks)));
      remarks.next();
    }
    return rules.build();
  }

  /** What one instance excludes, the others match. */
  private static void reportNegatedLists(RuleReport report) {
    ScopedRule scoped = report.instance().scoped();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable
          && condition.iterator().isPresent()
          && isNegated(scoped.rule(), condition, report.asLibvirt())
          && ImmutableSet.copyOf(scoped.scope().get(variable.reference().name())).size() > 1) {
        report.leavesOut(
            LoweringCode.NEGATED_LIST,
            condition
                + " has a list of values: a rule that excludes one of them matches the others");
      }
    }
  }

  private static boolean isNegated(Rule rule, Condition<?> condition, boolean asLibvirt) {
    Attribute<?> attribute = condition.spec().attribute();
    if (NEVER_NEGATED.contains(attribute)) {
      return false;
    } else if (asLibvirt) {
      return attribute.isSubstituted() && attribute != Attributes.IPSET && rule.negates(condition);
    }
    return condition.negated();
  }
}
