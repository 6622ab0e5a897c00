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
          "check whether it should work"));

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
