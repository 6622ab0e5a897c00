package io.nwfilter.netfilter.nftfilter;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftScript;
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
import java.util.stream.Stream;

/**
 * The filters of interfaces as tables of nftables, which do to each packet what libvirt's rules for
 * ebtables, iptables and ip6tables do: a table of the family bridge, and one of the family inet if
 * packets that the host gets are dropped or rejected.
 *
 * @param tables the tables
 * @param diagnostics what is not as in libvirt's rules, in order and each only once
 */
public record FilterTable(List<NftTable> tables, List<Diagnostic> diagnostics) {

  /** The name of the tables. */
  public static final String NAME = "nwfilter";

  /** The name of the table for packets that no chain of IP sees. */
  private static final String UNSEEN = NAME + "-unseen";

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
    DiagnosticSink sink = new DiagnosticSink();
    parts.forEach(part -> sink.addAll(part.diagnostics()));
    List<Diagnostic> diagnostics = sink.diagnostics();
    if (diagnostics.stream().anyMatch(one -> one.severity() == Severity.ERROR)) {
      throw new CompileException(diagnostics);
    }
    return new FilterTable(tables(parts), diagnostics);
  }

  /**
   * {@return a script that makes the tables in one transaction, and first deletes those that are
   * there} To be loaded by {@code nft -f}; nothing else in the kernel is changed.
   */
  public String script() {
    StringBuilder script = new StringBuilder();
    for (String table : ImmutableList.of("bridge " + UNSEEN, "inet " + NAME)) {
      if (tables.stream().noneMatch(one -> one.toString().equals("table " + table))) {
        script.append("table ").append(table).append("\ndelete table ").append(table).append('\n');
      }
    }
    return script + NftScript.replace(tables);
  }

  private static ImmutableList<NftTable> tables(List<GuestPart> parts) {
    Map<Dispatch, Map<SetKey, Target>> maps = new EnumMap<>(Dispatch.class);
    for (GuestPart part : parts) {
      part.entries()
          .forEach(
              (map, entries) ->
                  maps.computeIfAbsent(map, each -> new LinkedHashMap<>()).putAll(entries));
    }
    List<NftChain> chains = parts.stream().flatMap(part -> part.chains().stream()).toList();
    boolean dropped = leadsTo(chains, Fates.DROPPED);
    boolean rejected = leadsTo(chains, Fates.REJECTED);
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
    chains.forEach(table::chain);
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

  private static boolean leadsTo(List<NftChain> chains, Fates fate) {
    return chains.stream()
        .flatMap(chain -> chain.chain().rules().stream())
        .anyMatch(rule -> fate.isLedTo(rule.target()));
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
