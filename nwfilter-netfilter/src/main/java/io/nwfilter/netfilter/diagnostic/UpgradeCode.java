package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** What is reported of an upgrade of libvirt where changes are reviewed. */
public enum UpgradeCode implements DiagnosticCode {
  /** The new release refuses a document that the old one takes. */
  REFUSED_AFTER_UPGRADE(
      CodeDescription.warning(
          "refused-after-upgrade",
          "the new release of libvirt refuses a document that the old one takes",
          "change the document before the upgrade")),
  /** The new release takes a document that the old one refuses. */
  ACCEPTED_AFTER_UPGRADE(
      CodeDescription.warning(
          "accepted-after-upgrade",
          "the new release of libvirt takes a document that the old one refuses",
          "check whether what it describes should run")),
  /** What guests of a network do is blocked after an upgrade. */
  BLOCKED_AFTER_UPGRADE(
      CodeDescription.warning(
          "blocked-after-upgrade",
          "something that guests of a network do, such as DHCP, works before an upgrade and is"
              + " blocked after it",
          "accept it in the host's own rules, or keep the rules of networks in iptables")),
  /** What guests of a network do is no longer blocked after an upgrade. */
  OPENED_AFTER_UPGRADE(
      CodeDescription.warning(
          "opened-after-upgrade",
          "something that guests of a network do is blocked before an upgrade and works after it",
          "check whether it should work")),
  /** A machine is on a network of which there is no document. */
  NETWORK_NOT_GIVEN(
      CodeDescription.warning(
          "network-not-given",
          "a machine is on a network of which an upgrade report has no document: what libvirt"
              + " installs for it, and what changes for it, is not known",
          "give the network's document, as `virsh net-dumpxml` prints it, too")),
  /** A dump has a rule in a chain of libvirt's that libvirt has not written. */
  OWN_RULE_IN_CHAIN_OF_LIBVIRT(
      CodeDescription.warning(
          "own-rule-in-chain-of-libvirt",
          "a dump has a rule in a chain or table of libvirt's that libvirt does not write for the"
              + " documents: libvirt puts its rules above it when a network starts, and loses it"
              + " with the chains of an interface",
          "put the rule there each time that libvirt has made the chain, as in"
              + " `/etc/libvirt/hooks/network`")),
  /** The host's filters are in nftables. */
  FILTERS_IN_NFTABLES(
      CodeDescription.warning(
          "filters-in-nftables",
          "filters of the host are in nftables (`firewall_backend` in `nwfilter.conf`): an upgrade"
              + " report compares them as if they were in ebtables and iptables",
          "look at what the two backends do differently in releases.md"));

  private final CodeDescription description;

  UpgradeCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }
}
