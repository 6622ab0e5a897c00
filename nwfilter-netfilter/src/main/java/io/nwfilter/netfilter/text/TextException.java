package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.FileFailure;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.io.IOException;

/** The text of a tool cannot be read, or is not of its syntax. The diagnostic says where. */
public final class TextException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param code what is wrong
   * @param message one sentence
   * @param location where
   */
  public TextException(TextCode code, String message, SourceLocation location) {
    super(new Diagnostic(code, message, location));
  }

  /** {@return the exception for a text that cannot be read at all} */
  static TextException unreadable(IOException e, SourceLocation location) {
    return new TextException(
        TextCode.RULES_UNREADABLE,
        "the rules cannot be read: " + FileFailure.reason(e, location.document()),
        location);
  }
}
