package io.nwfilter.testkit.fidelity;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Value;
import io.nwfilter.testkit.generate.BoundFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run has compared so far. */
final class DifferentialTally {

  private static final int PROGRESS = 50;

  private final long start = System.nanoTime();
  private final Map<String, Integer> protocols = new TreeMap<>();
  private final TreeSet<String> attributes = new TreeSet<>();
  private final TreeSet<String> negated = new TreeSet<>();
  private final TreeSet<String> variables = new TreeSet<>();
  private final List<String> refusals = new ArrayList<>();
  private int families;
  private int installed;
  private int refused;
  private int rules;

  void add(List<BoundFamily> batch, BatchComparison.Result result) {
    batch.forEach(bound -> bound.family().filters().forEach(this::add));
    int before = families;
    families += batch.size();
    installed += result.installed();
    refused += result.refused();
    refusals.addAll(result.refusals());
    if (families / PROGRESS > before / PROGRESS) {
      System.out.println("differential: " + line());
    }
  }

  private void add(Filter filter) {
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule) {
        add(rule);
      }
    }
  }

  private void add(Rule rule) {
    rules++;
    protocols.merge(rule.protocol().map(Protocol::elementName).orElse("none"), 1, Integer::sum);
    for (Condition<?> condition : rule.conditions().values()) {
      String name = rule.protocol().orElseThrow() + " " + condition.spec().attribute();
      attributes.add(name);
      if (condition.negated()) {
        negated.add(name);
      }
      if (condition.value() instanceof Value.Variable<?>) {
        variables.add(name);
      }
    }
  }

  /** {@return the share of the families that both sides refused} */
  double refusedShare() {
    return families == 0 ? 0 : (double) refused / families;
  }

  /** {@return how far the run is} */
  String line() {
    return String.format(
        "%d families in %.0f s: %d installed, %d refused by both (%.1f %%), %d rules",
        families,
        (System.nanoTime() - start) / 1e9,
        installed,
        refused,
        100 * refusedShare(),
        rules);
  }

  /** {@return all there is to say at the end} */
  String summary() {
    long all = Arrays.stream(Protocol.values()).mapToLong(p -> p.attributes().size()).sum();
    return String.format(
        "%s%n  attributes of elements: %d of %d, negated %d, as variables %d%n  rules of each"
            + " protocol: %s%n  refusals: %s",
        line(), attributes.size(), all, negated.size(), variables.size(), protocols, refusals);
  }
}
