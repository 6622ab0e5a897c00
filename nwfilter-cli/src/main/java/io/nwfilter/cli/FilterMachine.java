package io.nwfilter.cli;

import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.SourceLocation;
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
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A machine with one interface for a filter that no document uses.
 *
 * @param filter the filter
 * @param parameters what variables are given
 */
record FilterMachine(Filter filter, Parameters parameters) {

  /** The name of the interface. */
  static final InterfaceName NAME = new InterfaceName("vnet0");

  /** Its MAC address, with the prefix of QEMU. */
  static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  /**
   * {@return a machine for a filter, with samples for what the filter needs and is not given}
   *
   * @param filter the filter
   * @param given variables that have values, whether the filter uses them or not
   * @param others variables of other filters, which have these values here, too
   * @param options how it is compiled
   */
  static FilterMachine of(
      Filter filter, Parameters given, Parameters others, CompileOptions options) {
    Parameters all = given;
    for (Map.Entry<String, List<String>> other : others.values().entrySet()) {
      if (all.get(other.getKey()).isEmpty()) {
        all = all.with(other.getKey(), other.getValue().toArray(new String[0]));
      }
    }
    FilterReference reference = new FilterReference(filter.name(), all, filter.location());
    ResolvedFilter resolved =
        FilterResolver.resolve(
            options.library(),
            reference,
            Parameters.of("MAC", MAC.toString()),
            options.semantics());
    Set<String> used = new HashSet<>(given.values().keySet());
    used.addAll(resolved.used());
    Parameters sampled = SampleParameters.with(all, resolved);
    return new FilterMachine(
        filter, new Parameters(Maps.filterKeys(sampled.values(), used::contains)));
  }

  /** {@return the machine; no document refers to the filter, so the reference has no place} */
  Domain domain() {
    return Domain.of(
        filter.name(),
        NetworkInterface.builder(Attachment.Bridge.named(Simulator.BRIDGE))
            .mac(MAC)
            .targetDev(NAME)
            .filter(new FilterReference(filter.name(), parameters, SourceLocation.NONE))
            .location(filter.location())
            .build());
  }
}
