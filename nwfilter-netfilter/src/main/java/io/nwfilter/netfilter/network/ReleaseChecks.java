package io.nwfilter.netfilter.network;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.ruleset.Family;

/**
 * Refuses what a release did not know, or what it refuses and earlier ones do not. What a release
 * made of what it did not know is not known (libvirt: Network XML, the remarks "Since").
 */
public final class ReleaseChecks {

  private final Network network;
  private final LibvirtRelease release;
  private final DiagnosticSink sink;

  private ReleaseChecks(Network network, LibvirtRelease release, DiagnosticSink sink) {
    this.network = network;
    this.release = release;
    this.sink = sink;
  }

  /**
   * Checks a network.
   *
   * @param network the network
   * @param release the release
   * @param backend what the rules of networks are given to
   * @param sink takes errors
   */
  public static void check(
      Network network, LibvirtRelease release, FirewallBackend backend, DiagnosticSink sink) {
    ReleaseChecks checks = new ReleaseChecks(network, release, sink);
    checks.refuse(!release.networkBackends().contains(backend), "only the backend iptables");
    if (release == LibvirtRelease.V0_8) {
      checks.check();
    }
    if (release.compareTo(LibvirtRelease.V11_3) >= 0) {
      checks.title();
    }
  }

  /** Seen on 11.3.0 and 12.8.0; 9.0.0 loses the title. */
  private void title() {
    if (network.details().title().filter(title -> title.contains("\n")).isPresent()) {
      sink.report(
          NetworkRuleCode.NETWORK_REFUSED,
          NetworkPlaces.of(network),
          "network '" + network.name() + "': its title has a line break");
    }
  }

  private void check() {
    refuse(network.ipv6() || !NetworkServices.addresses(network, Family.IPV6).isEmpty(), "no IPv6");
    refuse(
        NetworkServices.addresses(network, Family.IPV4).size() > 1, "only one address of a bridge");
    network.forwarding().ifPresent(this::forwarding);
  }

  private void forwarding(Forwarding forwarding) {
    refuse(
        forwarding.mode() != ForwardMode.NAT && forwarding.mode() != ForwardMode.ROUTE,
        "no mode " + forwarding.mode());
    refuse(!forwarding.interfaces().isEmpty(), "no <interface> in <forward>, but only dev");
    refuse(forwarding.nat().filter(nat -> !nat.equals(NetworkNat.DEFAULT)).isPresent(), "no <nat>");
  }

  private void refuse(boolean newer, String known) {
    if (newer) {
      sink.report(
          NetworkRuleCode.NEWER_THAN_RELEASE,
          NetworkPlaces.of(network),
          "network '" + network.name() + "': libvirt " + release + " knows " + known);
    }
  }
}
