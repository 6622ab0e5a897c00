package io.nwfilter.core.diagnostic;

/** What a {@link DiagnosticSink} says of itself. */
public enum SinkCode implements DiagnosticCode {
  /** There was more to say than anybody reads. */
  MORE_DIAGNOSTICS(
      CodeDescription.warning(
          "more-diagnostics",
          "there is more to say of a document or an interface than is kept (10,000 lines); the"
              + " message says how much",
          "mend what is said first"));

  private final CodeDescription description;

  SinkCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }
}
