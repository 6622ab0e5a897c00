package io.nwfilter.testkit.daemon;

import java.io.Serial;

/** Thrown when libvirtd refuses a request; the message is libvirt's own. */
public final class DaemonRefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  DaemonRefusedException(String message) {
    super(message);
  }
}
