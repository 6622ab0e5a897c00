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
  V0_8("0.8", ToolVersion.V1_8_9),

  /** libvirt 9.0.0, as Debian 12 has it. */
  V9_0("9.0", ToolVersion.V1_8_9),

  /** libvirt 11.3.0, as Debian 13 has it. */
  V11_3("11.3", ToolVersion.V1_8_11),

  /** libvirt 12.8.0, as Debian's unstable suite had it in November 2026. */
  V12_8("12.8", ToolVersion.V1_8_11);

  private final String number;
  private final ToolVersion tools;

  LibvirtRelease(String number, ToolVersion tools) {
    this.number = number;
    this.tools = tools;
  }

  /**
   * {@return the release of a number}
   *
   * @param number the number as {@link #toString()} returns it, such as {@code 9.0}
   */
  public static Optional<LibvirtRelease> of(String number) {
    return Stream.of(values()).filter(release -> release.number.equals(number)).findFirst();
  }

  /**
   * {@return the version of iptables and ebtables that Debian has together with it} What those of
   * 0.8.3's time did is not known; it is taken to be what the oldest known version does.
   */
  public ToolVersion tools() {
    return tools;
  }

  /** {@return its number, major and minor, such as {@code 9.0}} */
  @Override
  public String toString() {
    return number;
  }
}
