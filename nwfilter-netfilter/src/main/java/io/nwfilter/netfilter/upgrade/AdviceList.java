package io.nwfilter.netfilter.upgrade;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.upgrade.ServiceChange.Effect;
import java.util.List;
import java.util.Optional;

/**
 * Finds what to do about changes.
 *
 * @param from how documents are compiled before
 * @param to how they are compiled after
 * @param services tries what guests do
 */
record AdviceList(CompileOptions from, CompileOptions to, Services services) {

  ImmutableList<Advice> about(
      List<DocumentChange> documents, List<ServiceChange> changes, List<StockChange> stock) {
    ImmutableList.Builder<Advice> all = ImmutableList.builder();
    documents(all, documents);
    blocked(all, changes);
    stock(all, stock);
    return all.build();
  }

  private void documents(ImmutableList.Builder<Advice> all, List<DocumentChange> documents) {
    String refused =
        documents.stream()
            .filter(change -> change.effect() == DocumentChange.Effect.REFUSED)
            .map(DocumentChange::document)
            .collect(joining(", "));
    if (!refused.isEmpty()) {
      all.add(
          new Advice(
              "change what libvirt " + to.release() + " refuses, before the upgrade: " + refused,
              ImmutableList.of()));
    }
  }

  private void blocked(ImmutableList.Builder<Advice> all, List<ServiceChange> changes) {
    Acceptance acceptance = new Acceptance(from.release());
    List<ServiceChange> left = blocked(changes);
    // Once a packet gets through, the reply to it may be blocked, and so on.
    while (left.stream().map(change -> add(acceptance, change)).reduce(false, Boolean::logicalOr)) {
      left = blocked(services.with(acceptance, to));
    }
    if (acceptance.isEmpty() && acceptance.inTables().isEmpty()) {
      unsaid(all, left);
      return;
    }
    String lost = left.stream().map(AdviceList::what).collect(joining(", "));
    lost = lost.isEmpty() ? "" : "; this is not enough for " + lost;
    if (!acceptance.isEmpty()) {
      all.add(
          new Advice(
              "accept in the host's own rules what libvirt's rules accepted, also where the host"
                  + " loads them from"
                  + (acceptance.inTables().isEmpty() ? lost : ""),
              acceptance.commands()));
    }
    if (!acceptance.inTables().isEmpty()) {
      all.add(
          new Advice(
              "accept in libvirt's own tables, too, what the host's rules let through: their"
                  + " reject is not overruled elsewhere; each time that libvirt has made them, as"
                  + " in /etc/libvirt/hooks/network"
                  + lost,
              acceptance.inTables().commands()));
      if (!acceptance.inTables().wider().isEmpty()) {
        all.add(
            new Advice(
                "these commands let through more than the host's own rules, which also ask for"
                    + " what libvirt's tables cannot, such as members of a set: "
                    + String.join(", ", acceptance.inTables().wider()),
                ImmutableList.of()));
      }
    }
    if (from.networkBackend() == FirewallBackend.IPTABLES
        && to.networkBackend() != FirewallBackend.IPTABLES) {
      all.add(
          new Advice(
              "or keep the rules of networks in iptables, in /etc/libvirt/network.conf",
              ImmutableList.of("firewall_backend = \"iptables\"")));
    }
  }

  /** There is more than commands can say to what the host's rules let through to guests. */
  private static void unsaid(ImmutableList.Builder<Advice> all, List<ServiceChange> left) {
    String forwarded =
        left.stream()
            .filter(change -> change.service() == Service.FORWARDED)
            .map(AdviceList::what)
            .collect(joining(", "));
    if (!forwarded.isEmpty()) {
      all.add(
          new Advice(
              "accept in libvirt's own tables what the host's rules let through; no command is"
                  + " known that is enough for "
                  + forwarded,
              ImmutableList.of()));
    }
  }

  private static List<ServiceChange> blocked(List<ServiceChange> changes) {
    return changes.stream()
        .filter(
            change ->
                change.effect() == Effect.BLOCKED || change.effect() == Effect.PERHAPS_BLOCKED)
        .toList();
  }

  /** {@return whether there is more to accept, so that something may work} */
  private boolean add(Acceptance acceptance, ServiceChange change) {
    boolean more = false;
    for (CompiledNetwork network : services.guests().ofNetworks().keySet()) {
      if (network.name().equals(change.network()) && change.blocker().isPresent()) {
        ServiceChange.Blocker blocker = change.blocker().get();
        more |=
            blocker.own()
                ? acceptance.add(network, change.family(), blocker.hook())
                : addToTables(acceptance, network, change, blocker);
      }
    }
    return more;
  }

  /** Accepts in a table of libvirt's what rules of the host's own let through. */
  private boolean addToTables(
      Acceptance acceptance,
      CompiledNetwork network,
      ServiceChange change,
      ServiceChange.Blocker blocker) {
    boolean more = false;
    if (change.service() == Service.FORWARDED
        && blocker.decision() instanceof Decision.ByRule rule
        && rule.place().nft().isPresent()) {
      for (Forward forward :
          Forwards.to(network, services.guests().ofNetworks().keySet(), services.own())) {
        Optional<String> words = forward.words(change.bridge());
        if (change.isAbout(forward.toString()) && words.isPresent()) {
          if (forward.isNarrower()) {
            acceptance.inTables().addWider(forward.toString());
          }
          more |= acceptance.inTables().add(rule.place(), words.get());
        }
      }
    }
    return more;
  }

  /** {@return what a change is about, for people} */
  static String what(ServiceChange change) {
    return change.service()
        + (change.details().isEmpty() ? "" : " (" + change.details() + ")")
        + (change.family() == Family.IPV6 ? " by IPv6" : "")
        + " on network '"
        + change.network()
        + "'";
  }

  private void stock(ImmutableList.Builder<Advice> all, List<StockChange> stock) {
    List<String> used =
        stock.stream()
            .filter(change -> change.used() && !change.overridden())
            .map(StockChange::name)
            .toList();
    if (!used.isEmpty()) {
      ImmutableList.Builder<String> commands = ImmutableList.builder();
      used.forEach(name -> commands.add("virsh nwfilter-dumpxml " + name + " > " + name + ".xml"));
      used.forEach(name -> commands.add("virsh nwfilter-define " + name + ".xml"));
      all.add(
          new Advice(
              "to keep the stock filters of libvirt "
                  + from.release()
                  + ", if the package replaces them, save them before the upgrade and define them"
                  + " after it",
              commands.build()));
    }
  }
}
