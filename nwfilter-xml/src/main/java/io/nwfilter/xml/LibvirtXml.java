package io.nwfilter.xml;

import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
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
    return readFilter(file, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter that is to be understood in one way or another. As written, an IPv6 address may
   * end a range of destinations, and what libvirt ignores inside of rules is an error.
   *
   * @param file a file whose root element is {@code <filter>}
   * @param semantics how it is understood
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(Path file, Semantics semantics) {
    return readFilter(XmlText.read(file), semantics);
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
    return readFilter(text, document, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter that is to be understood in one way or another. As written, an IPv6 address may
   * end a range of destinations, and what libvirt ignores inside of rules is an error.
   *
   * @param text a document whose root element is {@code <filter>}
   * @param document the document's name, for messages
   * @param semantics how it is understood
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(String text, String document, Semantics semantics) {
    return readFilter(new XmlText(text, document), semantics);
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
    return readFilter(stream, document, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter that is to be understood in one way or another. As written, an IPv6 address may
   * end a range of destinations, and what libvirt ignores inside of rules is an error.
   *
   * @param stream a document whose root element is {@code <filter>}; it is not closed
   * @param document the document's name, for messages
   * @param semantics how it is understood
   * @return the filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Filter> readFilter(
      InputStream stream, String document, Semantics semantics) {
    return readFilter(XmlText.read(stream, document), semantics);
  }

  /**
   * Reads a filter binding.
   *
   * @param file a file whose root element is {@code <filterbinding>}
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(Path file) {
    return readFilterBinding(file, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter binding that is to be understood in one way or another. As written, a MAC
   * address that libvirt misreads is an error.
   *
   * @param file a file whose root element is {@code <filterbinding>}
   * @param semantics how it is understood
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(Path file, Semantics semantics) {
    return readFilterBinding(XmlText.read(file), semantics);
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
    return readFilterBinding(text, document, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter binding that is to be understood in one way or another. As written, a MAC
   * address that libvirt misreads is an error.
   *
   * @param text a document whose root element is {@code <filterbinding>}
   * @param document the document's name, for messages
   * @param semantics how it is understood
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(
      String text, String document, Semantics semantics) {
    return readFilterBinding(new XmlText(text, document), semantics);
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
    return readFilterBinding(XmlText.read(stream, document), Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a domain.
   *
   * @param file a file whose root element is {@code <domain>}
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(Path file) {
    return readDomain(file, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a domain that is to be understood in one way or another. As written, a MAC address that
   * libvirt misreads is an error.
   *
   * @param file a file whose root element is {@code <domain>}
   * @param semantics how it is understood
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(Path file, Semantics semantics) {
    return readDomain(XmlText.read(file), semantics);
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
    return readDomain(text, document, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a domain that is to be understood in one way or another. As written, a MAC address that
   * libvirt misreads is an error.
   *
   * @param text a document whose root element is {@code <domain>}
   * @param document the document's name, for messages
   * @param semantics how it is understood
   * @return the domain, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<Domain> readDomain(String text, String document, Semantics semantics) {
    return readDomain(new XmlText(text, document), semantics);
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
    return readDomain(XmlText.read(stream, document), Semantics.AS_LIBVIRT);
  }

  /**
   * Reads an interface, as it stands in a domain, from a document of its own.
   *
   * @param file a file whose root element is {@code <interface>}
   * @return the interface, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<NetworkInterface> readInterface(Path file) {
    return read(XmlText.read(file), RootElement::networkInterface);
  }

  /**
   * Reads an interface, as it stands in a domain, from a document of its own.
   *
   * @param text a document whose root element is {@code <interface>}
   * @param document the document's name, for messages
   * @return the interface, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<NetworkInterface> readInterface(String text, String document) {
    return read(new XmlText(text, document), RootElement::networkInterface);
  }

  /**
   * Reads an interface, as it stands in a domain, from a document of its own.
   *
   * @param stream a document whose root element is {@code <interface>}; it is not closed
   * @param document the document's name, for messages
   * @return the interface, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<NetworkInterface> readInterface(InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::networkInterface);
  }

  /**
   * Reads a reference to a filter, as it stands in a domain, from a document of its own.
   *
   * @param file a file whose root element is {@code <filterref>}
   * @return the reference to a filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterReference> readFilterReference(Path file) {
    return read(XmlText.read(file), RootElement::filterReference);
  }

  /**
   * Reads a reference to a filter, as it stands in a domain, from a document of its own.
   *
   * @param text a document whose root element is {@code <filterref>}
   * @param document the document's name, for messages
   * @return the reference to a filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterReference> readFilterReference(String text, String document) {
    return read(new XmlText(text, document), RootElement::filterReference);
  }

  /**
   * Reads a reference to a filter, as it stands in a domain, from a document of its own.
   *
   * @param stream a document whose root element is {@code <filterref>}; it is not closed
   * @param document the document's name, for messages
   * @return the reference to a filter, and the warnings
   * @throws DocumentException if it is none, or illegal
   */
  public static ParseResult<FilterReference> readFilterReference(
      InputStream stream, String document) {
    return read(XmlText.read(stream, document), RootElement::filterReference);
  }

  /**
   * Reads a document of any kind.
   *
   * @param file a file whose root element tells what it is
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(Path file) {
    return read(file, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a document of any kind that is to be understood in one way or another. As written, what
   * libvirt ignores or misreads of rules and MAC addresses is an error.
   *
   * @param file a file whose root element tells what it is
   * @param semantics how it is understood
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(Path file, Semantics semantics) {
    return read(XmlText.read(file), semantics);
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
    return read(text, document, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a document of any kind that is to be understood in one way or another. As written, what
   * libvirt ignores or misreads of rules and MAC addresses is an error.
   *
   * @param text a document whose root element tells what it is
   * @param document the document's name, for messages
   * @param semantics how it is understood
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or illegal
   */
  public static ParseResult<LibvirtDocument> read(
      String text, String document, Semantics semantics) {
    return read(new XmlText(text, document), semantics);
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
    return read(XmlText.read(stream, document), Semantics.AS_LIBVIRT);
  }

  /**
   * Returns a filter in canonical form: attributes in libvirt's order, indented by two blanks.
   * Reading it gives an equal filter. It is what {@link #dump(Filter)} returns wherever that one
   * can be read back without a loss.
   *
   * @param filter the filter
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML has not
   */
  public static String write(Filter filter) {
    return FilterWriter.write(filter, FilterForm.LOSSLESS);
  }

  /**
   * Returns a filter as {@code virsh nwfilter-dumpxml} prints it after {@code virsh
   * nwfilter-define}. It can say less, and something else, than the filter, and need not even be
   * well-formed, since libvirt
   *
   * <ul>
   *   <li>leaves a priority 0 of a chain out;
   *   <li>escapes nothing in names of filters, and no line breaks and tabs in comments;
   *   <li>prints masks, ends of ranges, ports and codes as negated as the attribute that {@link
   *       AttributeSpec#negationFrom()} names;
   *   <li>drops {@code ipset} with {@code ipsetflags}, or makes {@code ipsetflags='src'} up where
   *       there are none, on all protocols but {@code all} and {@code all-ipv6}.
   * </ul>
   *
   * <p>Three differences remain. libvirt makes up a uuid for a filter that has none; here that line
   * is left out. It cuts comments to 256 bytes, also inside of a character; here that character was
   * left out when the filter was read. And it prints a random number for the comment of a rule for
   * packets whose later elements have no comment; here it is the comment.
   *
   * @param filter the filter
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML has not
   */
  public static String dump(Filter filter) {
    return FilterWriter.write(filter, FilterForm.DAEMON);
  }

  /**
   * Returns a filter binding in the layout of {@code virsh nwfilter-binding-dumpxml}, which adds
   * the parameter {@code MAC} and leaves out those that libvirt ignores. Reading it gives an equal
   * binding.
   *
   * @param binding the binding
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML has not
   */
  public static String write(FilterBinding binding) {
    return BindingWriter.write(binding);
  }

  /**
   * Returns an interface as it stands in a domain, as {@code virsh dumpxml} prints it, without
   * indent. Reading it gives an equal interface. It has what {@link NetworkInterface} has; to
   * change an interface in a document that has more, take {@link DomainDocument}.
   *
   * @param networkInterface the interface
   * @return the text of the element
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML has not, or its source an attribute with a name that is none in
   *     XML
   */
  public static String write(NetworkInterface networkInterface) {
    return InterfaceWriter.write(networkInterface);
  }

  /**
   * Returns a reference to a filter as it stands in a filter, a binding or an interface, without
   * indent. Reading it gives an equal reference.
   *
   * @param reference the reference
   * @return the text of the element
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML has not
   */
  public static String write(FilterReference reference) {
    return FilterReferenceWriter.write(reference);
  }

  private static ParseResult<Filter> readFilter(XmlText source, Semantics semantics) {
    return read(source, (reader, root) -> RootElement.filter(reader, root, semantics));
  }

  private static ParseResult<FilterBinding> readFilterBinding(XmlText source, Semantics semantics) {
    return read(source, (reader, root) -> RootElement.binding(reader, root, semantics));
  }

  private static ParseResult<Domain> readDomain(XmlText source, Semantics semantics) {
    return read(source, (reader, root) -> RootElement.domain(reader, root, semantics));
  }

  private static ParseResult<LibvirtDocument> read(XmlText source, Semantics semantics) {
    return read(source, (reader, root) -> RootElement.document(reader, root, semantics));
  }

  private static <T> ParseResult<T> read(
      XmlText source, BiFunction<DocumentReader, XmlElement, T> parser) {
    try (DocumentReader reader = XmlStreams.open(source)) {
      return reader.result(parser.apply(reader, reader.root()));
    }
  }
}
