package io.nwfilter.netfilter.guarantee;

/** What trying a packet says of a statement. */
enum Outcome {
  /** The packet refutes it. */
  REFUTED,
  /** The packet does not refute it, and would if there were no rules. */
  CHECKED,
  /** Whether the packet refutes it depends on what is not known. */
  OPEN,
  /** The packet would not refute it whatever the rules are. */
  IRRELEVANT
}
