package io.nwfilter.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.StockFilters;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The diagnostics of one run in the order in which they are shown: documents as they were first
 * mentioned, in each of them by line, column and code. Equal diagnostics appear once. Immutable.
 */
public final class DiagnosticReport {

  /** What the command takes for standard input, and shows for it in places. */
  static final String STANDARD_INPUT = "-";

  private final ReportOptions options;
  private final ImmutableList<Finding> findings;
  private final ImmutableList<DiagnosticGroup> groups;

  private DiagnosticReport(ReportOptions options, ImmutableList<Finding> findings) {
    this.options = options;
    this.findings = findings;
    this.groups = options.grouped() ? grouped(findings) : single(findings);
  }

  /**
   * {@return a report of diagnostics}
   *
   * @param diagnostics the diagnostics; those of an exception are {@code exception.diagnostics()}
   */
  public static DiagnosticReport of(Collection<Diagnostic> diagnostics) {
    return of(diagnostics, ReportOptions.DEFAULT);
  }

  /**
   * {@return a report of diagnostics}
   *
   * @param diagnostics the diagnostics
   * @param options what to show, and how
   */
  public static DiagnosticReport of(Collection<Diagnostic> diagnostics, ReportOptions options) {
    return ofFindings(diagnostics.stream().map(Finding::of).toList(), options);
  }

  /**
   * {@return a report of diagnostics some of which have another severity than their codes}
   *
   * @param findings the diagnostics with their severities
   * @param options what to show, and how
   */
  public static DiagnosticReport ofFindings(Collection<Finding> findings, ReportOptions options) {
    Set<Finding> shown =
        findings.stream()
            .filter(options::shows)
            .map(options::weighed)
            .collect(ImmutableSet.toImmutableSet());
    return new DiagnosticReport(options, ImmutableList.sortedCopyOf(order(shown), shown));
  }

  private static Comparator<Finding> order(Collection<Finding> findings) {
    Map<String, Integer> mentioned = new HashMap<>();
    findings.forEach(
        finding ->
            mentioned.putIfAbsent(finding.diagnostic().location().document(), mentioned.size()));
    return Comparator.comparing(
            (Finding finding) ->
                mentioned.getOrDefault(
                    finding.diagnostic().location().document(), mentioned.size()))
        .thenComparing(Finding::diagnostic)
        .thenComparing(Finding::severity);
  }

  /** A place of a group, where it has one message: a second one is something else. */
  private record Place(DiagnosticGroup.Key key, SourceLocation location) {}

  private static ImmutableList<DiagnosticGroup> grouped(ImmutableList<Finding> findings) {
    Map<DiagnosticGroup.Key, ImmutableList.Builder<Finding>> groups = new LinkedHashMap<>();
    Map<Place, Map<String, Integer>> messages = new HashMap<>();
    for (Finding finding : findings) {
      DiagnosticGroup.Key key = DiagnosticGroup.Key.of(finding);
      Map<String, Integer> before =
          messages.computeIfAbsent(
              new Place(key, finding.diagnostic().location()), place -> new HashMap<>());
      int ordinal = before.computeIfAbsent(finding.diagnostic().message(), m -> before.size());
      groups
          .computeIfAbsent(key.withOrdinal(ordinal), each -> ImmutableList.builder())
          .add(finding);
    }
    return groups.values().stream()
        .map(members -> new DiagnosticGroup(members.build()))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<DiagnosticGroup> single(ImmutableList<Finding> findings) {
    return findings.stream()
        .map(finding -> new DiagnosticGroup(ImmutableList.of(finding)))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return what was asked for} */
  public ReportOptions options() {
    return options;
  }

  /** {@return all that is shown, one by one} */
  public List<Finding> findings() {
    return findings;
  }

  /** {@return all that is shown; what says the same of one filter together, if that is wanted} */
  public List<DiagnosticGroup> groups() {
    return groups;
  }

  /** {@return whether there are errors, or warnings that count as errors} */
  public boolean hasErrors() {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** {@return the number of places with errors} */
  public int errorCount() {
    return count(Severity.ERROR);
  }

  /** {@return the number of places with warnings} */
  public int warningCount() {
    return count(Severity.WARNING);
  }

  /** {@return the number of places with hints} */
  public int infoCount() {
    return count(Severity.INFO);
  }

  private int count(Severity severity) {
    return groups.stream()
        .filter(group -> group.first().severity() == severity)
        .mapToInt(DiagnosticGroup::count)
        .sum();
  }

  /**
   * {@return whether a place is in a file: names such as {@code <code>}, and those of stock filters
   * ({@code stock:clean-traffic}), are not files}
   */
  static boolean isInFile(SourceLocation location) {
    String document = location.document();
    return !StockFilters.contains(location)
        && !(document.startsWith("<") && document.endsWith(">"));
  }

  /** {@return whether a place is in a file with a name: standard input does not have one} */
  static boolean isInNamedFile(SourceLocation location) {
    return isInFile(location) && !location.document().equals(STANDARD_INPUT);
  }

  /** {@return the entries as text, one a line} */
  @Override
  public String toString() {
    return DiagnosticFormat.TEXT.format(this);
  }
}
