package io.nwfilter.core.stock;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A version of iptables, ip6tables and ebtables, in the form for nf_tables, to which libvirt's
 * words mean something else than to the one before. What differs was seen by giving the same words
 * to both.
 */
public enum ToolVersion {

  /** Up to iptables 1.8.9, as Debian 12 has it. */
  V1_8_9("1.8.9", true, true, false),

  /** From iptables 1.8.11 on, as Debian 13 has it. */
  V1_8_11("1.8.11", false, false, true);

  private final String number;
  private final boolean takesEmptyUdpRanges;
  private final boolean ignoresCodeOfIcmp255;
  private final boolean takesContinue;

  ToolVersion(
      String number,
      boolean takesEmptyUdpRanges,
      boolean ignoresCodeOfIcmp255,
      boolean takesContinue) {
    this.number = number;
    this.takesEmptyUdpRanges = takesEmptyUdpRanges;
    this.ignoresCodeOfIcmp255 = ignoresCodeOfIcmp255;
    this.takesContinue = takesContinue;
  }

  /**
   * {@return the version of a number}
   *
   * @param number the number as {@link #toString()} returns it, such as {@code 1.8.9}
   */
  public static Optional<ToolVersion> of(String number) {
    return Stream.of(values()).filter(version -> version.number.equals(number)).findFirst();
  }

  /**
   * {@return whether a range of UDP ports that ends before it starts is taken, and never matches}
   * It is refused otherwise, as ranges of other protocols are in every version.
   */
  public boolean takesEmptyUdpRanges() {
    return takesEmptyUdpRanges;
  }

  /**
   * {@return whether ICMP type 255 is any type also if a code is given} Without a code, it is in
   * every version.
   */
  public boolean ignoresCodeOfIcmp255() {
    return ignoresCodeOfIcmp255;
  }

  /**
   * {@return whether {@code -j CONTINUE} is taken} It makes a rule without a target then, so that
   * the next rule is tried.
   */
  public boolean takesContinue() {
    return takesContinue;
  }

  /** {@return its number, such as {@code 1.8.9}} */
  @Override
  public String toString() {
    return number;
  }
}
