package io.nwfilter.xml.stream;

import io.nwfilter.core.diagnostic.FileFailure;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a document, read and decoded before parsing begins: what fails after that is the
 * markup.
 *
 * @param text the text
 * @param document the document's name, for messages
 */
public record XmlText(String text, String document) {

  /**
   * The largest document: in bytes as a file or stream, in characters as a text. The domains and
   * filters of real hosts have kilobytes.
   */
  static final int MAX_SIZE = 16 << 20;

  /**
   * Checks the size.
   *
   * @param text the text
   * @param document the document's name, for messages
   */
  public XmlText {
    if (text.length() > MAX_SIZE) {
      throw tooLarge(document, "characters");
    }
  }

  /** {@return the text of a document in whatever encoding} */
  public static XmlText decode(byte[] bytes, String document) {
    return new XmlText(XmlDecoder.decode(bytes, document), document);
  }

  /** {@return the bytes of a file} */
  public static byte[] bytes(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return bytes(stream, file.toString());
    } catch (IOException | SecurityException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /** {@return the bytes that a stream holds up to its end} Does not close it. */
  public static byte[] bytes(InputStream stream, String document) {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(MAX_SIZE + 1);
    } catch (IOException e) {
      throw unreadable(document, e);
    }
    if (bytes.length > MAX_SIZE) {
      throw tooLarge(document, "bytes");
    }
    return bytes;
  }

  /** {@return the exception for what cannot be read} */
  public static DocumentException unreadable(String document, Exception cause) {
    return new DocumentException(
        DocumentCode.UNREADABLE,
        SourceLocation.of(document),
        "cannot be read: " + FileFailure.reason(cause, document),
        cause);
  }

  private static DocumentException tooLarge(String document, String units) {
    return new DocumentException(
        DocumentCode.XML_REFUSED,
        SourceLocation.of(document),
        "the document is larger than " + MAX_SIZE + " " + units);
  }
}
