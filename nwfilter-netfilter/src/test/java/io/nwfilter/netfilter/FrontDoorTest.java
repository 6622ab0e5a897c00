package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.text.RestoreText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The calls that most users need, on models that are built in code. */
class FrontDoorTest {

  private static final Filter WEB =
      Filter.builder("web")
          .rule(Rule.accept(Direction.IN, Protocol.TCP).from("10.0.0.0/8").toPort(22))
          .rule(Rule.drop(Direction.IN, Protocol.ALL))
          .build();
  private static final CompileOptions OPTIONS = CompileOptions.with(WEB);

  private static NetworkInterface on(String dev, int number, String filter) {
    return NetworkInterface.builder("network")
        .mac(new MacAddress(0x5254_0000_0000L + number))
        .targetDev(dev)
        .filter(filter)
        .build();
  }

  private static final Domain ONE = Domain.of("one", on("vnet1", 1, "web"), on("vnet2", 2, "web"));
  private static final Domain TWO = Domain.of("two", on("vnet3", 3, "web"));
  private static final Domain BROKEN =
      Domain.of(
          "broken",
          NetworkInterface.builder("network").mac("52:54:00:00:00:05").filter("web").build(),
          on("vnet7", 7, "web"),
          on("vnet8", 8, "wbe"),
          NetworkInterface.builder("bridge").targetDev("vnet9").filter("web").build());

  @Test
  void aChainIsAskedForByTableAndNameAndItsRulesPrintTheirOptions() {
    CompiledDomain compiled = FilterCompiler.compile(TWO, OPTIONS);

    assertEquals(
        List.of(
            "-p tcp -s 10.0.0.0/8 -m tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED"
                + " -m conntrack --ctdir ORIGINAL -j ACCEPT",
            "-j DROP"),
        compiled.ruleset(Family.IPV4).chain(Table.FILTER, "FO-vnet3").rules().stream()
            .map(rule -> RestoreText.write(Family.IPV4, rule))
            .toList());
  }

  @Test
  void aRuleThatTheToolCannotSayIsRefused() {
    ChainRule opaque =
        new ChainRule(
            List.of(new OpaqueMatch("odd", List.of("--odd"))), Verdict.ACCEPT, Origin.NONE);

    ChainRule ofIpv4 =
        FilterCompiler.compile(TWO, OPTIONS)
            .ruleset(Family.IPV4)
            .chain(Table.FILTER, "FO-vnet3")
            .rules()
            .get(0);

    assertEquals("-m odd --odd -j ACCEPT", RestoreText.write(Family.IPV6, opaque));
    assertThrows(
        io.nwfilter.netfilter.text.InexpressibleException.class,
        () -> RestoreText.write(Family.BRIDGE, ofIpv4));
  }

  @Test
  void aBindingNeedsNoOptions() {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet3"),
            MacAddress.parse("52:54:00:00:00:03"),
            FilterReference.of("no-mac-spoofing"));

    assertEquals(
        FilterCompiler.compile(binding, CompileOptions.DEFAULT), FilterCompiler.compile(binding));
  }

  @Test
  void anInterfaceHasTextsAsADomainHas() {
    CompiledDomain domain = FilterCompiler.compile(TWO, OPTIONS);
    CompiledInterface only = domain.interfaces().get(0);

    assertEquals(List.of(only), only.interfaces());
    assertEquals(domain.text(Family.IPV4), only.text(Family.IPV4));
    assertEquals(domain.ruleset(Family.IPV4), only.ruleset(Family.IPV4));
    assertEquals(Map.of(Family.IPV4, domain.text(Family.IPV4)), only.texts());
    assertEquals(domain.texts(), only.texts());
  }

  @Test
  void textsAreInTheOrderInWhichLibvirtLoadsThem() {
    Filter all =
        Filter.builder("all")
            .rule(Rule.drop(Direction.IN, Protocol.ALL_IPV6))
            .rule(Rule.drop(Direction.IN, Protocol.ALL))
            .rule(Rule.drop(Direction.IN, Protocol.MAC))
            .build();
    CompiledDomain compiled =
        FilterCompiler.compile(Domain.of("d", on("vnet1", 1, "all")), CompileOptions.with(all));

    assertEquals(
        List.of(Family.BRIDGE, Family.IPV4, Family.IPV6), List.copyOf(compiled.texts().keySet()));
    assertEquals(compiled.text(Family.IPV6), compiled.texts().get(Family.IPV6));
  }

  @Test
  void aHostIsCompiledInOneCallAndRemembersItsDomains() {
    CompiledDomain one = FilterCompiler.compile(ONE, OPTIONS);
    CompiledDomain two = FilterCompiler.compile(TWO, OPTIONS);
    CompiledHost host = FilterCompiler.compileHost(List.of(ONE, TWO), OPTIONS);
    List<CompiledInterface> interfaces = new ArrayList<>(one.interfaces());
    interfaces.addAll(two.interfaces());

    assertEquals(new CompiledHost(List.of(one, two), interfaces), host);
    assertEquals(Optional.of(two), host.domain("two"));
    assertEquals(Optional.empty(), host.domain("three"));
    assertEquals(List.of(), new CompiledHost(interfaces).domains());
    assertEquals(new CompiledHost(List.of(), List.of()), FilterCompiler.compileHost(List.of()));
  }

  @Test
  void aHostNeedsTheInterfacesOfItsDomainsAndEachNameOnce() {
    CompiledDomain two = FilterCompiler.compile(TWO, OPTIONS);

    assertEquals(
        "the host lacks an interface of the domain 'two'",
        assertThrows(
                IllegalArgumentException.class, () -> new CompiledHost(List.of(two), List.of()))
            .getMessage());
    assertEquals(
        "<domain 'two', interface 1 (vnet3)>: error: duplicate-interface: there is already an"
            + " interface 'vnet3', at <domain 'two', interface 1 (vnet3)>",
        assertThrows(
                CompileException.class,
                () -> FilterCompiler.compileHost(List.of(TWO, TWO), OPTIONS))
            .diagnostic()
            .toString());
  }

  @Test
  void tryingTellsTheErrorsOfAllInterfacesAndWhichTheyAre() {
    CompileResult result = FilterCompiler.tryCompile(BROKEN, OPTIONS);

    assertEquals(Optional.empty(), result.compiled());
    assertEquals(
        List.of(
            "<domain 'broken', interface 1 (52:54:00:00:00:05)>",
            "<domain 'broken', interface 3 (vnet8)>",
            "<domain 'broken', interface 4 (vnet9)>"),
        result.errors().stream().map(error -> error.location().toString()).toList());
    assertEquals(
        List.of("missing-target-dev", "unknown-filter", "missing-mac"),
        result.errors().stream().map(error -> error.code().id()).toList());
    assertEquals(
        List.of(
            "missing-target-dev",
            "mirrored",
            "not-filtered-when-routed",
            "unknown-filter",
            "missing-mac"),
        result.diagnostics().stream().map(found -> found.code().id()).toList());
    assertEquals(
        result.errors().get(0),
        assertThrows(CompileException.class, result::orElseThrow).diagnostic());
  }

  @Test
  void tryingGivesTheRulesIfThereAreNoErrors() {
    CompiledDomain compiled = FilterCompiler.compile(TWO, OPTIONS);

    assertEquals(
        new CompileResult(Optional.of(compiled), compiled.diagnostics()),
        FilterCompiler.tryCompile(TWO, OPTIONS));
    assertEquals(compiled, FilterCompiler.tryCompile(TWO, OPTIONS).orElseThrow());
    assertEquals(
        List.of("unknown-filter"),
        FilterCompiler.tryCompile(TWO).errors().stream().map(e -> e.code().id()).toList());
    assertThrows(
        IllegalArgumentException.class, () -> new CompileResult(Optional.empty(), List.of()));
  }

  @Test
  void aBindingInCodeIsNamedByItsInterface() {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet3"),
            MacAddress.parse("52:54:00:00:00:03"),
            FilterReference.of("wbe"));
    Diagnostic diagnostic =
        assertThrows(
                io.nwfilter.core.resolve.ResolutionException.class,
                () -> FilterCompiler.compile(binding))
            .diagnostic();

    assertEquals("<interface vnet3>", diagnostic.location().toString());
  }

  @Test
  void optionsTakeMoreFiltersAndAreChanged() {
    assertEquals(WEB, OPTIONS.library().find("web").orElseThrow());
    assertEquals(
        StockFilters.library().filters(),
        OPTIONS.library().filters().subList(0, StockFilters.library().filters().size()));
    CompileOptions options =
        OPTIONS.toBuilder()
            .interfaceName(MacAddress.parse("52:54:00:00:00:05"), new InterfaceName("vnet5"))
            .learnedAddress(new InterfaceName("vnet5"), Ipv4Address.parse("10.0.0.5"))
            .learnedAddress(new InterfaceName("vnet5"), Ipv4Address.parse("10.0.0.4"))
            .semantics(Semantics.AS_WRITTEN)
            .maxInstances(7)
            .build();

    assertEquals(options, options.toBuilder().build());
    assertEquals(
        Map.of(
            new InterfaceName("vnet5"),
            List.of(Ipv4Address.parse("10.0.0.5"), Ipv4Address.parse("10.0.0.4"))),
        options.learnedAddresses());
  }

  @Test
  void rulesInCodeNameTheInterfaceWhereTheyAreWrong() {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.IN, Protocol.TCP).whereText(Attributes.SRCIPADDR, "$MISSING"))
            .build();

    assertEquals(
        List.of("<domain 'd', interface 1 (vnet1)>"),
        FilterCompiler.tryCompile(Domain.of("d", on("vnet1", 1, "f")), CompileOptions.with(filter))
            .errors()
            .stream()
            .map(error -> error.location().toString())
            .toList());
  }
}
