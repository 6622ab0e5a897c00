package io.nwfilter.xml;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * Reads and writes libvirt's documents. All methods are pure but for reading the file or stream
 * they are given, and safe to call from any number of threads.
 *
 * <p>Reading throws a {@link DocumentException} for a document that cannot be read, is not
 * well-formed, is too large or too deep, has a DTD, or says what libvirt refuses; what libvirt
 * ignores becomes a diagnostic of the result.
 */
public final class LibvirtXml {

  private LibvirtXml() {}

  /**
   * Reads a filter.
   *
   * @param file a file whose root element is {@code <filter>}
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(Path file) {
    return read(XmlText.read(file), RootElement::filter);
  }

  /**
   * Reads a filter.
   *
   * @param text a document whose root element is {@code <filter>}
   * @param document the document's name, for messages
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(String text, String document) {
    return read(new XmlText(text, document), RootElement::filter);
  }

  /**
   * Reads a filter.
   *
   * @param stream a document whose root element is {@code <filter>}; it is not closed
   * @param document the document's name, for messages
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::filter);
  }

  /**
   * Reads a filter binding.
   *
   * @param file a file whose root element is {@code <filterbinding>}
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(Path file) {
    return read(XmlText.read(file), RootElement::binding);
  }

  /**
   * Reads a filter binding.
   *
   * @param text a document whose root element is {@code <filterbinding>}
   * @param document the document's name, for messages
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(String text, String document) {
    return read(new XmlText(text, document), RootElement::binding);
  }

  /**
   * Reads a filter binding.
   *
   * @param stream a document whose root element is {@code <filterbinding>}; it is not closed
   * @param document the document's name, for messages
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::binding);
  }

  /**
   * Reads a domain.
   *
   * @param file a file whose root element is {@code <domain>}
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(Path file) {
    return read(XmlText.read(file), RootElement::domain);
  }

  /**
   * Reads a domain.
   *
   * @param text a document whose root element is {@code <domain>}
   * @param document the document's name, for messages
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(String text, String document) {
    return read(new XmlText(text, document), RootElement::domain);
  }

  /**
   * Reads a domain.
   *
   * @param stream a document whose root element is {@code <domain>}; it is not closed
   * @param document the document's name, for messages
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::domain);
  }

  /**
   * Reads a document of any kind.
   *
   * @param file a file whose root element tells what it is
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(Path file) {
    return read(XmlText.read(file), RootElement::document);
  }

  /**
   * Reads a document of any kind.
   *
   * @param text a document whose root element tells what it is
   * @param document the document's name, for messages
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(String text, String document) {
    return read(new XmlText(text, document), RootElement::document);
  }

  /**
   * Reads a document of any kind.
   *
   * @param stream a document whose root element tells what it is; it is not closed
   * @param document the document's name, for messages
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::document);
  }

  /**
   * Returns a filter in canonical form: attributes in libvirt's order, indented by two blanks, as
   * {@code virsh nwfilter-dumpxml} prints it. Reading it gives an equal filter. For that it differs
   * from libvirt where libvirt's own form loses something: line breaks and tabs in values, the
   * names that filter references hold, a priority 0 of a chain that has another by default,
   * negations and ipsets that libvirt forgets.
   *
   * @param filter the filter
   * @return the text of a whole document
   * @throws DocumentException with code {@link DiagnosticCode#UNPRINTABLE} if it was built in code
   *     and holds a character that XML has not
   */
  public static String write(Filter filter) {
    return FilterWriter.write(filter);
  }

  /**
   * Returns a filter binding in canonical form, as {@code virsh nwfilter-binding-dumpxml} prints
   * it. Reading it gives an equal binding.
   *
   * @param binding the binding
   * @return the text of a whole document
   * @throws DocumentException with code {@link DiagnosticCode#UNPRINTABLE} if it was built in code
   *     and holds a character that XML has not
   */
  public static String write(FilterBinding binding) {
    return BindingWriter.write(binding);
  }

  private static <T> ParseResult<T> read(
      XmlText source, BiFunction<DocumentReader, XmlElement, T> parser) {
    try (DocumentReader reader = XmlStreams.open(source)) {
      return reader.result(parser.apply(reader, reader.root()));
    }
  }
}
