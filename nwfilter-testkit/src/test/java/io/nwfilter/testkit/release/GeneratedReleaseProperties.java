package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterArbitraries;
import io.nwfilter.testkit.generate.FilterLayout;
import io.nwfilter.testkit.generate.NetworkArbitrary;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.networks.NetworkDocuments;
import io.nwfilter.xml.LibvirtXml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Generated filters and networks have the rules that the daemons of other releases give them, or
 * both refuse. In the profile {@code releases} alone.
 */
@Tag("releases")
class GeneratedReleaseProperties {

  /** Who is asked, and what it gives the rules of networks to. */
  private record Asked(AskedRelease release, FirewallBackend backend) {}

  /** What each daemon has run before. */
  private static final ImmutableList<String> EARLIER =
      ImmutableList.of(
          "<network><name>n</name><forward mode='nat'/>%s%s</network>"
              .formatted(NetworkDocuments.IP, NetworkDocuments.IPV6));

  private static final Map<Asked, AskedDaemon> DAEMONS = new HashMap<>();

  @Provide
  Arbitrary<AskedRelease> others() {
    return Arbitraries.of(AskedRelease.V11_3, AskedRelease.V12_8);
  }

  @Provide
  Arbitrary<BoundFamily> bound() {
    return FilterArbitraries.bound(
        FilterArbitraries.families()
            .ofMaxFilters(3)
            .withFilters(
                FilterArbitraries.filters()
                    .ofRules(0, 3)
                    .withRules(FilterArbitraries.rules().alsoUnbindable())));
  }

  @Provide
  Arbitrary<List<Network>> hosts() {
    return NetworkArbitrary.hosts(1, 2);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(ReleaseTries.class)
  void filters(
      @ForAll @From("others") AskedRelease release,
      @ForAll @From("bound") BoundFamily bound,
      @ForAll FilterLayout layout) {
    FilterCase filterCase =
        new FilterCase(
            "generated",
            bound.family().filters().stream().map(layout::write).collect(toImmutableList()),
            LibvirtXml.write(bound.binding()));

    String theirs = daemon(release, FirewallBackend.IPTABLES).filter(filterCase);
    // ebtables prints the EtherType 0x600 and all others but it alike.
    Assume.that(!theirs.contains(" -p Length "));

    assertEquals(
        "",
        ReleaseComparison.difference(
            filterCase.name(),
            theirs,
            release.libvirt().tools(),
            () -> ReleaseComparison.compile(filterCase, release)),
        theirs);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(ReleaseTries.class)
  void networks(
      @ForAll @From("others") AskedRelease release,
      @ForAll FirewallBackend backend,
      @ForAll @From("hosts") List<Network> networks) {
    ImmutableList<String> documents =
        networks.stream().map(LibvirtXml::write).collect(toImmutableList());
    CompiledHost compiled = StartedNetworks.of(documents, release, backend);

    String theirs = daemon(release, backend).networks(documents);

    assertEquals(
        "",
        backend == FirewallBackend.IPTABLES
            ? ReleaseComparison.difference(
                "generated", theirs, release.libvirt().tools(), () -> compiled)
            : ReleaseComparison.difference("generated", theirs, tables(compiled, release)),
        theirs);
  }

  /** {@return the tables of a host whose daemon has had networks before: it keeps their tables} */
  private static NftRuleset tables(CompiledHost compiled, AskedRelease release) {
    CompiledHost earlier = StartedNetworks.of(EARLIER, release, FirewallBackend.NFTABLES);
    NftRuleset tables = earlier.networks().get(0).destroy(earlier.nftables());
    for (CompiledNetwork network : compiled.networks()) {
      tables = network.start(tables);
    }
    return tables;
  }

  private static AskedDaemon daemon(AskedRelease release, FirewallBackend backend) {
    HostTools.requireDaemon();
    return DAEMONS.computeIfAbsent(
        new Asked(release, backend),
        asked -> {
          AskedDaemon daemon = AskedDaemon.start(asked.release(), asked.backend());
          daemon.networks(EARLIER);
          return daemon;
        });
  }

  @AfterContainer
  static void stop() {
    DAEMONS.values().forEach(AskedDaemon::close);
    DAEMONS.clear();
  }
}
