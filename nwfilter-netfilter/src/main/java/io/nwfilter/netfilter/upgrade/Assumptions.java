package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says on what a report depends that nothing tells.
 *
 * @param services what changes for guests
 * @param stock the stock filters that differ
 * @param uplinks the interfaces by which the host may reach what is outside
 * @param libvirt what dumps have in libvirt's chains
 * @param madeUp the addresses that nothing tells
 */
record Assumptions(
    List<ServiceChange> services,
    List<StockChange> stock,
    Uplinks uplinks,
    LibvirtRules libvirt,
    MadeUpAddresses madeUp) {

  private static final ImmutableSet<Service> OUTSIDE =
      ImmutableSet.of(Service.OUTGOING, Service.INCOMING, Service.FORWARDED);

  /**
   * {@return what was assumed, each as a sentence without a full stop}
   *
   * @param from the release before
   */
  List<String> of(LibvirtRelease from) {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    boolean named = !uplinks.names().contains(Surroundings.OUTSIDE);
    boolean matters = services.stream().anyMatch(one -> OUTSIDE.contains(one.service()));
    if (!uplinks.chosen() && (named || matters)) {
      all.add(outside());
    }
    if (services.stream().anyMatch(Assumptions::isBridged)) {
      all.add(
          "rules of iptables see what guests of a bridge send each other"
              + " (net.bridge.bridge-nf-call-iptables is 1)");
    }
    all.addAll(madeUp.words(uplinks.first()));
    if (stock.stream().anyMatch(one -> one.used() && !one.overridden())) {
      all.add(
          "stock filters are replaced by those of the new release; packages that install them"
              + " only once, as Debian's do, leave those of libvirt "
              + from
              + ": then the host's own files count (--filters /etc/libvirt/nwfilter)");
    }
    if (libvirt.own().rules().stream().anyMatch(one -> one.fate() == KeptRule.Fate.COMPARED)) {
      all.add(
          "rules of the host's own in libvirt's chains of networks are put where the dump has them"
              + " each time that libvirt has started a network, as by /etc/libvirt/hooks/network;"
              + " without that, libvirt's rules are above them then");
    }
    if (!libvirt.unknown().isEmpty()) {
      all.add(
          "rules in libvirt's chains are of networks that no document describes, and left out, if"
              + " they name "
              + String.join(", ", libvirt.unknown()));
    }
    return all.build();
  }

  private String outside() {
    return uplinks.names().contains(Surroundings.OUTSIDE)
        ? "what is outside is reached by an interface that no rule and no network names"
        : "what is outside is reached by "
            + String.join(", ", uplinks.names())
            + ", as networks or the host's rules name "
            + (uplinks.names().size() == 1 ? "it" : "them")
            + "; a default route (--route 0.0.0.0/0=DEV) says otherwise";
  }

  private static boolean isBridged(ServiceChange change) {
    return change.service() == Service.NEIGHBOR
        && change.family() != Family.BRIDGE
        && change.blocker().filter(blocker -> blocker.hook().equals("FORWARD")).isPresent();
  }

  /**
   * {@return warnings about networks that machines are connected to and of which no document says
   * what libvirt installs}
   *
   * @param host the host
   * @param from how documents are compiled before
   * @param to how they are compiled after
   */
  static ImmutableList<Diagnostic> missing(
      UpgradeHost host, CompileOptions from, CompileOptions to) {
    if (from.networkBackend() == to.networkBackend()) {
      return ImmutableList.of();
    }
    Set<String> known = host.networkNames();
    ImmutableList.Builder<Diagnostic> all = ImmutableList.builder();
    for (Domain machine : host.machines()) {
      machine.interfaces().stream()
          .map(Assumptions::network)
          .flatMap(Optional::stream)
          .filter(network -> !known.contains(network))
          .distinct()
          .forEach(network -> all.add(missing(machine, network)));
    }
    return all.build();
  }

  private static Optional<String> network(NetworkInterface one) {
    return one.attachment() instanceof Attachment.Network network
        ? network.name()
        : Optional.empty();
  }

  private static Diagnostic missing(Domain machine, String network) {
    return new Diagnostic(
        UpgradeCode.NETWORK_NOT_GIVEN,
        ("machine '%s' is on network '%s', of which there is no document: what changes for it is"
                + " not known")
            .formatted(machine.name(), network),
        machine.location());
  }
}
