package io.nwfilter.core.diagnostic;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects diagnostics during one piece of work, in the order in which they come and each only
 * once. It keeps only the first of very many errors, and of very many warnings, and counts the
 * rest. Not safe for use by several threads at a time.
 */
public final class DiagnosticSink {

  /**
   * How many warnings are kept, and how many errors: enough for any reader, too few to exhaust a
   * host. Warnings never take the place of errors.
   */
  public static final int MAX_KEPT = 10_000;

  private final Set<Diagnostic> collected = new LinkedHashSet<>();
  private final Map<Severity, Integer> kept = new EnumMap<>(Severity.class);
  private long more;

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
    add(new Diagnostic(code, message, location));
  }

  /**
   * Adds a diagnostic, unless an equal one is there already.
   *
   * @param code what it is about
   * @param origin where it is, and how it was reached
   * @param message one sentence
   */
  public void report(DiagnosticCode code, Origin origin, String message) {
    add(new Diagnostic(code, message, origin));
  }

  private void add(Diagnostic diagnostic) {
    if (diagnostic.code() == SinkCode.MORE_DIAGNOSTICS) {
      more += SinkCode.count(diagnostic);
    } else if (kept.getOrDefault(diagnostic.severity(), 0) < MAX_KEPT) {
      if (collected.add(diagnostic)) {
        kept.merge(diagnostic.severity(), 1, Integer::sum);
      }
    } else if (!collected.contains(diagnostic)) {
      more++;
    }
  }

  /**
   * Adds all of them.
   *
   * @param diagnostics the diagnostics of an earlier piece of work
   */
  public void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /**
   * {@return what was collected so far} If there were more than {@value #MAX_KEPT} of one severity,
   * one with the code {@link SinkCode#MORE_DIAGNOSTICS} follows them, in the document of the last
   * one.
   */
  public List<Diagnostic> diagnostics() {
    if (more == 0) {
      return ImmutableList.copyOf(collected);
    }
    ImmutableList.Builder<Diagnostic> all = ImmutableList.<Diagnostic>builder().addAll(collected);
    return all.add(SinkCode.more(more, lastDocument())).build();
  }

  private SourceLocation lastDocument() {
    Diagnostic last = Iterables.getLast(collected, null);
    return last == null ? SourceLocation.NONE : SourceLocation.of(last.location().document());
  }
}
