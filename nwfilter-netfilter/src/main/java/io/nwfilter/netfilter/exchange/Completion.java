package io.nwfilter.netfilter.exchange;

/** Whether an exchange gets to its end. */
public enum Completion {
  /** All packets arrive. */
  COMPLETE,
  /** A packet does not arrive, whatever is assumed of what is not known. */
  STOPPED,
  /** Whether a packet arrives depends on what is not known, such as a limit of the rate. */
  UNDECIDED
}
