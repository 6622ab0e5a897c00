package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.List;

/**
 * What was read from a document, and the diagnostics about it.
 *
 * @param <T> what was read
 * @param value what was read
 * @param diagnostics the warnings, in the order of the document
 */
public record ParseResult<T>(T value, List<Diagnostic> diagnostics) {

  /**
   * Checks that both are given.
   *
   * @param value what was read
   * @param diagnostics the warnings
   */
  public ParseResult {
    requireNonNull(value, "value");
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
  }
}
