package io.nwfilter.netfilter.addition;

/** Which drops are logged. */
public enum LoggedDrops {
  /** None. */
  NONE,
  /** Those of default policies. */
  DEFAULT_ONLY,
  /**
   * All: rules of filters that drop or reject, default policies, and the rules while an address is
   * learned.
   */
  ALL
}
