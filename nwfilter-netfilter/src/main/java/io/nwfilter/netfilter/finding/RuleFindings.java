package io.nwfilter.netfilter.finding;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.simulate.ListedTables;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Finds what is wrong with rules that can be compiled: rules that do nothing, families of packets
 * that a filter leaves open, replies that are lost. What is reported of a rule holds for all
 * packets; what depends on something that is not known, such as the contents of an ipset, is not
 * reported.
 *
 * <pre>{@code
 * List<Diagnostic> findings = RuleFindings.of(compiled);
 * }</pre>
 *
 * <p>A rule of a filter is reported if all that it has become does nothing: for all values of its
 * variables, in both directions, in all tables, and for all interfaces that are given. What libvirt
 * adds by itself, and stock filters, which cannot be changed, are not reported. Nor are interfaces
 * whose address is not known yet, as their rules are not those of the filter.
 *
 * <p>An interface is at the bridge of its network, with the addresses that the host has there, if
 * the network is among the rules and the document of the machine says that it is this one, or if
 * the rules have one network and no machines. Otherwise it is taken that the host may send to it
 * and route to it. Rules of networks do not count: findings are about filters.
 */
public final class RuleFindings {

  private RuleFindings() {}

  /**
   * {@return the findings about rules, with each interface analysed by itself; none if all is fine}
   *
   * @param compiled the rules
   */
  public static List<Diagnostic> of(CompiledRules compiled) {
    return of(ImmutableList.of(compiled));
  }

  /**
   * {@return the findings about rules, with each interface analysed by itself; none if all is fine}
   *
   * @param compiled the rules of machines, whether they are on one host or not
   */
  public static List<Diagnostic> of(Collection<? extends CompiledRules> compiled) {
    return of(compiled, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what was found about rules within a budget; if it is too small, that is reported}
   *
   * @param compiled the rules of machines, whether they are on one host or not
   * @param budget how many nodes the sets of packets of one table, or of one interface, may have,
   *     and how long everything may take
   */
  public static List<Diagnostic> of(
      Collection<? extends CompiledRules> compiled, AnalysisBudget budget) {
    return of(compiled, budget, Runnable::run);
  }

  /**
   * {@return what {@link #of(Collection, AnalysisBudget)} finds, on the threads of an executor; in
   * the same order, however many these are} Of interfaces whose rules differ in names and addresses
   * only, one is looked at in full, and the others only for what is reported at places in their own
   * documents.
   *
   * @param compiled the rules of machines, whether they are on one host or not
   * @param budget how many nodes the sets of packets of one table, or of one interface, may have,
   *     and how long everything may take
   * @param executor whose threads are used; {@code Runnable::run} for that of the caller
   */
  public static List<Diagnostic> of(
      Collection<? extends CompiledRules> compiled, AnalysisBudget budget, Executor executor) {
    return of(
        compiled,
        compiled.stream().flatMap(rules -> rules.networks().stream()).toList(),
        budget,
        executor);
  }

  /**
   * {@return what {@link #of(Collection, AnalysisBudget, Executor)} finds of machines that may be
   * connected to some networks}
   *
   * @param compiled the rules of machines, whether they are on one host or not
   * @param networks the networks; where two have one name, neither counts
   * @param budget how many nodes the sets of packets of one table, or of one interface, may have,
   *     and how long everything may take
   * @param executor whose threads are used; {@code Runnable::run} for that of the caller
   */
  public static List<Diagnostic> of(
      Collection<? extends CompiledRules> compiled,
      Collection<CompiledNetwork> networks,
      AnalysisBudget budget,
      Executor executor) {
    KnownNetworks known = KnownNetworks.of(networks);
    List<ConnectedInterface> interfaces =
        compiled.stream()
            .flatMap(rules -> known.connected(rules).stream())
            .filter(one -> !one.compiled().interim())
            .toList();
    return RuleVerdicts.together(
        new AlikeInterfaces(requireNonNull(budget, "budget"), requireNonNull(executor, "executor"))
            .verdicts(interfaces));
  }

  /**
   * {@return the host's own rules that no packet meets because libvirt's rules come before them;
   * also reported is a family with too many rules to look at within the usual budget}
   *
   * @param own the host with its own rules only
   * @param together the same host with libvirt's rules
   */
  public static List<Diagnostic> ofHost(Host own, Host together) {
    return ofHost(own, together, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what {@link #ofHost(Host, Host)} finds within a budget; if it is too small, that is
   * reported}
   *
   * @param own the host with its own rules only
   * @param together the same host with libvirt's rules
   * @param budget how many nodes the sets of packets of one table may have, and how long everything
   *     may take
   */
  public static List<Diagnostic> ofHost(Host own, Host together, AnalysisBudget budget) {
    return new HostRules(requireNonNull(own, "own"), requireNonNull(together, "together"), budget)
        .findings();
  }

  /**
   * {@return what is found of rules of tables of nftables: rules that no packet meets or that
   * change nothing, and chains that no packet gets to} Each table is looked at by itself.
   *
   * @param tables the tables, of which those that iptables, ip6tables and ebtables keep, and those
   *     of filters ({@link FilterTable}), are left out
   * @param budget how many nodes the sets of packets of one table may have, and how long everything
   *     may take
   */
  public static List<Diagnostic> ofTables(NftRuleset tables, AnalysisBudget budget) {
    return ListedTables.of(tables).own().tables().stream()
        .filter(table -> !table.name().name().startsWith(FilterTable.NAME))
        .flatMap(table -> new TableFindings(table, budget).findings().stream())
        .toList();
  }
}
