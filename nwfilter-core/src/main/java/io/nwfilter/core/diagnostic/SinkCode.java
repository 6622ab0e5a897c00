package io.nwfilter.core.diagnostic;

/** Diagnostics that a {@link DiagnosticSink} itself adds. */
public enum SinkCode implements DiagnosticCode {
  /** There were more diagnostics than are kept. */
  MORE_DIAGNOSTICS(
      CodeDescription.warning(
          "more-diagnostics",
          "a document or an interface has more diagnostics than are kept (10,000); the message says"
              + " how many more",
          "fix what is reported first"));

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
