package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What became of a domain: its rules, or the errors of all its interfaces.
 *
 * @param compiled the rules; empty if there are errors
 * @param diagnostics errors and warnings in the order of the interfaces, each only once
 */
public record CompileResult(Optional<CompiledDomain> compiled, List<Diagnostic> diagnostics) {

  /**
   * Checks that there are rules or errors.
   *
   * @param compiled the rules
   * @param diagnostics the diagnostics
   * @throws IllegalArgumentException if there are neither, or both
   */
  public CompileResult {
    requireNonNull(compiled, "compiled");
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
    if (compiled.isPresent() == hasErrors(diagnostics)) {
      throw new IllegalArgumentException("either rules or errors, not both and not neither");
    }
  }

  private static boolean hasErrors(List<Diagnostic> diagnostics) {
    return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
  }

  /** {@return the errors of all interfaces, in their order; empty if there are rules} */
  public List<Diagnostic> errors() {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the rules}
   *
   * @throws CompileException if there are errors, with all that was found
   */
  public CompiledDomain orElseThrow() {
    return compiled.orElseThrow(() -> new CompileException(diagnostics));
  }
}
