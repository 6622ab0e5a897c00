package io.nwfilter.core.diagnostic;

import com.google.common.primitives.Longs;

/** Diagnostics that a {@link DiagnosticSink} itself adds. */
public enum SinkCode implements DiagnosticCode {
  /** There were more diagnostics than are kept. */
  MORE_DIAGNOSTICS(
      CodeDescription.warning(
          "more-diagnostics",
          "a document or an interface has more errors or more warnings than are kept (10,000 of"
              + " each); the message says how many more",
          "fix those that are listed first"));

  private final CodeDescription description;

  SinkCode(CodeDescription description) {
    this.description = description;
  }

  /** {@return what says that some were left out} */
  static Diagnostic more(long count, SourceLocation location) {
    return new Diagnostic(
        MORE_DIAGNOSTICS,
        (count == 1 ? "1 more error or warning is" : count + " more errors or warnings are")
            + " left out; fix those that are listed first",
        location);
  }

  /**
   * Returns how many diagnostics one stands for: one with the code {@link #MORE_DIAGNOSTICS} for
   * all that were left out, any other for itself.
   *
   * @param diagnostic the diagnostic
   * @return the number, at least 1
   */
  public static long count(Diagnostic diagnostic) {
    if (diagnostic.code() != MORE_DIAGNOSTICS) {
      return 1;
    }
    String message = diagnostic.message();
    Long count = Longs.tryParse(message.substring(0, Math.max(0, message.indexOf(' '))));
    return count == null ? 1 : count;
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
