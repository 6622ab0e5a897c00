package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.generate.FilterArbitraries;
import io.nwfilter.xml.LibvirtXml;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Generated filters: the same rules as a live libvirtd installs, or both refuse. */
class DaemonDifferentialProperties {

  private static @Nullable LibvirtDaemon daemon;

  @Provide
  Arbitrary<ImmutableList<Filter>> families() {
    return FilterArbitraries.families("generated");
  }

  @Provide
  Arbitrary<FilterBinding> bindings() {
    return FilterArbitraries.bindings("generated");
  }

  // A build repeats the same cases; to look for differences, take the seed out and raise the tries.
  @Property(tries = 30, seed = "20261123", shrinking = ShrinkingMode.BOUNDED)
  @AddLifecycleHook(RequiresHost.Daemon.class)
  void sameRulesOrBothRefuse(
      @ForAll("families") ImmutableList<Filter> filters,
      @ForAll("bindings") FilterBinding binding) {
    LibvirtDaemon running = running();
    DaemonComparison comparison = new DaemonComparison(running, ScratchNamespace.withSets());
    filters.forEach(filter -> comparison.define(LibvirtXml.write(filter)));
    comparison.assertSame(LibvirtXml.write(owned(binding)));
  }

  private static FilterBinding owned(FilterBinding binding) {
    return new FilterBinding(
        Optional.of(
            new FilterBinding.Owner(
                "guest", UUID.fromString("5c6a3f20-1111-4222-8333-444455556666"))),
        binding.portDev(),
        binding.linkDev(),
        binding.mac(),
        binding.filterRef(),
        binding.location());
  }

  private static synchronized LibvirtDaemon running() {
    if (daemon == null) {
      daemon = LibvirtDaemon.start();
      ScratchNamespace.createSets(daemon.namespace());
    }
    return daemon;
  }

  @AfterContainer
  static synchronized void stop() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
  }
}
