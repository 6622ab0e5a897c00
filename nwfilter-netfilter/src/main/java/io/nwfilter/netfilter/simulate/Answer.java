package io.nwfilter.netfilter.simulate;

/** Whether a packet meets a match, or all matches of a rule. */
public enum Answer {
  /** It does. */
  YES,
  /** It does not. */
  NO,
  /** That depends on what is not known of the host. */
  UNKNOWN;

  static Answer of(boolean yes) {
    return yes ? YES : NO;
  }
}
