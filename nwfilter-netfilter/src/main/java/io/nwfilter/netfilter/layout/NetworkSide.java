package io.nwfilter.netfilter.layout;

/**
 * Which packets of a virtual network a rule is for. The order is that of the chains of one hook.
 */
public enum NetworkSide {
  /** Packets from machines to the host. */
  TO_HOST,
  /** Packets from the host to machines. */
  FROM_HOST,
  /** Packets between machines of the network. */
  AMONG_MACHINES,
  /** Packets from beyond the host to machines. */
  TO_MACHINES,
  /** Packets from machines to what is beyond the host. */
  FROM_MACHINES,
  /** Packets from machines whose source address is translated. */
  TRANSLATION,
  /** Packets to machines whose checksum is filled in. */
  CHECKSUM
}
