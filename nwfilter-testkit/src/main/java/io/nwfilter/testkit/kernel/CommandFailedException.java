package io.nwfilter.testkit.kernel;

import java.io.Serial;

/** Thrown when a command that the harness needs fails, cannot be started or does not end. */
public final class CommandFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
