package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.LibvirtDocument;
import java.util.ArrayList;
import java.util.List;

/** Puts documents where their kind belongs, in the order in which they come. */
final class DocumentsByKind implements LibvirtDocument.Visitor<Boolean> {

  private final List<Filter> filters = new ArrayList<>();
  private final List<Domain> domains = new ArrayList<>();
  private final List<FilterBinding> bindings;
  private final List<Network> networks;

  /** Begins without documents. */
  DocumentsByKind() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  private DocumentsByKind(List<FilterBinding> bindings, List<Network> networks) {
    this.bindings = bindings;
    this.networks = networks;
  }

  /** {@return a place of their own for filters and domains; the others are added here} */
  DocumentsByKind withOwnFiltersAndDomains() {
    return new DocumentsByKind(bindings, networks);
  }

  ImmutableList<Filter> filters() {
    return ImmutableList.copyOf(filters);
  }

  ImmutableList<FilterBinding> bindings() {
    return ImmutableList.copyOf(bindings);
  }

  ImmutableList<Domain> domains() {
    return ImmutableList.copyOf(domains);
  }

  ImmutableList<Network> networks() {
    return ImmutableList.copyOf(networks);
  }

  @Override
  public Boolean filter(Filter filter) {
    return filters.add(filter);
  }

  @Override
  public Boolean binding(FilterBinding binding) {
    return bindings.add(binding);
  }

  @Override
  public Boolean domain(Domain domain) {
    return domains.add(domain);
  }

  /** Rules do not depend on the machine: one that has nothing but the interface will do. */
  @Override
  public Boolean networkInterface(NetworkInterface networkInterface) {
    return domains.add(Domain.of("interface", networkInterface));
  }

  @Override
  public Boolean network(Network network) {
    return networks.add(network);
  }
}
