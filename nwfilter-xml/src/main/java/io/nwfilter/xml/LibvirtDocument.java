package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.Optional;

/**
 * A document of any kind, as its root element tells.
 *
 * <ul>
 *   <li>{@link OfFilter}: a network filter
 *   <li>{@link OfBinding}: a filter binding
 *   <li>{@link OfDomain}: a virtual machine
 *   <li>{@link OfInterface}: an interface of a virtual machine
 *   <li>{@link OfNetwork}: a virtual network
 * </ul>
 */
public sealed interface LibvirtDocument {

  /**
   * {@return what is left of a document without its illegal parts, to look for more errors in it;
   * empty if nothing can be understood}
   *
   * @param illegal what was thrown when the document was read; see {@link
   *     DocumentException#legalPart}
   */
  static Optional<LibvirtDocument> legalPart(DocumentException illegal) {
    return illegal
        .legalPart(Filter.class)
        .<LibvirtDocument>map(OfFilter::new)
        .or(() -> illegal.legalPart(Domain.class).map(OfDomain::new))
        .or(() -> illegal.legalPart(NetworkInterface.class).map(OfInterface::new));
  }

  /**
   * Calls the method of a visitor that is for documents of this kind.
   *
   * @param <R> the type of the result
   * @param visitor the visitor
   * @return what the method returned
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * What to do with a document of each kind.
   *
   * @param <R> the type of the result
   */
  interface Visitor<R> {

    /**
     * Visits a network filter.
     *
     * @param filter the filter
     * @return the result
     */
    R filter(Filter filter);

    /**
     * Visits a filter binding.
     *
     * @param binding the binding
     * @return the result
     */
    R binding(FilterBinding binding);

    /**
     * Visits a virtual machine.
     *
     * @param domain the virtual machine
     * @return the result
     */
    R domain(Domain domain);

    /**
     * Visits an interface by itself.
     *
     * @param networkInterface the interface
     * @return the result
     */
    R networkInterface(NetworkInterface networkInterface);

    /**
     * Visits a virtual network.
     *
     * @param network the network
     * @return the result
     */
    R network(Network network);
  }

  /**
   * A network filter.
   *
   * @param filter the filter
   */
  record OfFilter(Filter filter) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param filter the filter
     */
    public OfFilter {
      requireNonNull(filter, "filter");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.filter(filter);
    }
  }

  /**
   * A filter binding.
   *
   * @param binding the binding
   */
  record OfBinding(FilterBinding binding) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param binding the binding
     */
    public OfBinding {
      requireNonNull(binding, "binding");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binding(binding);
    }
  }

  /**
   * A virtual machine.
   *
   * @param domain the virtual machine
   */
  record OfDomain(Domain domain) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param domain the virtual machine
     */
    public OfDomain {
      requireNonNull(domain, "domain");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.domain(domain);
    }
  }

  /**
   * An interface of a virtual machine, by itself.
   *
   * @param networkInterface the interface
   */
  record OfInterface(NetworkInterface networkInterface) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param networkInterface the interface
     */
    public OfInterface {
      requireNonNull(networkInterface);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.networkInterface(networkInterface);
    }
  }

  /**
   * A virtual network.
   *
   * @param network the network
   */
  record OfNetwork(Network network) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param network the network
     */
    public OfNetwork {
      requireNonNull(network, "network");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.network(network);
    }
  }
}
