package io.nwfilter.netfilter.simulate;

/** Whether a packet meets a match. */
enum Answer {
  YES,
  NO,
  UNKNOWN;

  static Answer of(boolean yes) {
    return yes ? YES : NO;
  }
}
