package io.nwfilter.core.diagnostic;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Collects diagnostics during one piece of work, in the order in which they come and each only
 * once. Not safe for use by several threads at a time.
 */
public final class DiagnosticSink {

  private final Set<Diagnostic> collected = new LinkedHashSet<>();

  /** Creates an empty sink. */
  public DiagnosticSink() {}

  /**
   * Adds a diagnostic, unless an equal one is there already.
   *
   * @param code what it is about
   * @param location where it is
   * @param message one sentence
   */
  public void report(DiagnosticCode code, SourceLocation location, String message) {
    collected.add(new Diagnostic(code, message, location));
  }

  /**
   * Adds all of them.
   *
   * @param diagnostics the diagnostics of an earlier piece of work
   */
  public void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(collected::add);
  }

  /** {@return what was collected so far} */
  public ImmutableList<Diagnostic> diagnostics() {
    return ImmutableList.copyOf(collected);
  }
}
