package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes adjustments to the filters of a library, and finds those that change nothing. */
final class Adjusting implements Adjustment.Visitor<Optional<String>> {

  private final Map<String, AdjustedFilter> adjusted = new LinkedHashMap<>();
  private final FilterLibrary library;

  private Adjusting(FilterLibrary library) {
    this.library = library;
  }

  static AdjustedLibrary adjust(FilterLibrary library, Iterable<Adjustment> adjustments) {
    Adjusting adjusting = new Adjusting(library);
    DiagnosticSink sink = new DiagnosticSink();
    for (Adjustment adjustment : adjustments) {
      adjustment
          .accept(adjusting)
          .ifPresent(
              why ->
                  sink.report(
                      FilterCode.ADJUSTMENT_WITHOUT_EFFECT,
                      adjustment.location(),
                      Diagnostic.printable("the adjustment changes nothing: " + why)));
    }
    Filter[] changed =
        adjusting.adjusted.values().stream()
            .filter(AdjustedFilter::isChanged)
            .map(AdjustedFilter::build)
            .toArray(Filter[]::new);
    return new AdjustedLibrary(
        changed.length == 0 ? library : library.with(changed), sink.diagnostics());
  }

  /** {@return why nothing is changed; empty if something is} */
  @Override
  public Optional<String> visit(Adjustment.ChainPriority adjustment) {
    if (library.find(adjustment.filter()).isEmpty()) {
      return Optional.of(unknown(adjustment.filter()));
    }
    return open(adjustment.filter()).chainPriority(adjustment.priority(), adjustment.location())
        ? Optional.empty()
        : Optional.of(
            "the filter '"
                + adjustment.filter()
                + "' is in the chain root, which has no priority; change that of its rules");
  }

  @Override
  public Optional<String> visit(Adjustment.RulePriority adjustment) {
    SourceLocation from = adjustment.location();
    return rules(adjustment.rules(), rule -> prioritised(rule, adjustment.priority(), from));
  }

  private static List<Rule> prioritised(Rule rule, int priority, SourceLocation from) {
    return ImmutableList.of(rule.toBuilder().priority(priority).adjustedFrom(from).build());
  }

  @Override
  public Optional<String> visit(Adjustment.RuleReplacement adjustment) {
    return rules(
        adjustment.rules(),
        rule ->
            adjustment.by().stream()
                .map(
                    by ->
                        by.toBuilder()
                            .location(rule.location())
                            .adjustedFrom(adjustment.location())
                            .build())
                .toList());
  }

  private Optional<String> rules(RuleSelector selector, Function<Rule, List<Rule>> by) {
    Optional<String> named = selector.filter();
    if (named.isPresent() && library.find(named.get()).isEmpty()) {
      return Optional.of(unknown(named.get()));
    }
    boolean found = false;
    for (Filter filter : named.flatMap(library::find).map(List::of).orElse(library.filters())) {
      if (selector.selectsAny(filter)) {
        found |= open(filter.name()).rules(selector, by);
      }
    }
    return found ? Optional.empty() : Optional.of("no rule meets " + selector);
  }

  @Override
  public Optional<String> visit(Adjustment.InclusionReplacement adjustment) {
    String filter = adjustment.filter();
    if (library.find(filter).isEmpty()) {
      return Optional.of(unknown(filter));
    }
    return open(filter).inclusions(adjustment.included(), adjustment.by())
        ? Optional.empty()
        : Optional.of(
            "the filter '" + filter + "' does not include '" + adjustment.included() + "'");
  }

  private AdjustedFilter open(String name) {
    return adjusted.computeIfAbsent(
        name, key -> new AdjustedFilter(library.find(key).orElseThrow()));
  }

  private String unknown(String name) {
    return "there is no filter '"
        + name
        + "'"
        + NearestName.question(name, library.filters().stream().map(Filter::name).toList());
  }
}
