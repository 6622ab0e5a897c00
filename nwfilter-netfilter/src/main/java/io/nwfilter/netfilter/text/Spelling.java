package io.nwfilter.netfilter.text;

/** Which of several words for one thing is written. */
enum Spelling {
  /** What people read best in compiled rules: numbers, long option names. */
  RESTORE,
  /** What the {@code -save} tools of iptables 1.8.9 print. */
  SAVE,
  /** What iptables 1.8.9 prints with {@code -L -n -v}. */
  LISTING
}
