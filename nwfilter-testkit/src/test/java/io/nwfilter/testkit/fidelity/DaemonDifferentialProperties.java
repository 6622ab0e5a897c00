package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterArbitraries;
import io.nwfilter.testkit.generate.FilterArbitrary;
import io.nwfilter.testkit.generate.FilterLayout;
import io.nwfilter.testkit.testbed.RequiresHost;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Generated filters: the same rules as a live libvirtd installs, or both refuse. */
class DaemonDifferentialProperties {

  /** What both sides refuse is hardly a test. */
  private static final double MAX_REFUSED = 0.15;

  private static final DifferentialTally TALLY = new DifferentialTally();
  private static @Nullable BatchComparison comparison;

  /** Small ones, as libvirt starts a process for each rule; a few that may be refused. */
  @Provide
  Arbitrary<BoundFamily> bound() {
    FilterArbitrary small = FilterArbitraries.filters().ofRules(0, 2);
    FilterArbitrary any =
        FilterArbitraries.filters()
            .ofRules(1, 1)
            .withRules(FilterArbitraries.rules().alsoUnbindable());
    return Arbitraries.frequencyOf(Tuple.of(7, families(small, 3)), Tuple.of(1, families(any, 1)));
  }

  private static Arbitrary<BoundFamily> families(FilterArbitrary filters, int max) {
    return FilterArbitraries.bound(
        FilterArbitraries.families().ofMaxFilters(max).withFilters(filters));
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(RequiresHost.Daemon.class)
  @AddLifecycleHook(DifferentialTries.class)
  void sameRulesOrBothRefuse(
      @ForAll @Size(DifferentialTries.BATCH) List<@From("bound") BoundFamily> families,
      @ForAll FilterLayout layout) {
    TALLY.add(families, running().assertSame(families, layout));
    families.forEach(bound -> bound.family().filters().forEach(this::count));
    requireEverything();
  }

  private void count(Filter filter) {
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule) {
        rule.protocol().ifPresent(p -> Statistics.label("protocols").collect(p));
        Statistics.label("actions").collect(rule.action());
        Statistics.label("directions").collect(rule.direction());
      }
    }
  }

  /** A run that left something out would prove too little. */
  private static void requireEverything() {
    if (DifferentialTries.FAMILIES >= DifferentialTries.ORDINARY) {
      requireEach("protocols", List.of(Protocol.values()));
      requireEach("actions", List.of(Action.values()));
      requireEach("directions", List.of(Direction.values()));
    }
  }

  private static void requireEach(String label, List<?> values) {
    Statistics.label(label)
        .coverage(
            coverage -> values.forEach(value -> coverage.check(value).count(count -> count > 0)));
  }

  private static synchronized BatchComparison running() {
    if (comparison == null) {
      comparison = new BatchComparison();
    }
    return comparison;
  }

  @AfterContainer
  static synchronized void stop() {
    if (comparison != null) {
      comparison.close();
      comparison = null;
      System.out.println("differential: " + TALLY.summary());
      assertTrue(TALLY.refusedShare() < MAX_REFUSED, TALLY::summary);
    }
  }
}
