package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.HostAnalysis;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Looks at many interfaces, in full only at one of those that differ in names, addresses and
 * places.
 *
 * @param budget how much each interface may need, and how long everything may take
 * @param executor whose threads are used
 */
record AlikeInterfaces(AnalysisBudget budget, Executor executor) {

  /** {@return what is to be reported of each interface, in their order} */
  List<RuleVerdicts> verdicts(List<ConnectedInterface> interfaces) {
    List<ShapedInterface> shaped = HostAnalysis.each(interfaces, ShapedInterface::of, executor);
    Map<FindingShape, Integer> numbers = new HashMap<>();
    ImmutableList.Builder<ShapedInterface> firsts = ImmutableList.builder();
    ImmutableList.Builder<Integer> classes = ImmutableList.builder();
    for (ShapedInterface one : shaped) {
      Integer number = numbers.get(one.shape());
      if (number == null) {
        number = numbers.size();
        numbers.put(one.shape(), number);
        firsts.add(one);
      }
      classes.add(number);
    }
    return verdicts(shaped, classes.build(), firsts.build());
  }

  private List<RuleVerdicts> verdicts(
      List<ShapedInterface> all, List<Integer> classes, List<ShapedInterface> firsts) {
    List<InterfaceFindings.Result> results =
        HostAnalysis.each(
            firsts,
            first -> InterfaceFindings.inFull(first.connected(), budget).result(),
            executor);
    List<AlikeFindings> members =
        IntStream.range(0, all.size())
            .mapToObj(
                i -> {
                  int number = classes.get(i);
                  return new AlikeFindings(all.get(i), firsts.get(number), results.get(number));
                })
            .toList();
    return HostAnalysis.each(members, member -> member.verdicts(budget), executor);
  }
}
