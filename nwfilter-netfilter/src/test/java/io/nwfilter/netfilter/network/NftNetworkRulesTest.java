package io.nwfilter.netfilter.network;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is equal to daemons' tables is in the testkit ({@code ReleaseFilesTest}). */
class NftNetworkRulesTest {

  private static final CompileOptions OPTIONS =
      CompileOptions.builder()
          .release(LibvirtRelease.V11_3)
          .networkBackend(FirewallBackend.NFTABLES)
          .build();

  private static CompiledNetwork routed(String name, String bridge, String address) {
    return FilterCompiler.compile(
        Networks.of(ForwardMode.ROUTE, name, bridge).address(NetworkAddress.parse(address)).build(),
        OPTIONS);
  }

  private static final CompiledNetwork LAB = routed("lab", "virbr1", "10.0.1.1/24");
  private static final CompiledNetwork SHOP = routed("shop", "virbr2", "10.0.2.1/24");

  private static List<ChainRule> rules(NftRuleset tables, String chain) {
    return tables
        .table(NftFamily.IP, "libvirt_network")
        .flatMap(table -> table.chain(chain))
        .orElseThrow()
        .rules();
  }

  private static ChainRule among(String bridge) {
    return ChainRule.of(
        Target.ACCEPT,
        NetworkMatches.named(Field.IN_INTERFACE, new InterfaceName(bridge)).via("iif"),
        NetworkMatches.named(Field.OUT_INTERFACE, new InterfaceName(bridge)).via("oif"),
        CounterMatch.COUNTER);
  }

  @Test
  void aLaterNetworkIsFirst() {
    NftRuleset tables = SHOP.start(LAB.start(NftRuleset.EMPTY));

    assertEquals(List.of(among("virbr2"), among("virbr1")), rules(tables, "guest_cross"));
    assertEquals(List.of(among("virbr2")), rules(LAB.destroy(tables), "guest_cross"));
  }

  @Test
  void tablesStayWhenTheLastNetworkIsDestroyed() {
    NftRuleset left = LAB.destroy(LAB.nftables());

    assertEquals(
        ImmutableSet.of("table ip libvirt_network", "table ip6 libvirt_network"),
        left.tables().stream().map(NftTable::toString).collect(toImmutableSet()));
    assertEquals(List.of(), rules(left, "guest_output"));
    assertEquals(3, rules(left, "forward").size());
    assertEquals(LAB.nftables(), LAB.start(left));
  }

  @Test
  void tablesOfOthersStayAsTheyAre() {
    NftTable own = NftTable.builder(NftFamily.INET, "own").build();

    NftRuleset tables = LAB.start(NftRuleset.of(own));

    assertEquals(own, tables.table(NftFamily.INET, "own").orElseThrow());
    assertEquals(3, tables.tables().size());
  }

  @Test
  void iptablesHasNoneOfTheRules() {
    for (Family family : Family.values()) {
      assertEquals(Ruleset.empty(family), LAB.ruleset(family));
    }
    assertTrue(LAB.hasRules());
    assertTrue(LAB.isInNftables());
  }

  /** A network that starts later is before others; what it had is gone once it has stopped. */
  @Test
  void aHostHasThemWhileTheNetworkRuns() {
    NftTable own =
        NftTable.builder(NftFamily.INET, "own")
            .user("mine", List.of(ChainRule.of(Target.DROP)))
            .build();
    Host before = Host.empty().with(NftRuleset.of(own));
    Host running = before.after(HostEvent.starts(LAB));
    Host restarted = running.after(HostEvent.Daemon.RESTARTS);

    assertEquals(LAB.start(NftRuleset.of(own)), running.nftables());
    assertEquals(running.nftables(), restarted.nftables());
    assertEquals(running.nftables(), running.rules().nft());
    assertEquals(
        LAB.destroy(running.nftables()), running.after(new HostEvent.NetworkStops("lab")).nftables());
  }

  @Test
  void aNetworkThatIptablesRefusesIsTaken() {
    Network everything =
        Networks.of(ForwardMode.NAT, "lab", "virbr1")
            .address(NetworkAddress.parse("1.2.3.4/0"))
            .build();

    CompileException thrown =
        assertThrows(
            CompileException.class,
            () ->
                FilterCompiler.compile(
                    everything,
                    OPTIONS.toBuilder().networkBackend(FirewallBackend.IPTABLES).build()));

    assertEquals("network-refused", thrown.diagnostics().get(0).code().id());
    assertEquals(
        5, rules(FilterCompiler.compile(everything, OPTIONS).nftables(), "guest_nat").size());
  }

  @ParameterizedTest
  @EnumSource
  void onlyReleasesWithTheBackendHaveALayoutForIt(LibvirtRelease release) {
    Set<FirewallBackend> backends =
        Layout.of(release)
            .nftNetworks()
            .map(layout -> Set.of(FirewallBackend.values()))
            .orElse(Set.of(FirewallBackend.IPTABLES));

    assertEquals(backends, release.networkBackends());
    assertEquals(
        backends,
        Stream.of(FirewallBackend.values())
            .filter(backend -> compiles(release, backend))
            .collect(toImmutableSet()));
  }

  private static boolean compiles(LibvirtRelease release, FirewallBackend backend) {
    CompileOptions options =
        CompileOptions.builder().release(release).networkBackend(backend).build();
    try {
      FilterCompiler.compile(LAB.network(), options);
      return true;
    } catch (CompileException e) {
      return false;
    }
  }
}
