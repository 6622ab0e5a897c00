package io.nwfilter.netfilter.ruleset;

/** A point on a packet's way through the kernel where base chains are called. */
public enum Hook {
  /** As it comes in. */
  PREROUTING,
  /** On its way to this host. */
  INPUT,
  /** On its way from one interface or bridge port to another. */
  FORWARD,
  /** As it comes from this host. */
  OUTPUT,
  /** As it goes out. */
  POSTROUTING,
  /** As a frame comes in by a bridge port, to decide whether it is bridged or routed. */
  BROUTING
}
