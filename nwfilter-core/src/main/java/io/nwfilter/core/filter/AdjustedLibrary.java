package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.List;

/**
 * A library after adjustments.
 *
 * @param library the library
 * @param diagnostics a warning for each adjustment that changes nothing
 */
public record AdjustedLibrary(FilterLibrary library, List<Diagnostic> diagnostics) {

  /**
   * Checks that both are given.
   *
   * @param library the library
   * @param diagnostics a warning for each adjustment that changes nothing
   */
  public AdjustedLibrary {
    requireNonNull(library, "library");
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
  }
}
