package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.stock.StockFilters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of filters that are adjusted. */
class AdjustmentTest {

  private static final SourceLocation HERE = new SourceLocation("my.adjust", 3, 1);
  private static final SourceLocation THERE = new SourceLocation("f.xml", 7, 2);

  private static final Rule FIRST =
      Rule.accept(Direction.IN, Protocol.TCP).toPort(22).priority(100).location(THERE).build();
  private static final Rule SECOND =
      Rule.drop(Direction.OUT, Protocol.UDP)
          .priority(200)
          .where(Attributes.COMMENT, "no dns")
          .build();
  private static final Rule OTHER = Rule.reject(Direction.IN, Protocol.TCP).build();

  private static final Filter FILTER =
      Filter.builder("f")
          .chain("ipv4-f")
          .rule(FIRST)
          .include(FilterReference.of("g", "IP", "10.1.1.1"))
          .rule(SECOND)
          .build();
  private static final Filter INNER = Filter.builder("g").rule(FIRST).build();
  private static final FilterLibrary LIBRARY = FilterLibrary.of(List.of(FILTER, INNER));

  private static List<FilterEntry> entries(FilterLibrary library, String filter) {
    return library.find(filter).orElseThrow().entries();
  }

  private static List<String> messages(Adjustment adjustment) {
    AdjustedLibrary adjusted = LIBRARY.adjusted(List.of(adjustment));
    assertSame(LIBRARY, adjusted.library());
    assertEquals(
        List.of(FilterCode.ADJUSTMENT_WITHOUT_EFFECT, HERE),
        adjusted.diagnostics().stream()
            .flatMap(each -> List.of(each.code(), each.location()).stream())
            .toList());
    return adjusted.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  void priorityOfAChain() {
    FilterLibrary adjusted = LIBRARY.withPriority("f", -650);

    assertEquals(FILTER.toBuilder().chainPriority(-650).build(), adjusted.find("f").orElseThrow());
    assertEquals(FILTER, LIBRARY.find("f").orElseThrow());
    assertSame(INNER, adjusted.find("g").orElseThrow());
  }

  @Test
  void priorityOfOneRule() {
    FilterLibrary adjusted = LIBRARY.withPriority(RuleSelector.of("f", 2), -5);

    assertEquals(
        List.of(FIRST, FILTER.entries().get(1), SECOND.toBuilder().priority(-5).build()),
        entries(adjusted, "f"));
  }

  @Test
  void rulesOfAllFilters() {
    FilterLibrary adjusted = LIBRARY.without(RuleSelector.parse("protocol=tcp direction=in"));

    assertEquals(List.of(FILTER.entries().get(1), SECOND), entries(adjusted, "f"));
    assertEquals(List.of(), entries(adjusted, "g"));
  }

  @Test
  void otherRules() {
    FilterLibrary adjusted =
        LIBRARY.replacing(RuleSelector.parse("filter=f comment=\"no dns\""), OTHER, FIRST);

    assertEquals(List.of(FIRST, FILTER.entries().get(1), OTHER, FIRST), entries(adjusted, "f"));
  }

  @Test
  void otherInclusion() {
    FilterReference other = FilterReference.of("h", "IP", "10.1.1.1");

    assertEquals(
        List.of(FIRST, other, SECOND), entries(LIBRARY.replacingInclusion("f", "g", "h"), "f"));
    assertEquals(List.of(FIRST, SECOND), entries(LIBRARY.replacingInclusion("f", "g"), "f"));
  }

  @Test
  void numbersAreThoseBeforeAnyAdjustment() {
    AdjustedLibrary adjusted =
        LIBRARY.adjusted(
            List.of(
                new Adjustment.RuleReplacement(RuleSelector.of("f", 1), List.of(), HERE),
                new Adjustment.RulePriority(RuleSelector.of("f", 2), 7, HERE),
                new Adjustment.RulePriority(RuleSelector.of("f", 1), 8, HERE)));

    assertEquals(
        List.of(FILTER.entries().get(1), SECOND.toBuilder().priority(7).build()),
        entries(adjusted.library(), "f"));
    assertEquals(
        List.of("the adjustment changes nothing: no rule meets filter=f rule=1"),
        adjusted.diagnostics().stream().map(Diagnostic::message).toList());
  }

  @Test
  void originSaysThatItIsAdjusted() {
    AdjustedLibrary adjusted =
        LIBRARY.adjusted(
            List.of(
                new Adjustment.RulePriority(RuleSelector.of("g", 1), 7, HERE),
                new Adjustment.RuleReplacement(RuleSelector.of("f", 1), List.of(OTHER), HERE)));

    assertEquals(
        List.of(
            "<code> f []",
            "f.xml:7:2 f > g [adjusted: my.adjust:3:1]",
            "f.xml:7:2 f [adjusted: my.adjust:3:1]"),
        FilterResolver.resolve(adjusted.library(), FilterReference.of("f"), Parameters.NONE)
            .rules()
            .stream()
            .map(rule -> rule.origin() + " [" + rule.origin().note() + "]")
            .sorted()
            .toList());
    assertEquals(
        Optional.of(HERE), ((Rule) entries(adjusted.library(), "f").get(0)).adjustedFrom());
  }

  @Test
  void whatChangesNothingIsReported() {
    assertEquals(
        List.of("the adjustment changes nothing: there is no filter 'ff'"),
        messages(new Adjustment.ChainPriority("ff", 1, HERE)));
    assertEquals(
        List.of(
            "the adjustment changes nothing: the filter 'g' is in the chain root, which has no"
                + " priority; change that of its rules"),
        messages(new Adjustment.ChainPriority("g", 1, HERE)));
    assertEquals(
        List.of("the adjustment changes nothing: no rule meets filter=f rule=3"),
        messages(new Adjustment.RulePriority(RuleSelector.of("f", 3), 1, HERE)));
    assertEquals(
        List.of("the adjustment changes nothing: there is no filter 'x'"),
        messages(new Adjustment.RuleReplacement(RuleSelector.of("x", 1), List.of(), HERE)));
    assertEquals(
        List.of("the adjustment changes nothing: no rule meets protocol=stp"),
        messages(
            new Adjustment.RuleReplacement(RuleSelector.parse("protocol=stp"), List.of(), HERE)));
    assertEquals(
        List.of("the adjustment changes nothing: the filter 'f' does not include 'h'"),
        messages(new Adjustment.InclusionReplacement("f", "h", List.of(), HERE)));
  }

  @Test
  void inCodeItIsAMistake() {
    assertEquals(
        "the adjustment changes nothing: no rule meets filter=f rule=3",
        assertThrows(IllegalArgumentException.class, () -> LIBRARY.without(RuleSelector.of("f", 3)))
            .getMessage());
    assertEquals(
        "priority 1001 is outside -1000..1000",
        assertThrows(IllegalArgumentException.class, () -> LIBRARY.withPriority("f", 1001))
            .getMessage());
  }

  @Test
  void stockFilters() {
    FilterLibrary stock = StockFilters.library();

    assertEquals(
        -650,
        stock
            .withPriority("no-ip-spoofing", -650)
            .find("no-ip-spoofing")
            .orElseThrow()
            .chainPriority());
    assertEquals(
        List.of("no-mac-spoofing", "no-ip-spoofing", "allow-incoming-ipv4"),
        entries(stock.replacingInclusion("clean-traffic", "no-arp-spoofing"), "clean-traffic")
            .stream()
            .filter(FilterReference.class::isInstance)
            .map(entry -> ((FilterReference) entry).filter())
            .limit(3)
            .toList());
  }
}
