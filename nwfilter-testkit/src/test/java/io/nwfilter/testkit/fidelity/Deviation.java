package io.nwfilter.testkit.fidelity;

/**
 * Where the library does not do what libvirtd does when a filter is defined, on purpose; each is
 * explained on the page about quirks.
 */
final class Deviation {

  private Deviation() {}

  /**
   * {@return whether a rule has an IPv6 address with a zone} libvirtd takes a zone that its own
   * host has, prints it by that host's name for it, and the tools then load the address without it.
   */
  static boolean isZone(String rule, String attribute) {
    return attribute.contains("ip") && rule.contains("%");
  }

  /**
   * {@return whether a text is cut inside a character} libvirtd keeps 256 bytes, also if the last
   * of them are not all of a character's; what it prints then is not UTF-8.
   */
  static boolean isCutCharacter(String theirs, String ours) {
    return theirs.startsWith(ours)
        && !theirs.equals(ours)
        && theirs.substring(ours.length()).chars().allMatch(c -> c == '\ufffd');
  }

  /** {@return whether libvirtd does not print an attribute that stands alone} */
  static boolean isNeverPrinted(String rule, String attribute) {
    return attribute.equals("ipsetflags") && !rule.contains("<all");
  }
}
