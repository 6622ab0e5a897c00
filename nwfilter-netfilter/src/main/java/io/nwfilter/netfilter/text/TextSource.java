package io.nwfilter.netfilter.text;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the text of a tool is read from: a file, a string or a stream, in UTF-8. */
public final class TextSource {

  /** Opens the text. */
  private interface Opening {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opening opening;

  private TextSource(String name, Opening opening) {
    this.name = requireNonNull(name);
    this.opening = opening;
  }

  /**
   * {@return a source that opens a file whenever it is read}
   *
   * @param file the file, which messages name as it is given
   */
  public static TextSource file(Path file) {
    return new TextSource(file.toString(), () -> Files.newInputStream(file));
  }

  /**
   * {@return a source that holds its text}
   *
   * @param text the text
   * @param name the name that messages give it
   */
  public static TextSource text(String text, String name) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TextSource(name, () -> new ByteArrayInputStream(bytes));
  }

  /**
   * {@return a source that can be read once}
   *
   * @param stream the text; it is not closed, and may be read further than the text is used
   * @param name the name that messages give it
   */
  public static TextSource stream(InputStream stream, String name) {
    InputStream once = new BufferedInputStream(stream);
    return new TextSource(
        name,
        () ->
            new FilterInputStream(once) {
              @Override
              public void close() {
                // It stays with whoever has opened it.
              }
            });
  }

  /** {@return the name that messages give it} */
  public String name() {
    return name;
  }

  InputStream open() throws IOException {
    return opening.open();
  }

  /** {@return the first bytes, which are there to be read afterwards too, of a stream as well} */
  byte[] head(int length) throws IOException {
    try (InputStream in = opening.open()) {
      if (!in.markSupported()) {
        return in.readNBytes(length);
      }
      in.mark(length);
      byte[] head = in.readNBytes(length);
      in.reset();
      return head;
    }
  }
}
