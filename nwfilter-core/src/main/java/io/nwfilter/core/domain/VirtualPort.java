package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * The kind of switch port that an interface is connected through (libvirt: Domain XML, Network
 * interfaces, {@code <virtualport>}).
 *
 * @param type the type as it is written, such as {@code openvswitch}; empty if none is written, as
 *     it may be where the network names it
 */
public record VirtualPort(String type) {

  /** The types that libvirt 9.0.0 knows; it refuses a machine with another one. */
  public static final Set<String> TYPES =
      ImmutableSet.of("802.1Qbg", "802.1Qbh", "openvswitch", "midonet");

  /**
   * Checks that it is given.
   *
   * @param type the type as it is written
   */
  public VirtualPort {
    requireNonNull(type);
  }

  /**
   * {@return whether a machine with a filter on such a port starts: libvirt 9.0.0 refuses each of
   * the types that it knows ({@code openvswitch}, {@code midonet}, {@code 802.1Qbg}, {@code
   * 802.1Qbh}), as what such a switch forwards passes no bridge of the kernel}
   */
  public boolean allowsFilters() {
    return type.isEmpty();
  }

  /** {@return the type as it is written} */
  @Override
  public String toString() {
    return type;
  }
}
