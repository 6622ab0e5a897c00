package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about virtual networks when their rules are compiled. */
public enum NetworkRuleCode implements DiagnosticCode {
  /** A network with rules does not name its bridge. */
  MISSING_BRIDGE(
      CodeDescription.error(
          "missing-bridge",
          "a network whose rules name its bridge has no name for it yet: libvirt chooses one when"
              + " the network is defined or started",
          "use the document of the defined network, or name the bridge yourself"
              + " (`CompileOptions`, `--bridge`)")),
  /** libvirt would refuse to start the network. */
  NETWORK_REFUSED(
      CodeDescription.error(
          "network-refused",
          "libvirt refuses to start a network, or iptables one of its rules",
          "see the message")),
  /** Two networks of a host cannot run at the same time. */
  NETWORK_CONFLICT(
      CodeDescription.error(
          "network-conflict",
          "two networks of a host have the same name, bridge or IPv4 subnet: libvirt does not start"
              + " the second",
          "give each network a name, a bridge and a subnet of its own")),
  /** A network has what the release does not know. */
  NEWER_THAN_RELEASE(
      CodeDescription.error(
          "newer-than-release",
          "a network has something that the chosen release of libvirt does not know yet: IPv6,"
              + " several addresses, the mode `open`, ranges of `<nat>`; or the backend nftables",
          "choose a later release (`CompileOptions`, `--libvirt`), or remove it")),
  /** Subnets of two networks overlap, but are not the same. */
  OVERLAPPING_SUBNETS(
      CodeDescription.warning(
          "overlapping-subnets",
          "subnets of two networks overlap: libvirt compares only IPv4 subnets of the same length,"
              + " and starts both; packets go to the smaller one",
          "give each network a subnet of its own")),
  /** IPv6 is routed where IPv4 is translated. */
  IPV6_NOT_TRANSLATED(
      CodeDescription.warning(
          "ipv6-not-translated",
          "an IPv6 address of a network with mode `nat` is routed, not translated: everybody beyond"
              + " the host may connect to its machines",
          "write `<nat ipv6='yes'>`, or use the mode `route` for what is routed")),
  /** The mode leaves all rules to the host. */
  NETWORK_WITHOUT_RULES(
      CodeDescription.warning(
          "network-without-rules",
          "libvirt makes no rules for a network with mode `open`: whether its machines reach the"
              + " host's DNS and DHCP, or anything beyond, is up to the rules of the host",
          "accept in rules of your own what the machines need, or use the mode `route`")),
  /** The network is in a zone of firewalld. */
  ZONE_OF_FIREWALLD(
      CodeDescription.warning(
          "zone-of-firewalld",
          "a network names a zone of firewalld: libvirt starts it only while firewalld runs, which"
              + " has rules of its own for the zone",
          "look at the rules of the zone as well (`firewall-cmd --info-zone`), or leave the zone"
              + " out")),
  /** The rule for TFTP depends on another address. */
  TFTP_WITHOUT_RULE(
      CodeDescription.warning(
          "tftp-without-rule",
          "the rules for TFTP depend only on the first IPv4 address that has `<tftp>`, or `<dhcp>`"
              + " with a range or host: `<tftp>` at a later address has no rule of its own",
          "write `<tftp>` at the address that has `<dhcp>`"));

  private final CodeDescription description;

  NetworkRuleCode(CodeDescription description) {
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
