package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.upgrade.UpgradeHost;
import io.nwfilter.xml.LibvirtDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sorts the documents of a host by their kinds; what libvirt chooses at a start is generated. */
final class UpgradeDocuments implements LibvirtDocument.Visitor<Boolean> {

  private final List<Network> networks = new ArrayList<>();
  private final List<Domain> domains = new ArrayList<>();
  private final List<FilterBinding> bindings = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();

  /** {@return the filters among the documents} */
  FilterLibrary filters() {
    return FilterLibrary.empty().with(filters.toArray(new Filter[0]));
  }

  /**
   * Adds all to a host, and the filters that none of them uses.
   *
   * @param host the host
   * @param options how they are compiled, with all filters that are given
   */
  void addTo(UpgradeHost.Builder host, CompileOptions options) {
    StartedNetwork.all(networks, options.bridges()).forEach(host::network);
    FilterUse use = new FilterUse(options.library());
    for (Domain domain : StartedDomain.all(domains, options.interfaceNames())) {
      host.machine(domain);
      domain.interfaces().forEach(one -> one.filterRef().ifPresent(use::add));
    }
    for (FilterBinding binding : bindings) {
      host.binding(binding);
      use.add(binding.filterRef());
    }
    ImmutableList<Filter> given =
        options.library().filters().stream()
            .filter(filter -> !StockFilters.contains(filter.location()))
            .collect(ImmutableList.toImmutableList());
    use.unused(FilterLibrary.of(given)).forEach(host::unused);
  }

  /** Adds what the documents name, as far as they can be compiled. */
  void addTo(KnownNames known, CompileOptions options) {
    StartedNetwork.all(networks, options.bridges())
        .forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
    StartedDomain.all(domains, options.interfaceNames())
        .forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
    bindings.forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
  }

  private static void add(KnownNames known, Supplier<CompiledRules> compilation) {
    new Findings()
        .attempt(compilation)
        .ifPresent(
            compiled -> {
              known.add(compiled);
              known.add(HostRules.of(compiled));
            });
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
