package io.nwfilter.netfilter.capture;

import java.io.IOException;

/** A file is not one of captured packets, is cut off, or holds something that cannot be. */
public final class CaptureException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Where the problem is, in octets from the start of the file. */
  private final long offset;

  /**
   * Creates an exception.
   *
   * @param problem what is wrong
   * @param offset where in the file, in octets from its start
   */
  CaptureException(String problem, long offset) {
    super("octet " + offset + ": " + problem);
    this.offset = offset;
  }

  /** {@return where in the file it is, in octets from its start} */
  public long offset() {
    return offset;
  }
}
