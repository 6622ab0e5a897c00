package io.nwfilter.netfilter.nftfilter;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters as tables of nftables, line by line. */
class FilterTableTest {

  private static CompiledInterface compiled(String device, Rule... rules) {
    return compiled(device, LibvirtRelease.V9_0, rules);
  }

  private static CompiledInterface compiled(String device, LibvirtRelease release, Rule... rules) {
    Filter.Builder filter = Filter.builder("tried");
    for (Rule rule : rules) {
      filter.rule(rule);
    }
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName(device),
            MacAddress.parse("52:54:00:9f:80:45"),
            FilterReference.of("tried")),
        CompileOptions.builder()
            .release(release)
            .library(StockFilters.library(release).with(filter.build()))
            .build());
  }

  private static Rule.Builder rule(Action action, Direction direction, Protocol protocol) {
    return Rule.builder(action, direction).protocol(protocol);
  }

  private static List<String> chain(CompiledInterface compiled, String name) {
    String script =
        FilterTable.of(compiled, FilterTableOptions.builder().comments(false).build()).script();
    int start = script.indexOf("\tchain " + name + " {\n");
    return script
        .substring(start, script.indexOf("\t}", start))
        .lines()
        .skip(1)
        .map(String::strip)
        .toList();
  }

  @Test
  void theEndOfChainsOfFramesAccepts() {
    assertEquals(
        List.of("ether type ip ip saddr 10.0.0.1 drop", "accept"),
        chain(
            compiled(
                "vnet0",
                rule(Action.DROP, Direction.OUT, Protocol.IP)
                    .whereText(Attributes.SRCIPADDR, "10.0.0.1")
                    .build()),
            "libvirt-I-vnet0"));
  }

  @Test
  void whatTheHostGetsIsDroppedByIp() {
    CompiledInterface compiled =
        compiled(
            "vnet0",
            rule(Action.DROP, Direction.OUT, Protocol.TCP)
                .whereText(Attributes.DSTPORTSTART, "25")
                .build(),
            rule(Action.REJECT, Direction.OUT, Protocol.ALL).build());

    assertEquals(List.of("tcp dport 25 drop", "goto rejected"), chain(compiled, "FI-vnet0-ipv4"));
    assertEquals(
        List.of("tcp dport 25 goto dropped", "goto rejected"), chain(compiled, "HI-vnet0-ipv4"));
    assertEquals(List.of("meta mark set 0x6e776664", "accept"), chain(compiled, "dropped"));
    assertTrue(FilterTable.of(compiled).script().contains("meta mark 0x6e776672 reject"));
  }

  @Test
  void markedPacketsEndBeforeRulesOfTheHostCanChangeMarks() {
    NftTable ending =
        Iterables.getLast(
            FilterTable.of(
                    compiled("vnet0", rule(Action.REJECT, Direction.OUT, Protocol.ALL).build()))
                .tables());

    assertEquals(
        List.of(
            new BaseHook(Hook.PREROUTING, -1000),
            new BaseHook(Hook.INPUT, -1000),
            new BaseHook(Hook.FORWARD, -1000)),
        ending.chains().values().stream()
            .map(chain -> chain.chain().base().orElseThrow())
            .toList());
    assertEquals(
        ImmutableSet.of(List.of("meta mark 0x6e776664 drop", "meta mark 0x6e776672 reject")),
        ending.chains().values().stream()
            .map(
                chain ->
                    chain.chain().rules().stream()
                        .map(rule -> NftScript.line(NftFamily.INET, rule))
                        .toList())
            .collect(toImmutableSet()));
  }

  @Test
  void commentsOfFramesAreInTheComment() {
    CompiledInterface compiled =
        compiled(
            "vnet0",
            rule(Action.DROP, Direction.OUT, Protocol.IP)
                .whereText(Attributes.SRCIPADDR, "10.0.0.1")
                .whereText(Attributes.COMMENT, "not \"this\" one")
                .build());

    assertTrue(
        FilterTable.of(compiled)
            .script()
            .contains("drop comment \"<interface vnet0> tried (not 'this' one)\"\n"),
        FilterTable.of(compiled).script());
    assertEquals(
        List.of(LoweringCode.COMMENT_NOT_RENDERED),
        compiled.diagnostics().stream().map(Diagnostic::code).toList());
    assertFalse(FilterTableOptions.DEFAULT.holds(LoweringCode.COMMENT_NOT_RENDERED));
    assertTrue(
        FilterTableOptions.builder()
            .comments(false)
            .build()
            .holds(LoweringCode.COMMENT_NOT_RENDERED));
  }

  @Test
  void whatIsNotFilteredWhenRoutedIsSaidOfTables() {
    CompiledInterface compiled = compiled("vnet0", port(Action.DROP, "25"));

    assertEquals(List.of(CompileCode.NOT_FILTERED_WHEN_ROUTED), routed(compiled.diagnostics()));
    assertEquals(
        List.of(CompileCode.NOT_FILTERED_WHEN_ROUTED),
        routed(FilterTable.of(compiled).diagnostics()));
    assertEquals(
        List.of(),
        routed(
            FilterTable.of(compiled, FilterTableOptions.builder().filterRouted(true).build())
                .diagnostics()));
  }

  private static List<DiagnosticCode> routed(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(Diagnostic::code)
        .filter(code -> code == CompileCode.NOT_FILTERED_WHEN_ROUTED)
        .toList();
  }

  @Test
  void valuesOfOneFieldAreOneSet() {
    CompiledInterface compiled =
        compiled(
            "vnet0",
            port(Action.DROP, "25"),
            port(Action.DROP, "26"),
            port(Action.RETURN, "27"),
            port(Action.DROP, "28"));

    assertEquals(
        List.of("tcp dport { 25, 26 } drop", "tcp dport vmap { 27 : return, 28 : drop }"),
        chain(compiled, "FI-vnet0-ipv4"));
  }

  @Test
  void networksAndRangesAreOneSet() {
    assertEquals(
        List.of(
            "meta l4proto udp ip saddr { 10.0.0.0/24, 10.0.2.0/24, 10.9.9.9 } drop",
            "tcp dport { 5, 1000-1010, 2000-2010 } drop",
            "ip saddr . tcp dport { 10.0.0.0/24 . 80-81, 10.1.0.0/16 . 443 } drop"),
        chain(
            compiled(
                "vnet0",
                network(Action.DROP, "10.0.0.0", "24"),
                network(Action.DROP, "10.0.2.0", "24"),
                network(Action.DROP, "10.9.9.9", "32"),
                ports(Action.DROP, "1000", "1010"),
                ports(Action.DROP, "2000", "2010"),
                port(Action.DROP, "5"),
                service("10.0.0.0", "24", "80", "81"),
                service("10.1.0.0", "16", "443", "443")),
            "FI-vnet0-ipv4"));
  }

  @Test
  void valuesThatOverlapAreOneElement() {
    assertEquals(
        List.of(
            "meta l4proto udp ip saddr 10.0.0.0/8 drop",
            "tcp dport { 5-25, 30 } drop",
            "ip saddr . tcp dport { 10.0.0.0/8 . 443, 10.0.0.0/8 . 80-90 } drop"),
        chain(
            compiled(
                "vnet0",
                network(Action.DROP, "10.1.0.0", "16"),
                network(Action.DROP, "10.0.0.0", "8"),
                ports(Action.DROP, "5", "20"),
                port(Action.DROP, "30"),
                ports(Action.DROP, "10", "25"),
                service("10.1.0.0", "16", "443", "443"),
                service("10.0.0.0", "8", "443", "443"),
                service("10.0.0.0", "8", "80", "90"),
                service("10.2.0.0", "16", "85", "85")),
            "FI-vnet0-ipv4"));
  }

  @Test
  void keysThatOverlapInPartAreSeveralSets() {
    assertEquals(
        List.of(
            "meta l4proto tcp ip saddr 10.1.0.0/16 tcp dport { 1-10, 20 } drop",
            "meta l4proto tcp ip saddr 10.0.0.0/8 tcp dport 5-15 drop"),
        chain(
            compiled(
                "vnet0",
                service("10.1.0.0", "16", "1", "10"),
                service("10.1.0.0", "16", "20", "20"),
                service("10.0.0.0", "8", "5", "15")),
            "FI-vnet0-ipv4"));
  }

  @Test
  void theFirstVerdictOfValuesThatOverlapCounts() {
    assertEquals(
        List.of(
            "tcp dport vmap { 1-10 : return, 11-20 : drop }",
            "tcp dport vmap { 15 : return, 16 : drop }"),
        chain(
            compiled(
                "vnet0",
                ports(Action.RETURN, "1", "10"),
                ports(Action.DROP, "11", "20"),
                port(Action.RETURN, "15"),
                port(Action.DROP, "16")),
            "FI-vnet0-ipv4"));
  }

  @Test
  void masksOfMacAddressesAreRanges() {
    assertEquals(
        List.of(
            "ether saddr { 02:00:00:00:00:00-02:00:00:ff:ff:ff, 06:00:00:00:00:01 } drop",
            "accept"),
        chain(
            compiled(
                "vnet0",
                sender("02:00:00:00:00:00", "ff:ff:ff:00:00:00"),
                sender("06:00:00:00:00:01", "ff:ff:ff:ff:ff:ff")),
            "libvirt-I-vnet0"));
  }

  private static Rule sender(String address, String mask) {
    return rule(Action.DROP, Direction.OUT, Protocol.MAC)
        .whereText(Attributes.SRCMACADDR, address)
        .whereText(Attributes.SRCMACMASK, mask)
        .build();
  }

  private static Rule network(Action action, String address, String length) {
    return rule(action, Direction.OUT, Protocol.UDP)
        .whereText(Attributes.SRCIPADDR, address)
        .whereText(Attributes.SRCIPMASK, length)
        .build();
  }

  private static Rule service(String address, String length, String low, String high) {
    return rule(Action.DROP, Direction.OUT, Protocol.TCP)
        .whereText(Attributes.SRCIPADDR, address)
        .whereText(Attributes.SRCIPMASK, length)
        .whereText(Attributes.DSTPORTSTART, low)
        .whereText(Attributes.DSTPORTEND, high)
        .build();
  }

  private static Rule ports(Action action, String low, String high) {
    return rule(action, Direction.OUT, Protocol.TCP)
        .whereText(Attributes.DSTPORTSTART, low)
        .whereText(Attributes.DSTPORTEND, high)
        .build();
  }

  private static Rule port(Action action, String port) {
    return rule(action, Direction.OUT, Protocol.TCP)
        .whereText(Attributes.DSTPORTSTART, port)
        .build();
  }

  @Test
  void interfacesWithUnusualNamesHaveChains() {
    assertEquals(
        List.of("tcp dport 25 drop"),
        chain(compiled("v@n.t-0", port(Action.DROP, "25")), "FI-v/an.t-0-ipv4"));
  }

  @Test
  void aPacketMeetsOneLookupHoweverManyInterfacesThereAre() {
    CompiledHost host =
        new CompiledHost(
            List.of(
                compiled("vnet0", port(Action.DROP, "25")),
                compiled("vnet1", port(Action.DROP, "26"))));

    assertEquals(
        2, FilterTable.of(host).tables().get(0).chain("forward").orElseThrow().rules().size());
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void filtersThatAcceptAreRefusedForTheOldestRelease(Direction direction) {
    CompiledInterface accepting =
        compiled(
            "vnet0",
            LibvirtRelease.V0_8,
            rule(Action.ACCEPT, direction, Protocol.TCP).build(),
            rule(Action.DROP, direction, Protocol.ALL).build());

    CompileException refused =
        assertThrows(CompileException.class, () -> FilterTable.of(accepting));

    assertEquals(
        List.of(
            "the rules for packets of vnet0 to the host are not those for packets that it routes,"
                + " and a bridge cannot tell these apart"),
        refused.diagnostics().stream()
            .filter(one -> one.code() == NftFilterCode.NFT_INEXPRESSIBLE)
            .map(Diagnostic::message)
            .toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"DROP", "REJECT", "RETURN"})
  void otherFiltersAreNot(Action action) {
    CompiledInterface compiled =
        compiled("vnet0", LibvirtRelease.V0_8, rule(action, Direction.INOUT, Protocol.TCP).build());

    String verdict = action == Action.REJECT ? "goto rejected" : action.toString();
    assertEquals(List.of("meta l4proto tcp " + verdict), chain(compiled, "FI-vnet0-ipv4"));
    assertEquals(
        List.of("meta l4proto tcp " + (action == Action.DROP ? "goto dropped" : verdict)),
        chain(compiled, "HI-vnet0-ipv4"));
  }
}
