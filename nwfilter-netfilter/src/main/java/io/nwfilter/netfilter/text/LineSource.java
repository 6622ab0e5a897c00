package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.SourceLocation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text, one after the other, none of which is longer than is good. */
final class LineSource implements AutoCloseable {

  /** The longest text, in bytes: some hundred thousand rules. */
  static final long MAX_BYTES = 64L << 20;

  /** The longest line, in bytes: a list of a hundred thousand addresses does not fit. */
  static final int MAX_LINE = 1 << 20;

  private final String name;
  private final InputStream in;
  private byte[] line = new byte[512];
  private long bytes;
  private int number;
  private boolean ended;

  LineSource(TextSource source) {
    this.name = source.name();
    try {
      this.in = new BufferedInputStream(source.open(), 1 << 16);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** {@return the number of the line that was returned last, from 1} */
  int number() {
    return number;
  }

  /** {@return whether the line that was returned last had no end} */
  boolean isCutOff() {
    return ended;
  }

  SourceLocation location(int column) {
    return new SourceLocation(name, number, column);
  }

  /** {@return the next line without its end, or null after the last one} */
  @Nullable String next() {
    number++;
    int length = 0;
    try {
      int b = in.read();
      while (b >= 0 && b != '\n') {
        if (length == MAX_LINE) {
          throw tooLarge("a line is longer than " + MAX_LINE + " bytes", length);
        }
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = (byte) b;
        if (++bytes > MAX_BYTES) {
          throw tooLarge("the text is longer than " + MAX_BYTES + " bytes", length);
        }
        b = in.read();
      }
      bytes++;
      ended = b < 0;
      return ended && length == 0 ? null : decode(length);
    } catch (IOException e) {
      throw unreadable(e);
    }
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
