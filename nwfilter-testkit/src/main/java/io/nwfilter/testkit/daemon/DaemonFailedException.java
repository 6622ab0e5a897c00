package io.nwfilter.testkit.daemon;

import java.io.Serial;

/**
 * Thrown when the private libvirtd does not start, ends or falls silent; the message has its log.
 */
public final class DaemonFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  DaemonFailedException(String message) {
    super(message);
  }

  DaemonFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
