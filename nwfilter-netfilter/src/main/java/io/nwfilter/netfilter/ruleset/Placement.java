package io.nwfilter.netfilter.ruleset;

/** How the rules of a {@link Chain} come to stand in the kernel. */
public enum Placement {
  /** The chain is one interface's own: it is made, or emptied, and holds just these rules. */
  OWN,
  /** The chain is made, or emptied, and holds the rules of all interfaces, one after the other. */
  SHARED,
  /** The chain is the kernel's: the rules are inserted before those that are there. */
  HEAD,
  /** The chain is the kernel's: the rules are appended to those that are there. */
  TAIL
}
