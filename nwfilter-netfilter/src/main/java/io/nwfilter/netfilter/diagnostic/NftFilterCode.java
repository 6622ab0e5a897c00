package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about filters as tables of nftables. */
public enum NftFilterCode implements DiagnosticCode {
  /** A rule asks for something that nftables has no expression for. */
  NFT_INEXPRESSIBLE(
      CodeDescription.error(
          "nft-inexpressible",
          "`--format nft`: a rule asks for something, or does something, that nftables has no"
              + " statement for: sets of ipset, limits of connections, options of TCP, gratuitous"
              + " ARP, fields of spanning tree; or the release has other rules for packets to the"
              + " host than for packets that it forwards",
          "leave the rule to ebtables and iptables, or write it in another way")),
  /** Accepting in a table of nftables does not keep other tables from dropping. */
  NFT_ACCEPT_NOT_FINAL(
      CodeDescription.warning(
          "nft-accept-not-final",
          "`--format nft`: in iptables, what a filter accepts meets no later rule of the chain"
              + " `FORWARD`, be it of a network or of the host; in a table of its own, accepting"
              + " ends only that table, and those rules may still drop",
          "let the rules of the host and of its networks accept what guests may send and get")),
  /** Frames of ARP with unusual lengths meet no rule that asks for addresses. */
  NFT_ARP_LENGTHS(
      CodeDescription.info(
          "nft-arp-lengths",
          "`--format nft`: ebtables finds addresses of ARP where the lengths in its header put"
              + " them; nftables looks at fixed places, so frames whose lengths are not those of"
              + " Ethernet and IPv4 meet no rule that asks for such an address, and are dropped"
              + " where the rule would drop some",
          "nothing: no device of Ethernet sends such frames")),
  /** Protocols and ports after an authentication header are not seen. */
  NFT_AUTHENTICATED_IPV6(
      CodeDescription.info(
          "nft-authenticated-ipv6",
          "`--format nft`: ebtables looks for the protocol of IPv6 after an authentication header;"
              + " to nftables, that header is the protocol (51)",
          "decide about protocol 51 (`ah`) in a rule before")),
  /** The rules need connection tracking of bridges. */
  NFT_BRIDGE_TRACKING(
      CodeDescription.warning(
          "nft-bridge-tracking",
          "`--format nft`: rules ask for the state of connections, for which the kernel needs the"
              + " module `nf_conntrack_bridge`; without it, nft refuses the whole script",
          "load `nf_conntrack_bridge` before the script, or use rules without states")),
  /** The script has no filters, and so removes those that are there. */
  NFT_NO_FILTERS(
      CodeDescription.warning(
          "nft-no-filters",
          "`--format nft`: no interface has rules, so the script only deletes the tables"
              + " `nwfilter` of an earlier one: all files together describe one host",
          "give the documents of all machines and networks of the host together")),
  /** Networks that are not in the script lose their rules. */
  NFT_NETWORKS_REPLACED(
      CodeDescription.info(
          "nft-networks-replaced",
          "`--format nft`: the script makes libvirt's tables `libvirt_network` anew, so that it can"
              + " be loaded again; other networks that run on the host have no rules then until"
              + " they are started again",
          "give the documents of all networks that run on the host"));

  private final CodeDescription description;

  NftFilterCode(CodeDescription description) {
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
