package io.nwfilter.netfilter.ruleset;

/** What a base chain is for (nft(8), "Chains"). */
public enum ChainType {
  /** Decides about packets, and may change them. */
  FILTER,
  /** Changes addresses: only the first packet of a connection enters it. */
  NAT,
  /** Has a packet of this host routed anew if a part that matters has changed. */
  ROUTE
}
