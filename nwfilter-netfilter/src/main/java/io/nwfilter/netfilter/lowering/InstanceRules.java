package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * The rules that the instances of one rule become in one chain, lowered again whenever somebody
 * looks at them. All instances have the same number of rules, as that depends on what a rule
 * compares and not with which values.
 */
final class InstanceRules extends AbstractList<ChainRule> implements RandomAccess {

  /** How many instances of a rule are kept; of more none is. */
  private static final int KEPT = 4096;

  private final List<RuleInstance> instances;
  private final int each;
  private final Function<RuleReport, ImmutableList<ChainRule>> lowering;

  private InstanceRules(
      List<RuleInstance> instances,
      int each,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    this.instances = instances;
    this.each = each;
    this.lowering = lowering;
  }

  /**
   * {@return the rules of all instances, after lowering each of them once}
   *
   * @param instances the instances of one rule, at least one
   * @param sink takes what there is to say
   * @param lowering a pure function, the report aside
   */
  static List<ChainRule> of(
      List<RuleInstance> instances,
      DiagnosticSink sink,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    RuleReport first = new RuleReport(instances.get(0), sink);
    if (instances.size() == 1) {
      return lowering.apply(first);
    }
    reportNegatedLists(first);
    return instances.size() <= KEPT
        ? kept(instances, sink, lowering)
        : computed(instances, sink, lowering);
  }

  /** What one instance excludes, the others match. */
  private static void reportNegatedLists(RuleReport report) {
    ScopedRule scoped = report.instance().scoped();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.negated()
          && condition.value() instanceof Value.Variable<?> variable
          && variable.reference().index().isEmpty()
          && ImmutableSet.copyOf(scoped.scope().get(variable.reference().name())).size() > 1) {
        report.leavesOut(
            DiagnosticCode.NEGATED_LIST,
            condition
                + " has a list of values: a rule that excludes one of them matches the others");
      }
    }
  }

  private static ImmutableList<ChainRule> kept(
      List<RuleInstance> instances,
      DiagnosticSink sink,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    for (RuleInstance instance : instances) {
      rules.addAll(lowering.apply(new RuleReport(instance, sink)));
    }
    return rules.build();
  }

  private static List<ChainRule> computed(
      List<RuleInstance> instances,
      DiagnosticSink sink,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    int each = lowering.apply(new RuleReport(instances.get(0), sink)).size();
    for (RuleInstance instance : instances) {
      int size = lowering.apply(new RuleReport(instance, sink)).size();
      if (size != each) {
        throw new AssertionError(instance + " has " + size + " rules, the first one " + each);
      }
    }
    return each == 0 ? ImmutableList.of() : new InstanceRules(instances, each, lowering);
  }

  @Override
  public int size() {
    return Math.multiplyExact(instances.size(), each);
  }

  @Override
  public ChainRule get(int index) {
    return lowering.apply(new RuleReport(instances.get(index / each), null)).get(index % each);
  }
}
