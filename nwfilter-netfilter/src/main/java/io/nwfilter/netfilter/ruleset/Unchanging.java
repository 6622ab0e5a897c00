package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableSet;

/** The extensions' targets that leave packets as they are (iptables-extensions(8)). */
final class Unchanging {

  private static final ImmutableSet<String> TARGETS =
      ImmutableSet.of("LOG", "NFLOG", "ULOG", "AUDIT", "TRACE", "LED", "CHECKSUM", "CLASSIFY");

  private Unchanging() {}

  static boolean contains(String target) {
    return TARGETS.contains(target);
  }
}
