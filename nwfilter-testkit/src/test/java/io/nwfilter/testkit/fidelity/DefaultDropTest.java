package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default policy of an interface: where the DROP is, and what still passes. */
class DefaultDropTest {

  private static final Filter WEB =
      Filter.builder("web").rule(Rule.accept(Direction.IN, Protocol.TCP).toPort(80)).build();

  /** Has chains below the root chain whose ends libvirt lets accept. */
  private static final Filter CHAINS =
      Filter.builder("chains")
          .include("allow-dhcp")
          .include("allow-arp")
          .rule(Rule.builder(Action.ACCEPT, Direction.OUT).protocol(Protocol.IPV6))
          .build();

  private static CompileOptions.Builder options(Traffic... dropped) {
    return CompileOptions.builder()
        .library(StockFilters.library().with(WEB, CHAINS))
        .dropUndecided(dropped);
  }

  private static CompiledInterface compile(String filter, CompileOptions options) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:01:02:03"),
            FilterReference.of(filter)),
        options);
  }

  private static void assertGolden(String name, CompiledInterface compiled) {
    StringBuilder text = new StringBuilder();
    for (Family family : Family.values()) {
      text.append("# ").append(family.restoreTool()).append('\n').append(compiled.text(family));
    }
    GoldenFile.at(Path.of("src/test/resources/additions", name)).assertMatches(text.toString());
  }

  @Test
  void nothingIsAddedUnlessAskedFor() {
    CompiledInterface plain =
        compile("chains", CompileOptions.builder().library(options().build().library()).build());

    assertEquals(plain, compile("chains", options().build()));
  }

  @Test
  void allTraffic() {
    assertGolden("default-drop-all.txt", compile("web", options(Traffic.values()).build()));
  }

  @Test
  void packetsToTheGuestOnly() {
    assertGolden("default-drop-ipv4-in.txt", compile("web", options(Traffic.IPV4_IN).build()));
  }

  @Test
  void chainsBelowTheRootChainReturn() {
    assertGolden(
        "default-drop-chains.txt",
        compile("chains", options(Traffic.ETHERNET_IN, Traffic.ETHERNET_OUT).build()));
  }

  @Test
  void chainsReturnOnceAsWritten() {
    assertEquals(
        compile("chains", options(Traffic.values()).build()).text(Family.BRIDGE),
        compile("chains", options(Traffic.values()).semantics(Semantics.AS_WRITTEN).build())
            .text(Family.BRIDGE));
  }

  @Test
  void addressIsLearned() {
    assertGolden(
        "default-drop-interim.txt", compile("clean-traffic", options(Traffic.values()).build()));
  }

  @Test
  void whatTheOtherLayersPolicyHidesIsReported() {
    assertEquals(
        List.of(
            "what this rule accepts is still dropped: the default policy of the Ethernet layer"
                + " drops all such IPv4 packets before the IP layer sees them; accept them at the"
                + " Ethernet layer first, in both directions, with a rule of `ip`, and drop the"
                + " rest with one of `all`?"),
        hidden("web", Traffic.ETHERNET_IN));
    assertEquals(
        List.of(
            "what this rule accepts is still dropped: the default policy of the IP layer drops all"
                + " such IPv6 packets at the IP layer, where no rule before it accepts them; accept"
                + " them at the IP layer first, too, with a rule of `all-ipv6`?"),
        hidden("chains", Traffic.IPV6_OUT));
    assertEquals(List.of(), hidden("web", Traffic.IPV4_IN, Traffic.IPV4_OUT));
    assertEquals(List.of(), hidden("chains", Traffic.IPV6_IN));
  }

  private static List<String> hidden(String filter, Traffic... dropped) {
    return compile(filter, options(dropped).build()).diagnostics().stream()
        .filter(diagnostic -> diagnostic.code() == LoweringCode.DROPPED_BY_OTHER_LAYER)
        .map(Diagnostic::message)
        .collect(ImmutableList.toImmutableList());
  }
}
