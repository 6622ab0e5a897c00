package io.nwfilter.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard output: characters in UTF-8, or bytes as they are. */
final class StandardOutput extends PrintWriter {

  private final OutputStream stream;

  StandardOutput(OutputStream stream) {
    super(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
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
