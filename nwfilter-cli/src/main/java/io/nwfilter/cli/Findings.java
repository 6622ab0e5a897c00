package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.report.DiagnosticReport;
import io.nwfilter.report.Finding;
import io.nwfilter.report.ReportOptions;
import io.nwfilter.xml.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Collects the diagnostics of one run of a command. */
final class Findings {

  private DiagnosticSink diagnostics = new DiagnosticSink();
  private final List<Finding> lowered = new ArrayList<>();

  void add(Diagnostic diagnostic) {
    diagnostics.addAll(ImmutableList.of(diagnostic));
  }

  void addAll(Iterable<Diagnostic> all) {
    diagnostics.addAll(all);
  }

  /** Forgets what has been said that does not hold. */
  void retain(Predicate<DiagnosticCode> holding) {
    List<Diagnostic> kept =
        diagnostics.diagnostics().stream().filter(one -> holding.test(one.code())).toList();
    diagnostics = new DiagnosticSink();
    diagnostics.addAll(kept);
  }

  /** Adds only the errors among others: their warnings may be about what takes an error's place. */
  void addErrors(Findings others) {
    for (Diagnostic each : others.diagnostics.diagnostics()) {
      if (each.severity() == Severity.ERROR) {
        add(each);
      }
    }
  }

  /** Adds an error that does not matter enough to stop: it is reported as a warning. */
  void addWarning(Diagnostic diagnostic) {
    lowered.add(Finding.of(diagnostic).as(Severity.WARNING));
  }

  /** {@return what was read, after adding the warnings about it} */
  <T> T value(ParseResult<T> result) {
    addAll(result.diagnostics());
    return result.value();
  }

  /** {@return what some work results in; empty if it failed, after adding the reasons} */
  <T> Optional<T> attempt(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (NwfilterException e) {
      addAll(e.diagnostics());
      return Optional.empty();
    }
  }

  DiagnosticReport report(ReportOptions options) {
    List<Finding> all = new ArrayList<>();
    diagnostics.diagnostics().forEach(diagnostic -> all.add(Finding.of(diagnostic)));
    all.addAll(lowered);
    return DiagnosticReport.ofFindings(all, options);
  }
}
