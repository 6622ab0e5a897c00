package io.nwfilter.xml.stream;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a document as its byte order mark or its declaration says (XML 1.0, appendix F),
 * strictly: an invalid byte is an error with its place, where StAX would put another character or
 * say only that there is one in the next few thousand.
 */
public final class XmlDecoder {

  /** A declaration is shorter than this, or not looked at. */
  private static final int MAX_DECLARATION = 256;

  /** What may precede the text and is not part of it. */
  static final String MARK = "\ufeff";

  private XmlDecoder() {}

  /** {@return the text, without a byte order mark} */
  static String decode(byte[] bytes, String document) {
    return withoutMark(decode(bytes, charset(bytes, document), document));
  }

  /** {@return a text without a byte order mark} */
  static String withoutMark(String text) {
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  /** {@return the text, with a byte order mark if there is one} */
  static String decode(byte[] bytes, Charset charset, String document) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate((int) (bytes.length * decoder.maxCharsPerByte()) + 1);
    boolean failed = decoder.decode(in, out, true).isError() || decoder.flush(out).isError();
    String text = out.flip().toString();
    if (failed) {
      throw new DocumentException(
          DocumentCode.XML_SYNTAX,
          end(text, document),
          "byte " + in.position() + " of the document is not valid in " + charset.name());
    }
    return text;
  }

  /** {@return the encoding of a document} */
  public static Charset charset(byte[] bytes, String document) {
    int start = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return switch (start) {
      case 0xfeff, 0x003c -> StandardCharsets.UTF_16BE;
      case 0xfffe, 0x3c00 -> StandardCharsets.UTF_16LE;
      case 0xefbb -> StandardCharsets.UTF_8;
      default -> declared(bytes, document);
    };
  }

  /** {@return the encoding that the declaration names, which is in ASCII in all that are left} */
  private static Charset declared(byte[] bytes, String document) {
    int length = Math.min(bytes.length, MAX_DECLARATION);
    Charset charset = declared(new String(bytes, 0, length, StandardCharsets.ISO_8859_1), document);
    if (charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")) {
      throw illegal(charset.name(), "is not the one that it is written in", document);
    }
    return charset;
  }

  /** {@return the encoding that the declaration of a text names; UTF-8 if it names none} */
  static Charset declared(String text, String document) {
    String plain = withoutMark(text);
    String begin = plain.substring(0, Math.min(plain.length(), MAX_DECLARATION));
    int end = begin.indexOf("?>");
    int name = begin.indexOf("encoding");
    if (!begin.startsWith("<?xml") || name < 0 || name > end) {
      return StandardCharsets.UTF_8;
    }
    int open = quote(begin, name);
    int close = open < 0 ? -1 : begin.indexOf(begin.charAt(open), open + 1);
    if (close < 0) {
      return StandardCharsets.UTF_8; // the parser knows better what is wrong with it
    }
    return named(begin.substring(open + 1, close), document);
  }

  private static int quote(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '"' || text.charAt(i) == '\'') {
        return i;
      }
    }
    return -1;
  }

  private static Charset named(String name, String document) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw illegal(name, "is not known", document);
    }
  }

  private static DocumentException illegal(String name, String what, String document) {
    return new DocumentException(
        DocumentCode.XML_SYNTAX,
        new SourceLocation(document, 1, 1),
        "the encoding '" + name + "' that the document declares " + what);
  }

  /** {@return the place after a text} */
  static SourceLocation end(String text, String document) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
        line++;
        start = i + 1;
      }
    }
    return new SourceLocation(document, line, text.length() - start + 1);
  }
}
