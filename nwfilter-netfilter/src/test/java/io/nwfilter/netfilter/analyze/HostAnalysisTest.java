package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class HostAnalysisTest {

  /** The second rule is shadowed by the first, in each chain that it is in. */
  private static final Filter FILTER =
      Filter.builder("some")
          .rule(Rule.drop(Direction.INOUT, Protocol.TCP))
          .rule(Rule.accept(Direction.INOUT, Protocol.TCP).toPort(22))
          .rule(Rule.accept(Direction.OUT, Protocol.UDP).from("$IP"))
          .build();

  private static CompiledInterface machine(String name, String mac, String ip) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName(name), MacAddress.parse(mac), FilterReference.of("some", "IP", ip)),
        CompileOptions.with(FILTER));
  }

  private static List<CompiledInterface> machines(int count) {
    List<CompiledInterface> machines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      machines.add(machine("vnet" + i, "52:54:00:00:00:%02x".formatted(i), "10.0.0." + i));
    }
    return machines;
  }

  private static List<UnmetRule> alone(CompiledInterface one) {
    List<UnmetRule> unmet = new ArrayList<>();
    for (Family family : Family.values()) {
      unmet.addAll(RulesetAnalysis.of(one.ruleset(family)).unmetRules());
    }
    return unmet;
  }

  @Test
  void machinesThatDifferInNamesAndAddressesAreOneClass() {
    List<CompiledInterface> machines = machines(9);
    CompiledInterface group = machine("vnet10", "52:54:00:00:00:0a", "224.0.0.1");
    machines.add(group);

    List<InterfaceClass> classes = InterfaceClass.among(machines);

    assertEquals(
        List.of(machines.subList(0, 9), List.of(group)),
        classes.stream().map(InterfaceClass::members).toList());
    assertSame(machines.get(0), classes.get(0).representative());
  }

  @Test
  void unmetRulesAreThoseOfEachInterfaceByItself() {
    List<CompiledInterface> machines = machines(5);
    Map<InterfaceName, List<UnmetRule>> expected = new LinkedHashMap<>();
    machines.forEach(one -> expected.put(one.name(), alone(one)));
    assertTrue(alone(machines.get(4)).size() > 1, "no unmet rules");
    ExecutorService cores = Executors.newFixedThreadPool(2);
    try {
      assertEquals(
          expected, HostAnalysis.unmetRules(machines, AnalysisBudget.DEFAULT_MAX_NODES, cores));
    } finally {
      cores.shutdown();
    }
    assertEquals(
        expected,
        HostAnalysis.unmetRules(machines, AnalysisBudget.DEFAULT_MAX_NODES, Runnable::run));
  }

  @Test
  void resultsAreInOrderAndFailuresAreThrown() {
    ExecutorService cores = Executors.newFixedThreadPool(2);
    try {
      assertEquals(
          List.of(6, 2, 4), HostAnalysis.each(List.of(3, 1, 2), number -> number * 2, cores));
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  HostAnalysis.each(
                      List.of(1, 2),
                      number -> {
                        if (number == 2) {
                          throw new IllegalStateException("no " + number);
                        }
                        return number;
                      },
                      cores));
      assertEquals("no 2", failure.getMessage());
    } finally {
      cores.shutdown();
    }
  }
}
