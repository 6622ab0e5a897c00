package io.nwfilter.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output: characters in UTF-8, or bytes as they are. {@link #checkError()} tells if any of
 * it could not be written, also by a {@link java.io.PrintStream}, which keeps that to itself.
 */
final class StandardOutput extends PrintWriter {

  private final OutputStream stream;

  StandardOutput(OutputStream stream) {
    super(stream, false, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** Prints a document in whatever encoding it has; {@link #checkError()} tells if it failed. */
  void document(byte[] bytes) {
    flush();
    try {
      stream.write(bytes);
    } catch (IOException e) {
      setError();
    }
  }
}
