package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a {@link DiagnosticCode} is described. This is also the text of {@code docs/quirks.md};
 * backquotes enclose what appears in documents and rules.
 *
 * @param id the stable name ({@code reject-is-drop}), by which diagnostics are searched for and
 *     suppressed: lower case, with hyphens
 * @param severity how much it matters
 * @param happens what happens, in a sentence without its full stop
 * @param asWritten what compiling as written makes of it; empty if it does not depend on how
 *     filters are understood
 * @param advice what to write or do instead, as an imperative without its full stop
 * @param namesOthers whether messages name other rules or interfaces, so that two of them are about
 *     the same only if they have the same words
 */
public record CodeDescription(
    String id,
    Severity severity,
    String happens,
    Optional<String> asWritten,
    String advice,
    boolean namesOthers) {

  /**
   * Checks that all components are given.
   *
   * @param id the stable name
   * @param severity how much it matters
   * @param happens what happens
   * @param asWritten what compiling as written makes of it
   * @param advice what to write or do instead
   * @param namesOthers whether messages name other places
   */
  public CodeDescription {
    requireNonNull(id);
    requireNonNull(severity);
    requireNonNull(happens);
    requireNonNull(asWritten);
    requireNonNull(advice);
  }

  /**
   * {@return the description of an error that does not depend on how filters are understood}
   *
   * @param id the stable name
   * @param happens what is wrong
   * @param advice what to do
   */
  public static CodeDescription error(String id, String happens, String advice) {
    return new CodeDescription(id, Severity.ERROR, happens, Optional.empty(), advice, false);
  }

  /**
   * {@return the description of an error that depends on how filters are understood}
   *
   * @param id the stable name
   * @param happens what is wrong
   * @param asWritten what compiling as written makes of it
   * @param advice what to do
   */
  public static CodeDescription error(String id, String happens, String asWritten, String advice) {
    return new CodeDescription(id, Severity.ERROR, happens, Optional.of(asWritten), advice, false);
  }

  /**
   * {@return the description of what need not be wrong}
   *
   * @param id the stable name
   * @param happens what there is to know
   * @param advice what to do if it is not meant so
   */
  public static CodeDescription info(String id, String happens, String advice) {
    return new CodeDescription(id, Severity.INFO, happens, Optional.empty(), advice, false);
  }

  /**
   * {@return the description of a warning that does not depend on how filters are understood}
   *
   * @param id the stable name
   * @param happens what happens
   * @param advice what to do
   */
  public static CodeDescription warning(String id, String happens, String advice) {
    return new CodeDescription(id, Severity.WARNING, happens, Optional.empty(), advice, false);
  }

  /**
   * {@return the description of a warning about something that libvirt does differently}
   *
   * @param id the stable name
   * @param happens what libvirt does
   * @param asWritten what compiling as written makes of it
   * @param advice what to write instead
   */
  public static CodeDescription warning(
      String id, String happens, String asWritten, String advice) {
    return new CodeDescription(
        id, Severity.WARNING, happens, Optional.of(asWritten), advice, false);
  }

  /** {@return the description of a code whose messages name other places} */
  public CodeDescription namingOthers() {
    return new CodeDescription(id, severity, happens, asWritten, advice, true);
  }
}
