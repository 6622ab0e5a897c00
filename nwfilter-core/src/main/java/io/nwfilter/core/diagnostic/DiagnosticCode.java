package io.nwfilter.core.diagnostic;

import java.util.Optional;

/**
 * What a {@link Diagnostic} is about. The codes are constants of enums, each in the package that
 * reports them or, where several do, in the one that defines what they are about. Constants are
 * compared by identity, and told apart by their ids, which are unique.
 */
public interface DiagnosticCode {

  /** {@return the description of the code} */
  CodeDescription description();

  /** {@return the stable name: lower case, with hyphens} */
  default String id() {
    return description().id();
  }

  /** {@return how much it matters} */
  default Severity severity() {
    return description().severity();
  }

  /** {@return what happens, in a sentence without its full stop} */
  default String happens() {
    return description().happens();
  }

  /**
   * {@return what compiling as written makes of it; empty if it does not depend on how filters are
   * understood}
   */
  default Optional<String> asWritten() {
    return description().asWritten();
  }

  /** {@return what to write or do instead, as an imperative without its full stop} */
  default String advice() {
    return description().advice();
  }

  /** {@return the stable name} */
  @Override
  String toString();
}
