package io.nwfilter.netfilter.diagram;

import java.io.IOException;

/** Graphviz is not installed, or does not draw a picture. The message says what to do. */
public final class GraphvizException extends IOException {

  private static final long serialVersionUID = 1L;

  GraphvizException(String message) {
    super(message);
  }

  GraphvizException(String message, Throwable cause) {
    super(message, cause);
  }
}
