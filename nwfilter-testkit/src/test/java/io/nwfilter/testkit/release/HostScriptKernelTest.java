package io.nwfilter.testkit.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A script for a whole host can be loaded again and again: whatever another one has made before,
 * the kernel has the same tables as one that was empty.
 */
class HostScriptKernelTest {

  private static final String NAT =
      "<network><name>a</name><forward mode='nat'/>"
          + "<ip address='192.168.100.1' prefix='24'/></network>";
  private static final String ROUTED =
      "<network><name>b</name><forward mode='route'/>"
          + "<ip address='192.168.101.1' prefix='24'/></network>";
  private static final String MOVED = NAT.replace("100.1", "102.1");
  private static final String OPEN = NAT.replace("'nat'", "'open'");

  private static final ImmutableList<String> NO_NETWORKS = ImmutableList.of();
  private static final ImmutableList<CompiledInterface> NO_FILTERS = ImmutableList.of();
  private static final ImmutableList<CompiledInterface> DROPPED =
      filtered(Rule.drop(Direction.OUT, Protocol.UDP).toPort(53));
  private static final ImmutableList<CompiledInterface> REJECTED =
      filtered(Rule.reject(Direction.OUT, Protocol.TCP).toPort(25));

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  private static ImmutableList<CompiledInterface> filtered(Rule.Builder rule) {
    return ImmutableList.of(
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet0"),
                MacAddress.parse("52:54:00:9f:80:45"),
                FilterReference.of("tried")),
            CompileOptions.with(Filter.builder("tried").rule(rule.build()).build())));
  }

  private static CompiledHost host(List<String> networks, List<CompiledInterface> interfaces) {
    return StartedNetworks.of(networks, AskedRelease.V12_8, FirewallBackend.NFTABLES)
        .withInterfaces(interfaces);
  }

  private static NetworkNamespace kernel() {
    NetworkNamespace kernel = NetworkNamespace.create();
    for (String bridge : List.of("virbr0", "virbr1")) {
      kernel.command("ip", "link", "add", bridge, "type", "bridge").runSuccessfully();
    }
    return kernel;
  }

  private static String load(NetworkNamespace kernel, CompiledHost host) {
    String script = FilterTable.of(host).script(host.networks());
    kernel.command("nft", "-f", "-").withInput(script).runSuccessfully();
    return kernel.command("nft", "list", "ruleset").runSuccessfully().stdout();
  }

  @Test
  void whateverWasLoadedBeforeMakesNoDifference() {
    List<CompiledHost> hosts =
        List.of(
            host(List.of(NAT, ROUTED), DROPPED),
            host(List.of(MOVED), REJECTED),
            host(List.of(ROUTED.replace(">b<", ">a<"), MOVED.replace(">a<", ">b<")), NO_FILTERS),
            host(List.of(OPEN), DROPPED),
            host(List.of(OPEN), NO_FILTERS));
    try (NetworkNamespace kernel = kernel()) {
      for (CompiledHost before : hosts) {
        for (CompiledHost after : hosts) {
          load(kernel, before);
          assertEquals(fresh(after), load(kernel, after));
        }
      }
      assertEquals("", load(kernel, host(List.of(OPEN), NO_FILTERS)));
    }
  }

  private static String fresh(CompiledHost host) {
    try (NetworkNamespace kernel = kernel()) {
      return load(kernel, host);
    }
  }

  @Test
  void withoutNetworksTheirTablesAreLeftAlone() {
    try (NetworkNamespace kernel = kernel()) {
      String networks = load(kernel, host(List.of(NAT), NO_FILTERS));
      assertTrue(networks.contains("masquerade"), networks);

      load(kernel, host(NO_NETWORKS, DROPPED));

      assertEquals(networks, load(kernel, host(NO_NETWORKS, NO_FILTERS)));
    }
  }

  @Test
  void networksInIptablesAreRefused() {
    CompiledHost host =
        StartedNetworks.of(List.of(NAT), AskedRelease.V12_8, FirewallBackend.IPTABLES);

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> FilterTable.of(host).script(host.networks()));

    assertEquals("the rules of the network 'a' are in iptables", refused.getMessage());
  }
}
