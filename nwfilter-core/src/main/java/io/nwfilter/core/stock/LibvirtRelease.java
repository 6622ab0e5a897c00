package io.nwfilter.core.stock;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
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
  V0_8("0.8", "Debian 6 (0.8.3)", "1.4.8", ToolVersion.V1_8_9, FirewallBackend.IPTABLES),

  /** libvirt 9.0.0, as Debian 12 has it. */
  V9_0("9.0", "Debian 12 (9.0.0)", "1.8.9", ToolVersion.V1_8_9, FirewallBackend.IPTABLES),

  /** libvirt 11.3.0, as Debian 13 has it. */
  V11_3(
      "11.3",
      "Debian 13 (11.3.0)",
      "1.8.11",
      ToolVersion.V1_8_11,
      FirewallBackend.IPTABLES,
      FirewallBackend.NFTABLES),

  /** libvirt 12.8.0, as Debian's unstable suite had it in November 2026. */
  V12_8(
      "12.8",
      "Debian's unstable suite in November 2026 (12.8.0)",
      "1.8.13",
      ToolVersion.V1_8_11,
      FirewallBackend.IPTABLES,
      FirewallBackend.NFTABLES);

  private final String number;
  private final String shippedBy;
  private final String seenTools;
  private final ToolVersion tools;
  private final ImmutableSet<FirewallBackend> networkBackends;

  LibvirtRelease(
      String number,
      String shippedBy,
      String seenTools,
      ToolVersion tools,
      FirewallBackend... networkBackends) {
    this.number = number;
    this.shippedBy = shippedBy;
    this.seenTools = seenTools;
    this.tools = tools;
    this.networkBackends = Sets.immutableEnumSet(Arrays.asList(networkBackends));
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
   * {@return what the iptables and ebtables do that Debian has together with it: those {@linkplain
   * #seenTools() of that version}, or of an earlier one that does the same} What those of 0.8.3's
   * time did is not known; it is taken to be what the oldest known version does.
   */
  public ToolVersion tools() {
    return tools;
  }

  /** {@return the version of iptables that it was seen with, for people, such as {@code 1.8.13}} */
  public String seenTools() {
    return seenTools;
  }

  /** {@return the distribution where it was seen, with the whole version number, for people} */
  public String shippedBy() {
    return shippedBy;
  }

  /**
   * {@return what it can give the rules of virtual networks to} Debian's packages of all of them
   * take iptables unless {@code network.conf} says otherwise; upstream's own default from 10.4.0 on
   * is nftables.
   */
  public Set<FirewallBackend> networkBackends() {
    return networkBackends;
  }

  /** {@return its number, major and minor, such as {@code 9.0}} */
  @Override
  public String toString() {
    return number;
  }
}
