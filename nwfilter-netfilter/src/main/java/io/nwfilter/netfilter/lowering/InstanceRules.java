package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Function;

/** The rules that the instances of one rule become in one chain, lowered again on every access. */
final class InstanceRules extends AbstractList<ChainRule> implements RandomAccess {

  private final List<RuleInstance> instances;
  private final Function<RuleReport, ImmutableList<ChainRule>> lowering;

  /** Where the rules of each instance end. */
  private final int[] ends;

  private InstanceRules(
      List<RuleInstance> instances,
      Function<RuleReport, ImmutableList<ChainRule>> lowering,
      int[] ends) {
    this.instances = instances;
    this.lowering = lowering;
    this.ends = ends;
  }

  /**
   * {@return the rules of all instances, after lowering each of them once}
   *
   * @param instances the instances of one rule, at least one
   * @param remarks takes the remarks
   * @param lowering a pure function, apart from its remarks
   */
  static InstanceRules of(
      List<RuleInstance> instances,
      InstanceRemarks remarks,
      Function<RuleReport, ImmutableList<ChainRule>> lowering) {
    int[] ends = new int[instances.size()];
    int end = 0;
    int next = 0;
    for (RuleInstance instance : instances) {
      end = Math.addExact(end, lowering.apply(new RuleReport(instance, remarks)).size());
      ends[next++] = end;
      remarks.next();
    }
    return new InstanceRules(instances, lowering, ends);
  }

  @Override
  public int size() {
    return ends[ends.length - 1];
  }

  @Override
  public ChainRule get(int index) {
    Objects.checkIndex(index, size());
    int instance = Arrays.binarySearch(ends, index + 1);
    if (instance < 0) {
      instance = -instance - 1;
    }
    while (instance > 0 && ends[instance - 1] > index) {
      instance--; // equal ends are those of instances without a rule
    }
    int start = instance == 0 ? 0 : ends[instance - 1];
    return lowering.apply(new RuleReport(instances.get(instance), null)).get(index - start);
  }
}
