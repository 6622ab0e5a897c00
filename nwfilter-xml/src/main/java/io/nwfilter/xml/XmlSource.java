package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import io.nwfilter.xml.stream.EncodedText;
import io.nwfilter.xml.stream.XmlText;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where the text of a document comes from: a file, a string, a stream or bytes. Nothing is read
 * before a method such as {@link LibvirtXml#readFilter(XmlSource)} is given the source; that method
 * throws a {@link io.nwfilter.xml.diagnostic.DocumentException} if it cannot be read.
 *
 * <p>Files, streams and bytes are decoded as their byte order mark or their XML declaration says
 * (XML 1.0, appendix F), as UTF-8 if there is neither. A document may have at most 16 MiB, or 16 Mi
 * characters as a string.
 */
public abstract sealed class XmlSource permits XmlSource.OfBytes, XmlSource.OfText {

  private final String name;

  private XmlSource(String name) {
    this.name = requireNonNull(name, "name");
  }

  /**
   * Returns a file, whose name in messages is its path. It can be read any number of times.
   *
   * @param path the file
   * @return the source
   */
  public static XmlSource file(Path path) {
    requireNonNull(path, "path");
    return new OfBytes(path.toString(), () -> XmlText.bytes(path));
  }

  /**
   * Returns a document in a string, whatever encoding it declares.
   *
   * @param xml the document
   * @param name the document's name, for messages
   * @return the source
   * @throws IllegalArgumentException if both were swapped: the name begins with {@code <}, and the
   *     document has none
   */
  public static XmlSource text(String xml, String name) {
    requireNonNull(xml, "xml");
    if (requireNonNull(name, "name").stripLeading().startsWith("<")
        && !xml.isBlank()
        && xml.indexOf('<') < 0) {
      throw new IllegalArgumentException(
          "the name is a document and the document '"
              + xml
              + "' a name: the first argument is the document, the second its name");
    }
    return new OfText(xml, name);
  }

  /**
   * Returns what a stream holds up to its end. It is read there, not closed, and cannot be read a
   * second time.
   *
   * @param in the stream
   * @param name the document's name, for messages
   * @return the source
   */
  public static XmlSource stream(InputStream in, String name) {
    requireNonNull(in, "in");
    return new OfBytes(name, () -> XmlText.bytes(in, name));
  }

  /**
   * Returns a document in bytes, which are copied.
   *
   * @param xml the document
   * @param name the document's name, for messages
   * @return the source
   */
  public static XmlSource bytes(byte[] xml, String name) {
    byte[] copy = requireNonNull(xml, "xml").clone();
    return new OfBytes(name, () -> XmlText.bytes(new ByteArrayInputStream(copy), name));
  }

  /** {@return the text to parse} */
  abstract XmlText text();

  /** {@return the text to edit, with its bytes} */
  abstract EncodedText encoded();

  /** {@return the document's name, for messages} */
  public final String name() {
    return name;
  }

  /** {@return the document's name, for messages} */
  @Override
  public final String toString() {
    return name;
  }

  /** Bytes that are decoded as they say. */
  static final class OfBytes extends XmlSource {

    private final Supplier<byte[]> bytes;

    private OfBytes(String name, Supplier<byte[]> bytes) {
      super(name);
      this.bytes = bytes;
    }

    @Override
    XmlText text() {
      return XmlText.decode(bytes.get(), name());
    }

    @Override
    EncodedText encoded() {
      return EncodedText.of(bytes.get(), name());
    }
  }

  /** A text that need not be decoded. */
  static final class OfText extends XmlSource {

    private final String text;

    private OfText(String text, String name) {
      super(name);
      this.text = requireNonNull(text, "text");
    }

    @Override
    XmlText text() {
      return new XmlText(text, name());
    }

    @Override
    EncodedText encoded() {
      return EncodedText.of(text, name());
    }
  }
}
