package io.nwfilter.xml;

import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.document.BindingWriter;
import io.nwfilter.xml.document.DocumentReader;
import io.nwfilter.xml.document.FilterForm;
import io.nwfilter.xml.document.FilterReferenceWriter;
import io.nwfilter.xml.document.FilterWriter;
import io.nwfilter.xml.document.InterfaceWriter;
import io.nwfilter.xml.document.NetworkForm;
import io.nwfilter.xml.document.NetworkWriter;
import io.nwfilter.xml.document.RootElement;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads and writes libvirt's documents. All methods are pure, except that they read the file or
 * stream of an {@link XmlSource}, and safe to call from any number of threads.
 *
 * <p>Reading throws a {@link DocumentException} for a document that cannot be read, is not
 * well-formed, is too large or too deep, has a DTD, or contains what libvirt refuses; what libvirt
 * ignores becomes a diagnostic in the result.
 */
public final class LibvirtXml {

  private LibvirtXml() {}

  /**
   * Reads a filter, as libvirt does.
   *
   * @param source a document whose root element is {@code <filter>}
   * @return the filter, and the warnings
   * @throws DocumentException if it is not a filter, or is illegal
   */
  public static ParseResult<Filter> readFilter(XmlSource source) {
    return readFilter(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter, with given semantics. As written, an IPv6 address may end a range of
   * destinations, and what libvirt ignores inside rules is an error.
   *
   * @param source a document whose root element is {@code <filter>}
   * @param semantics how it is understood
   * @return the filter, and the warnings
   * @throws DocumentException if it is not a filter, or is illegal
   */
  public static ParseResult<Filter> readFilter(XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.filter(reader, semantics));
  }

  /**
   * Reads a filter binding, as libvirt does.
   *
   * @param source a document whose root element is {@code <filterbinding>}, or {@code
   *     <filterbindingstatus>} with a binding inside
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is not a filter binding, or is illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(XmlSource source) {
    return readFilterBinding(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a filter binding, with given semantics. As written, a MAC address that libvirt misreads
   * is an error.
   *
   * @param source a document whose root element is {@code <filterbinding>}
   * @param semantics how it is understood
   * @return the filter binding, and the warnings
   * @throws DocumentException if it is not a filter binding, or is illegal
   */
  public static ParseResult<FilterBinding> readFilterBinding(
      XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.binding(reader, semantics));
  }

  /**
   * Reads a domain, as libvirt does.
   *
   * @param source a document whose root element is {@code <domain>}; or one that has a domain
   *     inside: {@code <domstatus>}, {@code <domainsnapshot>} or {@code <domaincheckpoint>}
   * @return the domain, and the warnings
   * @throws DocumentException if it is not a domain, or is illegal
   */
  public static ParseResult<Domain> readDomain(XmlSource source) {
    return readDomain(source, Semantics.AS_LIBVIRT);
  }

  /** Reads a document that is a domain or an interface, not one that has a domain inside. */
  static ParseResult<Domain> readEditable(XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.domainOrInterface(reader, semantics));
  }

  /**
   * Reads a domain, with given semantics. As written, a MAC address that libvirt misreads is an
   * error.
   *
   * @param source a document whose root element is {@code <domain>}
   * @param semantics how it is understood
   * @return the domain, and the warnings
   * @throws DocumentException if it is not a domain, or is illegal
   */
  public static ParseResult<Domain> readDomain(XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.domain(reader, semantics));
  }

  /**
   * Reads an interface by itself, as libvirt reads it inside a domain.
   *
   * @param source a document whose root element is {@code <interface>}
   * @return the interface, and the warnings
   * @throws DocumentException if it is not an interface, or is illegal
   */
  public static ParseResult<NetworkInterface> readInterface(XmlSource source) {
    return readInterface(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads an interface by itself, with given semantics. As written, a MAC address that libvirt
   * misreads is an error.
   *
   * @param source a document whose root element is {@code <interface>}
   * @param semantics how it is understood
   * @return the interface, and the warnings
   * @throws DocumentException if it is not an interface, or is illegal
   */
  public static ParseResult<NetworkInterface> readInterface(XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.networkInterface(reader, semantics));
  }

  /**
   * Reads a virtual network, as libvirt does. What is refused is what {@code virsh net-define}
   * refuses, whatever else the host has; but a device of the mode {@code hostdev} may be missing
   * there, and names of interfaces must be such that they are safe in a rule.
   *
   * @param source a document whose root element is {@code <network>}, or {@code <networkstatus>}
   *     with a network inside
   * @return the network, and the warnings
   * @throws DocumentException if it is not a network, or is illegal
   */
  public static ParseResult<Network> readNetwork(XmlSource source) {
    return read(source, RootElement::network);
  }

  /**
   * Reads a reference to a filter by itself, as libvirt reads it inside a domain.
   *
   * @param source a document whose root element is {@code <filterref>}
   * @return the reference, and the warnings
   * @throws DocumentException if it is not a reference to a filter, or is illegal
   */
  public static ParseResult<FilterReference> readFilterReference(XmlSource source) {
    return readFilterReference(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a reference to a filter by itself, with given semantics. libvirt misreads nothing in
   * references, so the result is the same as written.
   *
   * @param source a document whose root element is {@code <filterref>}
   * @param semantics how it is understood
   * @return the reference, and the warnings
   * @throws DocumentException if it is not a reference to a filter, or is illegal
   */
  public static ParseResult<FilterReference> readFilterReference(
      XmlSource source, Semantics semantics) {
    return read(source, reader -> RootElement.filterReference(reader, semantics));
  }

  /**
   * Reads a document of any kind, as libvirt does.
   *
   * @param source a document whose root element is {@code <filter>}, {@code <filterbinding>},
   *     {@code <domain>}, {@code <interface>} or {@code <network>}, or one that libvirt keeps with
   *     a binding, domain or network inside: {@code <filterbindingstatus>}, {@code <domstatus>},
   *     {@code <domainsnapshot>}, {@code <domaincheckpoint>}, {@code <networkstatus>}
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or is illegal
   */
  public static ParseResult<LibvirtDocument> read(XmlSource source) {
    return read(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a document of any kind, with given semantics. As written, what libvirt ignores or
   * misreads of rules and MAC addresses is an error.
   *
   * @param source a document whose root element is {@code <filter>}, {@code <filterbinding>},
   *     {@code <domain>}, {@code <interface>} or {@code <network>}, or one that libvirt keeps with
   *     a binding, domain or network inside: {@code <filterbindingstatus>}, {@code <domstatus>},
   *     {@code <domainsnapshot>}, {@code <domaincheckpoint>}, {@code <networkstatus>}
   * @param semantics how it is understood
   * @return the document, and the warnings
   * @throws DocumentException if it is none of these, or is illegal
   */
  public static ParseResult<LibvirtDocument> read(XmlSource source, Semantics semantics) {
    return read(
        source,
        reader ->
            RootElement.any(
                reader,
                semantics,
                LibvirtDocument.OfFilter::new,
                LibvirtDocument.OfBinding::new,
                LibvirtDocument.OfDomain::new,
                LibvirtDocument.OfInterface::new,
                LibvirtDocument.OfNetwork::new));
  }

  private static <T> ParseResult<T> read(XmlSource source, Function<DocumentReader, T> parser) {
    try (DocumentReader reader = DocumentReader.open(source.text())) {
      try {
        T value = parser.apply(reader);
        return new ParseResult<>(value, reader.finish());
      } catch (DocumentException e) {
        throw reader.failure(e);
      }
    }
  }

  /**
   * Returns the name of a filter, however much is wrong with the rest of its document.
   *
   * @param source the document
   * @return the name; empty if the root element is not {@code <filter>} or has no name, or if the
   *     document cannot be read that far
   */
  public static Optional<String> filterName(XmlSource source) {
    try (DocumentReader reader = DocumentReader.open(source.text())) {
      return RootElement.filterName(reader);
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a filter in canonical form: attributes in libvirt's order, indented by two blanks.
   * Reading it gives an equal filter. It is what {@link #dump(Filter)} returns wherever that one
   * can be read back without a loss.
   *
   * @param filter the filter
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String write(Filter filter) {
    return FilterWriter.write(filter, FilterForm.LOSSLESS);
  }

  /**
   * Returns a filter as {@code virsh nwfilter-dumpxml} of libvirt 9.0 prints it after {@code virsh
   * nwfilter-define}. It can say less than the filter, or something different, and need not even be
   * well-formed, since libvirt
   *
   * <ul>
   *   <li>leaves a priority 0 of a chain out;
   *   <li>escapes nothing in names of filters, and no line breaks and tabs in comments;
   *   <li>prints masks, ends of ranges, ports and codes as negated as the attribute that {@link
   *       AttributeSpec#negationFrom()} names;
   *   <li>drops {@code ipset} with {@code ipsetflags}, or adds {@code ipsetflags='src'} where there
   *       are none, on all protocols but {@code all} and {@code all-ipv6}.
   * </ul>
   *
   * <p>Three differences remain. libvirt generates a uuid for a filter that has none; here that
   * line is left out. It cuts comments to 256 bytes, also inside a character; here that character
   * was left out when the filter was read. And it prints a random number for the comment of a rule
   * for packets whose later elements have no comment; here it is the comment.
   *
   * @param filter the filter
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String dump(Filter filter) {
    return dump(filter, LibvirtRelease.V9_0);
  }

  /**
   * Returns a filter as {@code virsh nwfilter-dumpxml} of a release prints it. From 11.3 on, a rule
   * with several elements has one for what is not negated and one for what is; else all releases
   * print what {@link #dump(Filter)} says. What 0.8.3 printed is not known; it is taken to be what
   * 9.0 prints.
   *
   * @param filter the filter
   * @param release the release
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String dump(Filter filter, LibvirtRelease release) {
    return FilterWriter.write(filter, FilterForm.of(release));
  }

  /**
   * Returns a virtual network in the layout of {@code virsh net-dumpxml}. Reading it gives an equal
   * network, with all that libvirt leaves out: {@code <title>}, {@code <description>}, unknown
   * elements of the network and its unknown attributes. Only what libvirt does not know further
   * inside is lost, which {@link #readNetwork(XmlSource)} reports.
   *
   * @param network the network
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String write(Network network) {
    return NetworkWriter.write(network, NetworkForm.LOSSLESS);
  }

  /**
   * Returns a virtual network as {@code virsh net-dumpxml --inactive} of libvirt 9.0 prints it
   * after {@code virsh net-define}. It can say less than the network, and need not even be
   * well-formed, since libvirt escapes nothing in the name of a domain.
   *
   * <p>libvirt generates what is missing: a uuid, the name of the bridge or the number in it, and a
   * MAC address; here these are left out. Inside {@code <metadata>}, comments are left out, too,
   * and {@code CDATA} sections are plain text.
   *
   * @param network the network
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String dump(Network network) {
    return dump(network, LibvirtRelease.V9_0);
  }

  /**
   * Returns a virtual network as {@code virsh net-dumpxml --inactive} of a release prints it. From
   * 11.3 on, there are {@code <title>} and {@code <description>}, and {@code <metadata>} without
   * elements is left out; 12.8 prints an {@code <ip>} with nothing inside as an empty element. Else
   * all releases print what {@link #dump(Network)} says.
   *
   * @param network the network
   * @param release the release
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String dump(Network network, LibvirtRelease release) {
    return NetworkWriter.write(network, NetworkForm.of(release));
  }

  /**
   * Returns a filter binding in the layout of {@code virsh nwfilter-binding-dumpxml}, which adds
   * the parameter {@code MAC} and leaves out those that libvirt ignores. Reading it gives an equal
   * binding.
   *
   * @param binding the binding
   * @return the text of a whole document
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String write(FilterBinding binding) {
    return BindingWriter.write(binding);
  }

  /**
   * Returns an interface as it appears in a domain, as {@code virsh dumpxml} prints it, without
   * indentation. Reading it gives an equal interface. It has what {@link NetworkInterface} has; to
   * change an interface in a document that has more, use {@link DomainDocument}.
   *
   * @param networkInterface the interface
   * @return the text of the element
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow, or its source has an attribute whose name XML
   *     does not allow
   */
  public static String write(NetworkInterface networkInterface) {
    return InterfaceWriter.write(networkInterface);
  }

  /**
   * Returns a reference to a filter as it appears in a filter, a binding or an interface, without
   * indentation. Reading it gives an equal reference.
   *
   * @param reference the reference
   * @return the text of the element
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE} if it was built in code and
   *     holds a character that XML does not allow
   */
  public static String write(FilterReference reference) {
    return FilterReferenceWriter.write(reference);
  }
}
