package io.nwfilter.xml.document;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses the parser by the root element. */
public final class RootElement {

  private static final String FILTER = "filter";
  private static final String BINDING = "filterbinding";
  private static final String DOMAIN = "domain";
  private static final String INTERFACE = "interface";
  private static final String FILTER_REFERENCE = "filterref";
  private static final String NETWORK = "network";

  /** What libvirt keeps of a running network. */
  private static final String AROUND_NETWORK = "networkstatus";

  /** What libvirt keeps of a running machine, and of one at the time of a snapshot. */
  private static final ImmutableSet<String> AROUND_DOMAIN =
      ImmutableSet.of("domstatus", "domainsnapshot", "domaincheckpoint");

  /** What libvirt keeps of a binding. */
  private static final ImmutableSet<String> AROUND_BINDING = ImmutableSet.of("filterbindingstatus");

  private final DocumentReader reader;
  private final XmlElement root;
  private final Semantics semantics;

  private RootElement(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.root = reader.root();
    this.semantics = semantics;
  }

  /** {@return the element of a name that the root element is, or has as a child if it may} */
  private XmlElement inside(ImmutableSet<String> around, String name) {
    if (root.foreign() || !around.contains(root.name())) {
      return root;
    }
    for (XmlElement child = reader.nextChild(root); child != null; child = reader.nextChild(root)) {
      if (child.is(name)) {
        return child;
      }
    }
    throw new DocumentException(
        DocumentCode.MISSING, root.location(), root + " has no <" + name + ">");
  }

  /** {@return the filter that a document is} */
  public static Filter filter(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).filter();
  }

  /** {@return the name of the filter that a document is, whether or not the filter is legal} */
  public static Optional<String> filterName(DocumentReader reader) {
    XmlElement root = reader.root();
    return root.name().equals(FILTER)
        ? Optional.ofNullable(root.attribute("name"))
        : Optional.empty();
  }

  /** {@return the filter binding that a document is, or has inside} */
  public static FilterBinding binding(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).binding();
  }

  /** {@return the domain that a document is, or has inside} */
  public static Domain domain(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).domain();
  }

  /**
   * {@return the domain that a document is, and does not only have inside; a domain of a single
   * interface if it is an interface}
   */
  public static Domain domainOrInterface(DocumentReader reader, Semantics semantics) {
    RootElement document = new RootElement(reader, semantics);
    if (document.root.is(DOMAIN)) {
      return document.domain();
    } else if (document.root.is(INTERFACE)) {
      NetworkInterface only = document.networkInterface();
      return new Domain(INTERFACE, Optional.empty(), ImmutableList.of(only), only.location());
    }
    throw document.wrong("<domain> or <interface>");
  }

  /** {@return the interface that a document is} */
  public static NetworkInterface networkInterface(DocumentReader reader, Semantics semantics) {
    return new RootElement(reader, semantics).networkInterface();
  }

  /** {@return the network that a document is, or has inside} Semantics make no difference to it. */
  public static Network network(DocumentReader reader) {
    return new RootElement(reader, Semantics.AS_LIBVIRT).network();
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
      Function<Domain, R> domain,
      Function<NetworkInterface, R> networkInterface,
      Function<Network, R> network) {
    RootElement document = new RootElement(reader, semantics);
    String name = document.root.name();
    if (name.equals(FILTER)) {
      return filter.apply(document.filter());
    } else if (name.equals(BINDING) || AROUND_BINDING.contains(name)) {
      return binding.apply(document.binding());
    } else if (name.equals(DOMAIN) || AROUND_DOMAIN.contains(name)) {
      return domain.apply(document.domain());
    } else if (name.equals(INTERFACE)) {
      return networkInterface.apply(document.networkInterface());
    } else if (name.equals(NETWORK) || name.equals(AROUND_NETWORK)) {
      return network.apply(document.network());
    }
    throw document.wrong("<filter>, <filterbinding>, <domain>, <interface> or <network>");
  }

  private Filter filter() {
    require(root.name().equals(FILTER), FILTER); // in whatever namespace, as libvirt does
    return legal(new FilterParser(reader, semantics).parse(root));
  }

  private FilterBinding binding() {
    XmlElement element = inside(AROUND_BINDING, BINDING);
    require(element.name().equals(BINDING), BINDING);
    return legal(new BindingParser(reader, element, semantics).parse());
  }

  private Domain domain() {
    XmlElement element = inside(AROUND_DOMAIN, DOMAIN);
    require(element.is(DOMAIN), DOMAIN);
    return legal(new DomainParser(reader, semantics).parse(element));
  }

  private NetworkInterface networkInterface() {
    require(root.is(INTERFACE), INTERFACE);
    return legal(new InterfaceParser(reader, semantics).parse(root));
  }

  private Network network() {
    if (root.name().equals(NETWORK)) {
      return NetworkParser.document(reader, reader.tree());
    }
    require(root.is(AROUND_NETWORK), NETWORK);
    Markup.Element network =
        reader
            .tree()
            .first(NETWORK)
            .orElseThrow(
                () ->
                    new DocumentException(
                        DocumentCode.MISSING, root.location(), root + " has no <" + NETWORK + ">"));
    return NetworkParser.document(reader, network);
  }

  private FilterReference filterReference() {
    require(root.is(FILTER_REFERENCE), FILTER_REFERENCE);
    return legal(new FilterReferenceParser(reader).parse(root));
  }

  /** {@return what was parsed, if all of the document is legal} */
  private <T> T legal(@Nullable T parsed) {
    reader.requireLegal(parsed);
    return requireNonNull(parsed);
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
