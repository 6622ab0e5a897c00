package io.nwfilter.cli;

import io.nwfilter.netfilter.capture.CaptureReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens files of captured packets, which can be read several times, standard input as well. */
final class Captures {

  private final InputStream standardInput;

  /** What standard input had, once it has been read. */
  private byte @Nullable [] content;

  Captures(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * {@return a reader of a file; to be closed}
   *
   * @param name the file's name, or that of standard input
   * @throws IOException if it cannot be read, or is not a file of captured packets
   */
  CaptureReader open(String name) throws IOException {
    if (!name.equals(DocumentSources.STANDARD_INPUT)) {
      return CaptureReader.open(path(name));
    }
    byte[] octets = content;
    if (octets == null) {
      octets = standardInput.readAllBytes();
      content = octets;
    }
    return new CaptureReader(new ByteArrayInputStream(octets));
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("that is not the name of a file", e);
    }
  }
}
