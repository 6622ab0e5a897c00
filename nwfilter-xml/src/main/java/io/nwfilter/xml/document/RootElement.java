package io.nwfilter.xml.document;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.function.Function;

/** Chooses the parser by the root element. */
public final class RootElement {

  private static final String FILTER = "filter";
  private static final String BINDING = "filterbinding";
  private static final String DOMAIN = "domain";
  private static final String INTERFACE = "interface";
  private static final String FILTER_REFERENCE = "filterref";

  private final DocumentReader reader;
  private final XmlElement root;
  private final Semantics semantics;

  private RootElement(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.root = reader.root();
    this.semantics = semantics;
  }

  /** {@return the filter that a document is} */
  public static Filter filter(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).filter();
  }

  /** {@return the filter binding that a document is} */
  public static FilterBinding binding(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).binding();
  }

  /** {@return the domain that a document is} */
  public static Domain domain(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).domain();
  }

  /** {@return the interface that a document is} */
  public static NetworkInterface networkInterface(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).networkInterface();
  }

  /** {@return the reference to a filter that a document is} Semantics make no difference to it. */
  public static FilterReference filterReference(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).filterReference();
  }

  /**
   * Reads a document of any kind that can be a file of libvirt's.
   *
   * @param <R> the common type of all kinds
   * @return what the function for its kind makes of it
   */
  public static <R> R any(
      DocumentReader reader,
      Semantics semantics,
      Function<Filter, R> filter,
      Function<FilterBinding, R> binding,
      Function<Domain, R> domain) {
    RootElement document = new RootElement(reader, semantics);
    return switch (document.root.name()) {
      case FILTER -> filter.apply(document.filter());
      case BINDING -> binding.apply(document.binding());
      case DOMAIN -> domain.apply(document.domain());
      default -> throw document.wrong("<" + FILTER + ">, <" + BINDING + "> or <" + DOMAIN + ">");
    };
  }

  private Filter filter() {
    require(root.name().equals(FILTER), FILTER); // in whatever namespace, as libvirt does
    return new FilterParser(reader, semantics).parse(root);
  }

  private FilterBinding binding() {
    require(root.name().equals(BINDING), BINDING);
    return new BindingParser(reader, root, semantics).parse();
  }

  private Domain domain() {
    require(root.is(DOMAIN), DOMAIN);
    return new DomainParser(reader, semantics).parse(root);
  }

  private NetworkInterface networkInterface() {
    require(root.is(INTERFACE), INTERFACE);
    return new InterfaceParser(reader, semantics).parse(root);
  }

  private FilterReference filterReference() {
    require(root.is(FILTER_REFERENCE), FILTER_REFERENCE);
    return new FilterReferenceParser(reader).parse(root);
  }

  private void require(boolean expected, String element) {
    if (!expected) {
      throw wrong("<" + element + ">");
    }
  }

  private DocumentException wrong(String expected) {
    return new DocumentException(
        DocumentCode.WRONG_ROOT,
        root.location(),
        "the root element is "
            + root
            + (root.foreign() ? " in a namespace" : "")
            + ", expected "
            + expected);
  }
}
