package io.nwfilter.testkit.generate;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes hosts on which a network and a machine run. */
final class HostArbitrary {

  private HostArbitrary() {}

  /** {@return hosts that have no rules but libvirt's} */
  static Arbitrary<Host> hosts() {
    Arbitrary<Domain> domains = FilterArbitraries.domains(StockFilters.library(), "clean-traffic");
    return Combinators.combine(NetworkArbitrary.networks(), domains).as(HostArbitrary::host);
  }

  private static Host host(Network network, Domain domain) {
    return Host.empty()
        .after(
            HostEvent.starts(FilterCompiler.compile(network)),
            HostEvent.starts(FilterCompiler.compile(domain)));
  }
}
