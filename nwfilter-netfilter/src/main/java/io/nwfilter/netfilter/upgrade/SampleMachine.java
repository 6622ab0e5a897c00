package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.Maps;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.SampleParameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.Simulator;

/** Compiles a filter that no machine uses, on an interface of its own. */
final class SampleMachine {

  private static final InterfaceName NAME = new InterfaceName("vnet0");

  /** An address with the prefix of QEMU. */
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  private SampleMachine() {}

  static CompiledRules of(Filter filter, CompileOptions options) {
    FilterReference alone = new FilterReference(filter.name(), Parameters.NONE, filter.location());
    ResolvedFilter resolved =
        FilterResolver.resolve(
            options.library(), alone, Parameters.of("MAC", MAC.toString()), options.semantics());
    Parameters sampled =
        new Parameters(
            Maps.filterKeys(
                SampleParameters.with(Parameters.NONE, resolved).values(),
                resolved.used()::contains));
    return FilterCompiler.compile(
        Domain.of(
            filter.name(),
            NetworkInterface.builder(Attachment.Bridge.named(Simulator.BRIDGE))
                .mac(MAC)
                .targetDev(NAME)
                .filter(new FilterReference(filter.name(), sampled, filter.location()))
                .location(filter.location())
                .build()),
        options);
  }
}
