package io.nwfilter.xml;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;

/** Chooses the parser by the root element. */
final class RootElement {

  private static final String FILTER = "filter";
  private static final String BINDING = "filterbinding";
  private static final String DOMAIN = "domain";
  private static final String INTERFACE = "interface";
  private static final String FILTER_REFERENCE = "filterref";

  private RootElement() {}

  static Filter filter(DocumentReader reader, XmlElement root, Semantics semantics) {
    if (!root.name().equals(FILTER)) { // in whatever namespace, as libvirt does
      throw wrong(root, "<" + FILTER + ">");
    }
    return new FilterParser(reader, semantics).parse(root);
  }

  static FilterBinding binding(DocumentReader reader, XmlElement root, Semantics semantics) {
    if (!root.name().equals(BINDING)) {
      throw wrong(root, "<" + BINDING + ">");
    }
    return new BindingParser(reader, root, semantics).parse();
  }

  static Domain domain(DocumentReader reader, XmlElement root, Semantics semantics) {
    if (!root.is(DOMAIN)) {
      throw wrong(root, "<" + DOMAIN + ">");
    }
    return new DomainParser(reader, semantics).parse(root);
  }

  static NetworkInterface networkInterface(DocumentReader reader, XmlElement root) {
    if (!root.is(INTERFACE)) {
      throw wrong(root, "<" + INTERFACE + ">");
    }
    return new InterfaceParser(reader, Semantics.AS_LIBVIRT).parse(root);
  }

  static FilterReference filterReference(DocumentReader reader, XmlElement root) {
    if (!root.is(FILTER_REFERENCE)) {
      throw wrong(root, "<" + FILTER_REFERENCE + ">");
    }
    return new FilterReferenceParser(reader).parse(root);
  }

  static LibvirtDocument document(DocumentReader reader, XmlElement root, Semantics semantics) {
    return switch (root.name()) {
      case FILTER -> new LibvirtDocument.OfFilter(filter(reader, root, semantics));
      case BINDING -> new LibvirtDocument.OfBinding(binding(reader, root, semantics));
      case DOMAIN -> new LibvirtDocument.OfDomain(domain(reader, root, semantics));
      default -> throw wrong(root, "<" + FILTER + ">, <" + BINDING + "> or <" + DOMAIN + ">");
    };
  }

  private static DocumentException wrong(XmlElement root, String expected) {
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
