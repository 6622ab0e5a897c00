package io.nwfilter.netfilter.text;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.ToolVersion;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where the text of a tool is read from: a file, a string or a stream, in UTF-8. */
public final class TextSource {

  /** Opens the text. */
  private interface Opening {
    InputStream open() throws IOException;
  }

  private final String name;
  private final ToolVersion tools;
  private static final int BEGINNING = 1 << 16;

  private final Opening opening;

  private TextSource(String name, Opening opening) {
    this(name, ToolVersion.V1_8_9, opening);
  }

  private TextSource(String name, ToolVersion tools, Opening opening) {
    this.name = requireNonNull(name);
    this.tools = requireNonNull(tools);
    this.opening = opening;
  }

  /**
   * {@return a source that opens a file whenever it is read; what is not a regular file, such as a
   * pipe, is opened once and can be read once}
   *
   * @param file the file, whose path messages show as it is given
   */
  public static TextSource file(Path file) {
    String name = file.toString();
    if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
      return new TextSource(name, () -> Files.newInputStream(file));
    }
    Supplier<InputStream> once = Suppliers.memoize(() -> opened(file));
    return new TextSource(
        name,
        () -> {
          try {
            return new Unclosed(once.get());
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private static InputStream opened(Path file) {
    try {
      return new BufferedInputStream(new FileInputStream(file.toFile())); // which may be a pipe
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stream that stays open. */
  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // It belongs to the caller that opened it.
    }
  }

  /**
   * {@return a source that holds its text}
   *
   * @param text the text
   * @param name the name of the text in messages
   * @throws IllegalArgumentException if both were swapped
   */
  public static TextSource text(String text, String name) {
    requireNonNull(text, "text");
    if (requireNonNull(name, "name").indexOf('\n') >= 0 && text.indexOf('\n') < 0) {
      throw new IllegalArgumentException(
          "the name has several lines and the text has one: the first argument is the text, the"
              + " second its name");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TextSource(name, () -> new ByteArrayInputStream(bytes));
  }

  /**
   * {@return a source that can be read once}
   *
   * @param stream the text; it is not closed, and may be read beyond what is used
   * @param name the name of the text in messages
   */
  public static TextSource stream(InputStream stream, String name) {
    InputStream once = new BufferedInputStream(stream);
    return new TextSource(name, () -> new Unclosed(once));
  }

  /**
   * {@return the same text, whose words mean what they mean to a version of iptables} The only word
   * that versions read differently is the ICMP type 255 with a code.
   *
   * @param version the version; {@link ToolVersion#V1_8_9} unless this is called
   */
  public TextSource of(ToolVersion version) {
    return new TextSource(name, version, opening);
  }

  /** {@return the version of iptables that the words are meant for} */
  public ToolVersion tools() {
    return tools;
  }

  /** {@return the name of the text in messages} */
  public String name() {
    return name;
  }

  /**
   * Reads the text.
   *
   * @param reader gets one line after the other, without its end
   * @throws TextException if the text cannot be read, is too large or not in UTF-8
   */
  public void forEachLine(Consumer<String> reader) {
    try (LineSource lines = new LineSource(this)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        reader.accept(line);
      }
    }
  }

  InputStream open() throws IOException {
    return opening.open();
  }

  /**
   * {@return the first characters, of octets as they are} A source that can be read only once can
   * still be read afterwards.
   *
   * @throws TextException if the text cannot be read
   */
  public String beginning() {
    try {
      return new String(head(BEGINNING), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw TextException.unreadable(e, SourceLocation.of(name));
    }
  }

  /** {@return the first bytes, which can be read again afterwards, even from a stream} */
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
