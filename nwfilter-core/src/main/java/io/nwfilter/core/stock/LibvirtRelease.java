package io.nwfilter.core.stock;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A release of libvirt whose rules are known. Releases differ in the filters that they install, in
 * the chains that they make, and in what their rules ask for.
 */
public enum LibvirtRelease {

  /**
   * libvirt 0.8.3 of 2010, as Debian 6 has it. What is known of it is what {@code iptables -L}
   * printed on such a host: there are no chains for virtual networks, states are asked for by
   * {@code -m state}, and directions of connections not at all.
   */
  V0_8("0.8"),

  /** libvirt 9.0.0, as Debian 12 has it. */
  V9_0("9.0");

  private final String number;

  LibvirtRelease(String number) {
    this.number = number;
  }

  /**
   * {@return the release of a number}
   *
   * @param number the number as {@link #toString()} returns it, such as {@code 9.0}
   */
  public static Optional<LibvirtRelease> of(String number) {
    return Stream.of(values()).filter(release -> release.number.equals(number)).findFirst();
  }

  /** {@return its number, major and minor, such as {@code 9.0}} */
  @Override
  public String toString() {
    return number;
  }
}
