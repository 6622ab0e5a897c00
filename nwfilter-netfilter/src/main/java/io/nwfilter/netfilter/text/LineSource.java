package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.ToolVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text, one after the other, with limits on their length and that of the text. */
final class LineSource implements AutoCloseable {

  /** The longest text, in bytes: some hundred thousand rules. */
  static final long MAX_BYTES = 64L << 20;

  /** The longest line, in bytes: a list of a hundred thousand addresses does not fit. */
  static final int MAX_LINE = 1 << 20;

  private final String name;
  private final ToolVersion tools;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private byte[] line = new byte[512];
  private long bytes;
  private int number;

  LineSource(TextSource source) {
    this.name = source.name();
    this.tools = source.tools();
    try {
      this.in = source.open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** {@return the version of iptables that the words are meant for} */
  ToolVersion tools() {
    return tools;
  }

  /** {@return the number of the line that was returned last, from 1} */
  int number() {
    return number;
  }

  SourceLocation location(int column) {
    return new SourceLocation(name, number, column);
  }

  /** {@return the next line without its end, or null after the last one} */
  @Nullable String next() {
    number++;
    int length = 0;
    try {
      while (at < filled || fill()) {
        int end = at;
        while (end < filled && buffer[end] != '\n') {
          end++;
        }
        length = append(length, end);
        at = end;
        if (end < filled) {
          at++; // the end of the line
          bytes++;
          return decode(length);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return length == 0 ? null : decode(length);
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  /** Appends what comes before an end in the buffer to the line, unless that is too long. */
  private int append(int length, int end) {
    int count = end - at;
    if (count > MAX_LINE - length) {
      throw tooLarge("a line is longer than " + MAX_LINE + " bytes", MAX_LINE);
    }
    if (count > MAX_BYTES - bytes) {
      throw tooLarge(
          "the text is longer than " + MAX_BYTES + " bytes",
          length + (int) (MAX_BYTES - bytes) + 1);
    }
    if (count > line.length - length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
    }
    System.arraycopy(buffer, at, line, length, count);
    bytes += count;
    return length + count;
  }

  private String decode(int length) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    boolean ascii = true;
    for (int i = 0; i < end; i++) {
      byte b = line[i];
      if (b == 0) {
        throw new TextException(
            TextCode.RULES_UNREADABLE, "a NUL byte is not text", location(i + 1));
      }
      ascii &= b > 0;
    }
    if (ascii) {
      return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
    } catch (CharacterCodingException e) {
      throw new TextException(
          TextCode.RULES_UNREADABLE, "the line is not text in UTF-8", location(1));
    }
  }

  private TextException tooLarge(String message, int length) {
    return new TextException(TextCode.RULES_TOO_LARGE, message, location(length));
  }

  private TextException unreadable(IOException e) {
    return TextException.unreadable(e, new SourceLocation(name, number, 0));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
