package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.host.Host;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what two releases of libvirt, or two backends, do on a host: both start all networks and
 * machines on it, as after a restart. Interfaces whose addresses libvirt learns are compared as
 * they are after that.
 */
public final class Upgrade {

  private Upgrade() {}

  /**
   * {@return what changes if a host gets another release of libvirt, with networks in iptables}
   *
   * @param from the release before
   * @param to the release after
   * @param host the host
   */
  public static UpgradeReport between(LibvirtRelease from, LibvirtRelease to, UpgradeHost host) {
    return between(
        CompileOptions.builder().release(from).build(),
        CompileOptions.builder().release(to).build(),
        host);
  }

  /**
   * {@return what changes if documents are compiled with other options}
   *
   * @param from the release, the backend of networks and the filters before
   * @param to the same after
   * @param host the host
   * @throws io.nwfilter.netfilter.host.HostException if networks or machines of the host cannot run
   *     at the same time
   */
  public static UpgradeReport between(CompileOptions from, CompileOptions to, UpgradeHost host) {
    return between(from, to, host, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what changes, as far as it is found within a budget}
   *
   * @param from the release, the backend of networks and the filters before
   * @param to the same after
   * @param host the host
   * @param budget how much looking at sets of packets may need
   * @throws io.nwfilter.netfilter.host.HostException if networks or machines of the host cannot run
   *     at the same time
   */
  public static UpgradeReport between(
      CompileOptions from, CompileOptions to, UpgradeHost host, AnalysisBudget budget) {
    requireNonNull(budget, "budget");
    LearnedAddresses learned = LearnedAddresses.of(Side.outcomes(host, Side.inIptables(from)));
    return compared(learned.in(from), learned.in(to), host, budget);
  }

  private static UpgradeReport compared(
      CompileOptions from, CompileOptions to, UpgradeHost host, AnalysisBudget budget) {
    ImmutableList<Outcome> was = Side.outcomes(host, from);
    ImmutableList<Outcome> is = Side.outcomes(host, to);
    Host dumped =
        Host.of(host.existing())
            .with(host.tables())
            .withRunning(Side.started(Side.outcomes(host, Side.inIptables(from))));
    LibvirtRules libvirt = LibvirtRules.in(host, from, dumped);
    OwnRules own = OwnRules.of(dumped, libvirt.own());
    UpgradeHost common = host.only(taken(was, is));
    Side before = Side.of(common, from, own);
    Side after = Side.of(common, to, own);
    Uplinks uplinks = HostGuests.uplinks(common, from, own);
    ImmutableList<HostGuests> ways =
        uplinks.names().stream()
            .map(uplink -> HostGuests.of(common, from, uplink))
            .collect(ImmutableList.toImmutableList());
    Services services = new Services(before, after, own, uplinks, ways);
    ImmutableList<ServiceChange> changed = services.changes();
    ImmutableList<DocumentChange> documents = documents(was, is);
    ImmutableList<StockChange> stock = StockChange.between(from, to, host);
    ImmutableList<MeaningChange> meaning =
        Meanings.by(
            ways.stream()
                .map(guests -> new Meanings(before, after, own, from, guests, budget))
                .toList());
    return new UpgradeReport(
        Installation.of(from),
        Installation.of(to),
        RuleChanges.between(
            before.rulesets(), before.host().nftables(), after.rulesets(), after.host().nftables()),
        stock,
        documents,
        meaning,
        changed,
        own.kept().on(after),
        new AdviceList(from, to, services).about(documents, changed, stock),
        new Assumptions(changed, stock, uplinks, libvirt, new MadeUpAddresses(meaning, changed))
            .of(from.release()),
        Assumptions.missing(host, from, to));
  }

  /** {@return the documents that both releases take: what runs on one host only is not compared} */
  private static Set<HostDocument> taken(List<Outcome> before, List<Outcome> after) {
    Set<HostDocument> taken = documents(before);
    taken.retainAll(documents(after));
    return taken;
  }

  private static Set<HostDocument> documents(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.compiled().isPresent())
        .map(Outcome::document)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static ImmutableList<DocumentChange> documents(
      List<Outcome> before, List<Outcome> after) {
    ImmutableList.Builder<DocumentChange> changes = ImmutableList.builder();
    for (int i = 0; i < before.size(); i++) {
      changes.addAll(DocumentChange.between(before.get(i), after.get(i)));
    }
    return changes.build();
  }
}
