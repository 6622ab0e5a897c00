package io.nwfilter.xml;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** The bytes of a document beside its text, so that a part can be replaced in both. */
final class EncodedText {

  private final byte[] bytes;
  private final Charset charset;
  private final String markedText;
  private final String document;

  private EncodedText(byte[] bytes, Charset charset, String document) {
    this.bytes = bytes;
    this.charset = charset;
    this.markedText = XmlDecoder.decode(bytes, charset, document);
    this.document = document;
  }

  /** {@return the text of a document in whatever encoding} */
  static EncodedText of(byte[] bytes, String document) {
    return new EncodedText(bytes, XmlDecoder.charset(bytes, document), document);
  }

  /** {@return a text, whatever encoding it declares, in UTF-8} */
  static EncodedText of(String text, String document) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new DocumentException(
          DiagnosticCode.XML_SYNTAX,
          SourceLocation.of(document),
          "the text has half of a surrogate pair");
    }
    return new EncodedText(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, document);
  }

  /** {@return the text without a byte order mark} */
  XmlText xml() {
    return new XmlText(XmlDecoder.withoutMark(markedText), document);
  }

  /** {@return the bytes} */
  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * {@return the text with a part replaced, and all other bytes as they were}
   *
   * @param start where the part begins, in characters without the byte order mark
   * @param end where it ends
   * @param markup what takes its place; what the encoding has not becomes a reference
   */
  EncodedText replace(int start, int end, String markup) {
    int mark = markedText.length() - xml().text().length();
    String put = encodable(markup);
    byte[] replacement = put.getBytes(charset);
    int from = byteOffset(mark + start);
    int to = byteOffset(mark + end);
    ByteBuffer edited = ByteBuffer.allocate(from + replacement.length + bytes.length - to);
    edited.put(bytes, 0, from).put(replacement).put(bytes, to, bytes.length - to);
    String expected =
        markedText.substring(0, mark + start) + put + markedText.substring(mark + end);
    return checked(edited.array(), expected);
  }

  /** Encodings that shift between states cannot be cut anywhere. */
  private EncodedText checked(byte[] edited, String expected) {
    EncodedText text;
    try {
      text = new EncodedText(edited, charset, document);
    } catch (DocumentException e) {
      throw uneditable();
    }
    if (!text.markedText.equals(expected)) {
      throw uneditable();
    }
    return text;
  }

  private DocumentException uneditable() {
    return new DocumentException(
        DiagnosticCode.XML_REFUSED,
        SourceLocation.of(document),
        "a document in the encoding " + charset.name() + " cannot be edited");
  }

  private int byteOffset(int characters) {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    decoder.decode(in, CharBuffer.allocate(characters), true);
    return in.position();
  }

  private String encodable(String markup) {
    if (!charset.canEncode()) {
      throw uneditable();
    }
    CharsetEncoder encoder = charset.newEncoder();
    if (encoder.canEncode(markup)) {
      return markup;
    }
    StringBuilder encodable = new StringBuilder();
    markup
        .codePoints()
        .forEach(
            c -> {
              if (encoder.canEncode(Character.toString(c))) {
                encodable.appendCodePoint(c);
              } else {
                encodable.append("&#").append(c).append(';');
              }
            });
    return encodable.toString();
  }
}
