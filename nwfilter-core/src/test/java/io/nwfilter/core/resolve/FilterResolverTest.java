package io.nwfilter.core.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterResolverTest {

  private static final SourceLocation HERE = new SourceLocation("a.xml", 5, 6);

  /** A rule that is told apart by the line it stands on. */
  private static Rule rule(int line, int priority) {
    return Rule.builder(Action.DROP, Direction.IN)
        .priority(priority)
        .location(new SourceLocation("f.xml", line, 1))
        .build();
  }

  private static Rule tcp(String variable) {
    return Rule.accept(Direction.IN, Protocol.TCP)
        .whereText(Attributes.SRCPORTSTART, variable)
        .build();
  }

  private static ResolvedFilter resolve(Parameters variables, Filter... filters) {
    return FilterResolver.resolve(
        FilterLibrary.of(Arrays.asList(filters)),
        FilterReference.of(filters[0].name(), Parameters.NONE),
        variables);
  }

  private static ResolutionException failure(Filter... filters) {
    return assertThrows(ResolutionException.class, () -> resolve(Parameters.NONE, filters));
  }

  private static String lines(ResolvedFilter resolved) {
    return resolved.rules().stream()
        .map(rule -> "" + rule.rule().location().line())
        .collect(Collectors.joining(" "));
  }

  private static String paths(ResolvedFilter resolved) {
    return resolved.rules().stream()
        .map(rule -> rule.path().toString())
        .collect(Collectors.joining(", "));
  }

  @Test
  void rulesOfTheRootChainComeFirstThenPriorityThenDocumentOrder() {
    ResolvedFilter resolved =
        resolve(
            Parameters.NONE,
            Filter.builder("a")
                .chain("arp")
                .rule(rule(1, 500))
                .include("b")
                .rule(rule(2, -1000))
                .rule(rule(3, 500))
                .build(),
            Filter.builder("b").rule(rule(4, 600)).rule(rule(5, 600)).rule(rule(6, 7)).build());

    assertEquals("6 4 5 2 1 3", lines(resolved));
  }

  @Test
  void chainPrioritiesDoNotReorderRules() {
    ResolvedFilter resolved =
        resolve(
            Parameters.NONE,
            Filter.builder("a")
                .chain("arp")
                .chainPriority(900)
                .rule(rule(1, 10))
                .include("b")
                .build(),
            Filter.builder("b").chain("ipv4").chainPriority(-900).rule(rule(2, 20)).build());

    assertEquals("1 2", lines(resolved));
  }

  @Test
  void everyRuleRemembersChainPriorityAndPath() {
    ResolvedFilter resolved =
        resolve(
            Parameters.NONE,
            Filter.builder("a").rule(rule(1, 10)).include("b").build(),
            Filter.builder("b").chain("arp-x").chainPriority(-3).rule(rule(2, 20)).build());

    ScopedRule inner = resolved.rules().get(1);
    assertEquals("arp-x", inner.chain().toString());
    assertEquals(-3, inner.chainPriority());
    assertEquals("a > b", inner.path().toString());
    assertEquals("a", resolved.rules().get(0).path().toString());
  }

  @Test
  void aFilterReachedByTwoWaysGivesItsRulesTwice() {
    ResolvedFilter resolved =
        resolve(
            Parameters.NONE,
            Filter.builder("a").include("b").include("c").build(),
            Filter.builder("b").include("d").build(),
            Filter.builder("c").include("d").build(),
            Filter.builder("d").rule(rule(1, 10)).rule(rule(2, 20)).build());

    assertEquals("a > b > d, a > c > d, a > b > d, a > c > d", paths(resolved));
    assertEquals("1 1 2 2", lines(resolved));
  }

  @Test
  void aFilterThatIncludesItselfIsAnError() {
    ResolutionException e =
        failure(
            Filter.builder("a").include(new FilterReference("a", Parameters.NONE, HERE)).build());

    assertEquals(ResolutionCode.FILTER_CYCLE, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
    assertEquals("filter 'a' includes itself", e.diagnostic().message());
    assertEquals("a", e.diagnostic().path().toString());
  }

  @Test
  void aCycleThroughOtherFiltersIsAnErrorThatShowsThePath() {
    ResolutionException e =
        failure(
            Filter.builder("a").include("b").build(),
            Filter.builder("b").include("c").build(),
            Filter.builder("c").include("b").build());

    assertEquals(ResolutionCode.FILTER_CYCLE, e.diagnostic().code());
    assertEquals("filter 'b' includes itself", e.diagnostic().message());
    assertEquals("a > b > c", e.diagnostic().path().toString());
  }

  @Test
  void anUnknownFilterIsAnErrorThatShowsThePath() {
    ResolutionException e =
        failure(
            Filter.builder("a").include("b").build(),
            Filter.builder("b").include(new FilterReference("c", Parameters.NONE, HERE)).build());

    assertEquals(ResolutionCode.UNKNOWN_FILTER, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
    assertEquals("filter 'c' is not defined", e.diagnostic().message());
    assertEquals("a > b", e.diagnostic().path().toString());
    assertEquals(
        "a.xml:5:6: error: unknown-filter: filter 'c' is not defined (in a > b)", e.getMessage());
  }

  @Test
  void parametersHoldInsideTheirReferenceOnly() {
    ResolvedFilter resolved =
        resolve(
            Parameters.of("OUTER", "1"),
            Filter.builder("a")
                .rule(tcp("$INNER"))
                .include(FilterReference.of("b", Parameters.of("INNER", "2").with("OUTER", "3")))
                .rule(tcp("$OUTER"))
                .build(),
            Filter.builder("b").rule(tcp("$INNER")).include("c").build(),
            Filter.builder("c").rule(tcp("$OUTER")).build());

    assertEquals(
        List.of(List.of(), List.of("2"), List.of("2"), List.of()),
        resolved.rules().stream().map(r -> r.scope().get("INNER")).toList());
    assertEquals(
        List.of(List.of("1"), List.of("1"), List.of("1"), List.of("1")),
        resolved.rules().stream().map(r -> r.scope().get("OUTER")).toList());
    assertEquals("[INNER]", resolved.missing().toString());
  }

  @Test
  void parametersOfTheReferenceToTheWholeTreeHoldWhereTheInterfaceDefinesNothing() {
    Filter filter = Filter.builder("a").rule(tcp("$A")).build();

    ResolvedFilter resolved =
        FilterResolver.resolve(
            FilterLibrary.empty().with(filter),
            FilterReference.of("a", Parameters.of("A", "4").with("B", "5")),
            Parameters.of("A", "6"));

    assertEquals(List.of("6"), resolved.rules().get(0).scope().get("A"));
    assertEquals(List.of("5"), resolved.rules().get(0).scope().get("B"));
  }

  @Test
  void missingVariablesAreCollectedOnceInTheOrderOfTheirUse() {
    Rule rule =
        Rule.accept(Direction.IN, Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "$B[1]")
            .whereText(Attributes.SRCPORTSTART, "$A")
            .whereText(Attributes.SRCPORTEND, "$A[3]")
            .whereText(Attributes.DSTPORTSTART, "$B[0]")
            .whereText(Attributes.DSTPORTEND, "$A[@2]")
            .whereText(Attributes.DSCP, "$C[@7]")
            .build();

    assertEquals(
        ImmutableList.of("B[1]", "C[@7]", "A", "A[3]", "A[@2]"),
        List.copyOf(
            resolve(Parameters.of("B", "9"), Filter.builder("a").rule(rule).build()).missing()));
  }

  @Test
  void aVariableWithoutANameIsAlwaysMissing() {
    assertEquals(
        ImmutableList.of(""),
        List.copyOf(
            resolve(Parameters.of("A", "1"), Filter.builder("a").rule(tcp("$")).build())
                .missing()));
  }

  @Test
  void originsNameTheReferencesAndTheRule() {
    ResolvedFilter resolved =
        resolve(
            Parameters.NONE,
            Filter.builder("a").include(new FilterReference("b", Parameters.NONE, HERE)).build(),
            Filter.builder("b").include("c").build(),
            Filter.builder("c")
                .rule(rule(7, 10))
                .rule(Rule.builder(Action.DROP, Direction.IN).priority(20).build())
                .build());

    assertEquals(
        List.of("f.xml:7:1 a > b > c", "a.xml:5:6 a > b > c"),
        resolved.rules().stream().map(rule -> rule.origin().toString()).toList());
    assertEquals(
        List.of(
            new ReferencePath.Step("a", SourceLocation.NONE),
            new ReferencePath.Step("b", HERE),
            new ReferencePath.Step("c", HERE)),
        resolved.rules().get(0).path().steps());
  }

  @ParameterizedTest
  @CsvSource({"any, ANY", "ANY, ANY", "Dhcp, DHCP", "none, NONE"})
  void addressesAreLearnedAsTheFirstValueSays(String value, IpLearning expected) {
    assertEquals(Optional.of(expected), IpLearning.of(ImmutableList.of(value, "foo")));
  }

  @Test
  void addressesAreLearnedFromAnyPacketByDefaultAndNotAsUnknownValuesSay() {
    assertEquals(Optional.of(IpLearning.ANY), IpLearning.of(ImmutableList.of()));
    assertEquals(Optional.empty(), IpLearning.of(ImmutableList.of("foo", "any")));
    assertEquals("dhcp", IpLearning.DHCP.toString());
  }
}
