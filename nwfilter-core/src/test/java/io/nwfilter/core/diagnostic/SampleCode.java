package io.nwfilter.core.diagnostic;

/** Codes to test diagnostics with. */
enum SampleCode implements DiagnosticCode {
  WRONG_ROOT(CodeDescription.error("wrong-root", "it is of another kind", "give another one")),
  MISSING(CodeDescription.error("missing", "something is missing", "add it")),
  MIRRORED(CodeDescription.warning("mirrored", "it is swapped", "swap it")),
  REJECT_IS_DROP(
      CodeDescription.warning(
          "reject-is-drop",
          "it cannot reject",
          "refused",
          "write `drop`, or use a protocol of the IP layer"));

  private final CodeDescription description;

  SampleCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  @Override
  public String toString() {
    return id();
  }
}
