package io.nwfilter.testkit.generate;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes hosts on which a network and a machine run. */
final class HostArbitrary {

  private HostArbitrary() {}

  /** {@return hosts that have no rules but libvirt's} */
  static Arbitrary<Host> hosts(FilterLibrary library, String... filters) {
    CompileOptions options = CompileOptions.builder().library(library).build();
    return Combinators.combine(
            NetworkArbitrary.networks(), FilterArbitraries.domains(library, filters))
        .as((network, domain) -> host(network, domain, options));
  }

  private static Host host(Network network, Domain domain, CompileOptions options) {
    return Host.empty()
        .after(
            HostEvent.starts(FilterCompiler.compile(network)),
            HostEvent.starts(FilterCompiler.compile(domain, options)));
  }
}
