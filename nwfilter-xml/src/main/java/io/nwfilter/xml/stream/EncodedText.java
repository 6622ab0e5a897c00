package io.nwfilter.xml.stream;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of a document together with its text, so that parts can be replaced in both. */
public final class EncodedText {

  /**
   * What takes the place of a part of the text.
   *
   * @param start where the part begins, in characters without the byte order mark
   * @param end where it ends
   * @param markup what takes its place; what the encoding does not have becomes a reference
   */
  public record Splice(int start, int end, String markup) {}

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
  public static EncodedText of(byte[] bytes, String document) {
    return new EncodedText(bytes, XmlDecoder.charset(bytes, document), document);
  }

  /** {@return a text in the encoding that it declares; in UTF-8 if it declares none} */
  public static EncodedText of(String text, String document) {
    Charset charset = XmlDecoder.declared(text, document);
    if (!charset.canEncode()) {
      throw uneditable(charset, document);
    }
    String plain = XmlDecoder.withoutMark(text);
    String marked = charset.equals(StandardCharsets.UTF_8) ? text : plain;
    requireEncodable(marked, charset, document);
    return checked(marked.getBytes(charset), plain, charset, document);
  }

  private static void requireEncodable(String text, Charset charset, String document) {
    CharsetEncoder encoder = charset.newEncoder();
    if (encoder.canEncode(text)) {
      return;
    }
    int place = 0;
    while (place < text.length()) {
      int character = text.codePointAt(place);
      if (!encoder.canEncode(Character.toString(character))) {
        throw new DocumentException(
            DocumentCode.XML_SYNTAX,
            XmlDecoder.end(text.substring(0, place), document),
            String.format(
                "the text has the character U+%04X, which its encoding %s does not have",
                character, charset.name()));
      }
      place += Character.charCount(character);
    }
    throw uneditable(charset, document);
  }

  /** {@return the text without a byte order mark} */
  public XmlText xml() {
    return new XmlText(XmlDecoder.withoutMark(markedText), document);
  }

  /** {@return the bytes} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * {@return the text with parts replaced, and all other bytes as they were}
   *
   * @param splices the parts, in the order of the text
   */
  public EncodedText replace(List<Splice> splices) {
    if (!charset.canEncode()) {
      throw uneditable(charset, document);
    }
    List<Splice> encodable =
        splices.stream()
            .map(splice -> new Splice(splice.start, splice.end, encodable(splice.markup)))
            .toList();
    return checked(replacedBytes(encodable), replacedText(encodable), charset, document);
  }

  private String replacedText(List<Splice> splices) {
    String text = xml().text();
    StringBuilder replaced = new StringBuilder(text.length());
    int done = 0;
    for (Splice splice : splices) {
      replaced.append(text, done, splice.start).append(splice.markup);
      done = splice.end;
    }
    return replaced.append(text, done, text.length()).toString();
  }

  private byte[] replacedBytes(List<Splice> splices) {
    int mark = markedText.length() - xml().text().length();
    ByteOffsets offsets = new ByteOffsets(bytes, charset, markedText.length());
    ByteArrayOutputStream replaced = new ByteArrayOutputStream(bytes.length);
    int done = 0;
    for (Splice splice : splices) {
      replaced.write(bytes, done, offsets.of(mark + splice.start) - done);
      replaced.writeBytes(splice.markup.getBytes(charset));
      done = offsets.of(mark + splice.end);
    }
    replaced.write(bytes, done, bytes.length - done);
    return replaced.toByteArray();
  }

  /**
   * Encodings that shift between states cannot be cut anywhere, and some cannot be detected again.
   */
  private static EncodedText checked(
      byte[] bytes, String expected, Charset charset, String document) {
    EncodedText text;
    try {
      text = of(bytes, document);
    } catch (DocumentException e) {
      throw uneditable(charset, document);
    }
    if (!text.xml().text().equals(expected)) {
      throw uneditable(charset, document);
    }
    return text;
  }

  private static DocumentException uneditable(Charset charset, String document) {
    return new DocumentException(
        DocumentCode.XML_REFUSED,
        SourceLocation.of(document),
        "a document in the encoding " + charset.name() + " cannot be edited");
  }

  private String encodable(String markup) {
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
