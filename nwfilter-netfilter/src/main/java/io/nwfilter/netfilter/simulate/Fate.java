package io.nwfilter.netfilter.simulate;

/** What becomes of a packet. */
public enum Fate {
  /** It arrives. */
  ARRIVES,
  /** It is discarded. */
  DROPPED,
  /** It is discarded, and its sender is told. */
  REJECTED,
  /** It is a fragment, and is kept until the others have come. */
  HELD,
  /** It depends on what is not known. */
  DEPENDS
}
