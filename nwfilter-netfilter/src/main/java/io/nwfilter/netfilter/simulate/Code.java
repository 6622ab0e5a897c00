package io.nwfilter.netfilter.simulate;

/** What a chain or a target says of a packet. */
enum Code {
  /** The next rule is tried. */
  CONTINUE,
  /** The table lets the packet through. */
  ACCEPT,
  /** The packet is discarded. */
  DROP,
  /** The packet goes back to the calling chain. */
  RETURN
}
