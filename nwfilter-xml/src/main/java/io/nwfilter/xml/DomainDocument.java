package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.edit.FilterReferenceEdit;
import io.nwfilter.xml.stream.EncodedText;
import io.nwfilter.xml.stream.XmlText;
import java.util.List;

/**
 * The document of a domain in which references to filters can be set, changed and removed while
 * every other byte stays as it was: its encoding and byte order mark, line ends, comments, quotes,
 * and everything that this library does not know. What is inserted follows the quotes, line ends
 * and indentation around it. A document does not change; each edit returns another one.
 *
 * <pre>{@code
 * byte[] edited =
 *     DomainDocument.read(XmlSource.file(Path.of("guest.xml")))
 *         .withFilter(InterfaceSelector.targetDev("vnet0"), "clean-traffic", "IP", "192.0.2.7")
 *         .bytes();
 * }</pre>
 *
 * <p>An interface is chosen among those that libvirt reads: {@code devices/interface} of the
 * domain, in no namespace. A document may also be an interface by itself, as {@code virsh
 * update-device} takes it; its number is 1.
 */
public final class DomainDocument {

  private final EncodedText text;
  private final Semantics semantics;
  private final ParseResult<Domain> parsed;

  private DomainDocument(EncodedText text, Semantics semantics) {
    this.text = text;
    this.semantics = semantics;
    XmlText xml = text.xml();
    this.parsed = LibvirtXml.readEditable(XmlSource.text(xml.text(), xml.document()), semantics);
  }

  /**
   * Reads a domain, or an interface by itself.
   *
   * @param source a document whose root element is {@code <domain>} or {@code <interface>}; the
   *     bytes of a string are in the encoding that it declares, in UTF-8 if it declares none
   * @return the document
   * @throws DocumentException if it is neither, or is illegal; if a string has a character that its
   *     encoding does not have, or the encoding is not known ({@link DocumentCode#XML_SYNTAX}); or
   *     if that is one in which documents cannot be written ({@link DocumentCode#XML_REFUSED})
   */
  public static DomainDocument read(XmlSource source) {
    return read(source, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads a domain, or an interface by itself.
   *
   * @param source a document whose root element is {@code <domain>} or {@code <interface>}
   * @param semantics how the domain is understood
   * @return the document
   * @throws DocumentException as {@link #read(XmlSource)} does
   */
  public static DomainDocument read(XmlSource source, Semantics semantics) {
    requireNonNull(source, "source");
    return new DomainDocument(source.encoded(), requireNonNull(semantics, "semantics"));
  }

  /** {@return the domain; one that has nothing else if the document is an interface by itself} */
  public Domain domain() {
    return parsed.value();
  }

  /** {@return the warnings about the domain} */
  public List<Diagnostic> diagnostics() {
    return parsed.diagnostics();
  }

  /** {@return the bytes of the document} */
  public byte[] bytes() {
    return text.bytes();
  }

  /** {@return the text of the document, without a byte order mark} */
  public String text() {
    return text.xml().text();
  }

  /**
   * Returns this document with a reference to a filter in one interface. The first one that is
   * there is replaced as a whole, with the comments inside it; further ones, which libvirt ignores,
   * stay. If there is none, it is placed where {@code virsh dumpxml} prints it, on a line of its
   * own if its neighbour has one. If that interface has an equal one, nothing changes.
   *
   * @param which the interface
   * @param reference the filter and its parameters
   * @return the edited document
   * @throws DocumentException if no interface matches ({@link DocumentCode#UNKNOWN_INTERFACE}), or
   *     more than one ({@link DocumentCode#AMBIGUOUS_INTERFACE}); if interfaces of its type cannot
   *     have a filter ({@link InterfaceCode#UNFILTERABLE_INTERFACE}); if the filter's name has a
   *     character that XML does not allow ({@link FilterCode#UNPRINTABLE}); or if the encoding is
   *     one in which bytes cannot be replaced ({@link DocumentCode#XML_REFUSED})
   */
  public DomainDocument withFilterReference(InterfaceSelector which, FilterReference reference) {
    int index = index(which);
    NetworkInterface chosen = domain().interfaces().get(index);
    if (!chosen.isFilterable()) {
      throw new DocumentException(
          InterfaceCode.UNFILTERABLE_INTERFACE,
          chosen.location(),
          chosen.attachment().carriesFilters()
              ? "a machine with a filter on a virtualport of type '"
                  + chosen.virtualPort().map(VirtualPort::type).orElse("")
                  + "' does not start"
              : "libvirt drops the filter of an interface of type '"
                  + chosen.attachment().type()
                  + "'");
    }
    if (chosen.filterRef().filter(reference::equals).isPresent()) {
      return this;
    }
    return new DomainDocument(edit(index).set(reference), semantics);
  }

  /**
   * Returns this document with a reference to a filter in one interface, as {@link
   * #withFilterReference} does.
   *
   * @param which the interface
   * @param filter the name of the filter
   * @param namesAndValues names of variables, each with its value after it; a name may be repeated,
   *     which makes a list
   * @return the edited document
   * @throws IllegalArgumentException if the last name has no value, or libvirt would ignore one
   * @throws DocumentException as {@link #withFilterReference} does
   */
  public DomainDocument withFilter(
      InterfaceSelector which, String filter, String... namesAndValues) {
    return withFilterReference(which, FilterReference.of(filter, namesAndValues));
  }

  /**
   * Returns this document without a reference to a filter in one interface: all of them are
   * removed, as otherwise the next one would count, and so are the lines that contain nothing else.
   *
   * @param which the interface
   * @return the edited document; this one if there is nothing to remove
   * @throws DocumentException if no interface matches ({@link DocumentCode#UNKNOWN_INTERFACE}), or
   *     more than one ({@link DocumentCode#AMBIGUOUS_INTERFACE}); or if the encoding is one in
   *     which bytes cannot be replaced ({@link DocumentCode#XML_REFUSED})
   */
  public DomainDocument withoutFilterReference(InterfaceSelector which) {
    FilterReferenceEdit edit = edit(index(which));
    return edit.isWithoutReference() ? this : new DomainDocument(edit.remove(), semantics);
  }

  private FilterReferenceEdit edit(int index) {
    return FilterReferenceEdit.ofInterface(text, index);
  }

  private int index(InterfaceSelector which) {
    int found = -1;
    for (int i = 0; i < domain().interfaces().size(); i++) {
      NetworkInterface candidate = domain().interfaces().get(i);
      if (which.selects(candidate, i + 1)) {
        if (found >= 0) {
          throw new DocumentException(
              DocumentCode.AMBIGUOUS_INTERFACE,
              candidate.location(),
              "a second interface also has " + which);
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new DocumentException(
          DocumentCode.UNKNOWN_INTERFACE, domain().location(), "no interface has " + which);
    }
    return found;
  }
}
