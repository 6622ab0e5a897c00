package io.nwfilter.netfilter.nftfilter;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.nft.NftVerdictMap;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filters of interfaces as tables of nftables, which do to each packet what libvirt's rules for
 * ebtables, iptables and ip6tables do: a table of the family bridge, and one of the family inet if
 * packets that the host gets are dropped or rejected.
 *
 * @param tables the tables; none if no interface has rules
 * @param diagnostics what is not as in libvirt's rules, in order and each only once; those of the
 *     interfaces hold for the tables, too, {@linkplain FilterTableOptions#holds but for some}
 */
public record FilterTable(List<NftTable> tables, List<Diagnostic> diagnostics) {

  /** The name of the tables. */
  public static final String NAME = "nwfilter";

  /** The name of the table for packets that no chain of IP sees. */
  private static final String UNSEEN = NAME + "-unseen";

  /** All tables that filters may need, without what is in them. */
  private static final ImmutableList<NftTable> ALL =
      ImmutableList.of(
          HostScript.empty(NftFamily.BRIDGE, NAME),
          HostScript.empty(NftFamily.BRIDGE, UNSEEN),
          HostScript.empty(NftFamily.INET, NAME));

  /** Where ebtables' table nat is (linux/netfilter_bridge.h). */
  private static final int EBTABLES_NAT_IN = -300;

  private static final int EBTABLES_NAT_OUT = 300;

  /**
   * Checks that both components are given.
   *
   * @param tables the tables
   * @param diagnostics what is not as in libvirt's rules
   */
  public FilterTable {
    tables = ImmutableList.copyOf(requireNonNull(tables, "tables"));
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
  }

  /**
   * {@return the filters of compiled interfaces, with default options} Networks have no part in it.
   *
   * @param rules the interfaces
   * @throws CompileException if nftables has no statement for a rule
   */
  public static FilterTable of(CompiledRules rules) {
    return of(rules, FilterTableOptions.DEFAULT);
  }

  /**
   * {@return the filters of compiled interfaces} Networks have no part in it. Interfaces are looked
   * at on the threads of {@link java.util.concurrent.ForkJoinPool#commonPool()}.
   *
   * @param rules the interfaces
   * @param options what the tables are like
   * @throws CompileException if nftables has no statement for a rule
   */
  public static FilterTable of(CompiledRules rules, FilterTableOptions options) {
    requireNonNull(options, "options");
    List<GuestPart> parts =
        rules.interfaces().parallelStream()
            .map(compiled -> GuestChains.of(compiled, options))
            .collect(toImmutableList());
    // What a release before 9.0 cannot do is compiled again, with diagnostics about iptables.
    DiagnosticSink ofParts = new DiagnosticSink();
    for (GuestPart part : parts) {
      ofParts.addAll(part.diagnostics().stream().filter(one -> options.holds(one.code())).toList());
    }
    // Nothing is reported of tables that there will not be.
    if (ofParts.diagnostics().stream().anyMatch(one -> one.severity() == Severity.ERROR)) {
      throw new CompileException(ofParts.diagnostics());
    }
    DiagnosticSink sink = new DiagnosticSink();
    if (!options.filterRouted()) {
      rules.interfaces().forEach(compiled -> reportUnfiltered(compiled, sink));
    }
    sink.addAll(ofParts.diagnostics());
    List<Diagnostic> diagnostics = sink.diagnostics();
    return new FilterTable(tables(parts), diagnostics);
  }

  /** Says again of tables what has been said of rules of iptables, as far as it is true of them. */
  private static void reportUnfiltered(CompiledInterface compiled, DiagnosticSink sink) {
    for (Diagnostic said : compiled.diagnostics()) {
      if (said.code() == CompileCode.NOT_FILTERED_WHEN_ROUTED) {
        sink.report(
            CompileCode.NOT_FILTERED_WHEN_ROUTED,
            said.location(),
            "rules of the IP layer see only packets to "
                + compiled.name()
                + " that are bridged: not those that the host sends or routes to it"
                + " (--filter-routed, FilterTableOptions.filterRouted)");
      }
    }
  }

  /**
   * {@return a script that makes the tables in one transaction, in place of those that an earlier
   * script of filters has made} To be loaded by {@code nft -f}, again and again; nothing else in
   * the kernel is changed.
   */
  public String script() {
    return HostScript.of(tables, ALL);
  }

  /**
   * {@return a script that makes these tables and those of networks in one transaction} The tables
   * of networks are made anew, too: networks that are not among these have no rules afterwards.
   * Without any networks, their tables are left alone.
   *
   * @param networks the networks, compiled for nftables, in the order in which they are started
   * @throws IllegalArgumentException if the rules of a network are in iptables
   */
  public String script(List<CompiledNetwork> networks) {
    return networks.isEmpty()
        ? script()
        : HostScript.of(
            HostScript.both(HostScript.tables(networks), tables),
            HostScript.both(HostScript.tablesOfNetworks(), ALL));
  }

  /**
   * {@return what {@link #script(List)} removes from a host that has more than is given: filters,
   * if there are none here, and the rules of other networks}
   *
   * @param host what is given
   */
  public List<Diagnostic> removals(CompiledHost host) {
    ImmutableList.Builder<Diagnostic> removals = ImmutableList.builder();
    if (tables.isEmpty()) {
      removals.add(
          new Diagnostic(
              NftFilterCode.NFT_NO_FILTERS,
              "no interface has rules: the script deletes the filters that are there",
              first(host)));
    }
    if (!host.networks().isEmpty()) {
      removals.add(
          new Diagnostic(
              NftFilterCode.NFT_NETWORKS_REPLACED,
              host.networks().stream()
                  .map(CompiledNetwork::name)
                  .collect(
                      Collectors.joining(
                          "', '", "the tables of networks get the rules of '", "' and no others")),
              first(host)));
    }
    return removals.build();
  }

  /** {@return where the first document is} */
  private static SourceLocation first(CompiledHost host) {
    return Stream.concat(
            host.networks().stream().map(network -> network.network().location()),
            host.domains().stream().map(CompiledDomain::location))
        .findFirst()
        .orElse(SourceLocation.NONE);
  }

  private static ImmutableList<NftTable> tables(List<GuestPart> parts) {
    Map<Dispatch, Map<SetKey, Target>> maps = new EnumMap<>(Dispatch.class);
    for (GuestPart part : parts) {
      part.entries()
          .forEach(
              (map, entries) ->
                  maps.computeIfAbsent(map, each -> new LinkedHashMap<>()).putAll(entries));
    }
    if (maps.isEmpty()) {
      return ImmutableList.of();
    }
    boolean dropped = parts.stream().anyMatch(part -> part.fates().contains(Fates.DROPPED));
    boolean rejected = parts.stream().anyMatch(part -> part.fates().contains(Fates.REJECTED));
    NftTable.Builder table = NftTable.builder(NftFamily.BRIDGE, NAME);
    maps.forEach((map, entries) -> table.map(NftVerdictMap.of(map.map(), map.type(), entries)));
    for (Hook hook : Hook.values()) {
      List<ChainRule> rules =
          maps.keySet().stream().filter(map -> map.hook() == hook).map(Dispatch::rule).toList();
      if (!rules.isEmpty()) {
        table.base(name(hook), place(hook), Target.Verdict.ACCEPT, rules);
      }
    }
    if (dropped) {
      table.chain(Fates.DROPPED.chain());
    }
    if (rejected) {
      table.chain(Fates.REJECTED.chain());
    }
    parts.forEach(part -> part.chains().forEach(table::chain));
    ImmutableList.Builder<NftTable> tables = ImmutableList.<NftTable>builder().add(table.build());
    if (rejected) {
      tables.add(
          Fates.last(
              UNSEEN,
              Stream.of(Hook.FORWARD, Hook.OUTPUT)
                  .filter(hook -> maps.keySet().stream().anyMatch(map -> map.hook() == hook))
                  .toList()));
    }
    if (dropped || rejected) {
      tables.add(Fates.table(NAME));
    }
    return tables.build();
  }

  private static String name(Hook hook) {
    return hook.name().toLowerCase(Locale.ROOT);
  }

  private static BaseHook place(Hook hook) {
    return switch (hook) {
      case PREROUTING -> new BaseHook(hook, EBTABLES_NAT_IN);
      case POSTROUTING -> new BaseHook(hook, EBTABLES_NAT_OUT);
      case INPUT, FORWARD, OUTPUT, BROUTING -> Fates.hook(hook);
    };
  }
}
