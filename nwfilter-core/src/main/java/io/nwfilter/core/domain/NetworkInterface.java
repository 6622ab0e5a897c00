package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a virtual machine (libvirt: Domain XML, Network interfaces).
 *
 * @param type how it is connected, such as {@code network} or {@code bridge}
 * @param mac its MAC address, if given
 * @param targetDev the interface of the host, if given; libvirt names it when the machine starts
 * @param source what it is connected to: the attributes of its source element
 * @param filterRef the filter and its parameters, if it has one
 * @param location where it stands; not part of equality
 */
public record NetworkInterface(
    String type,
    Optional<MacAddress> mac,
    Optional<InterfaceName> targetDev,
    ImmutableMap<String, String> source,
    Optional<FilterReference> filterRef,
    SourceLocation location) {

  private static final ImmutableSet<String> TAP_BACKED =
      ImmutableSet.of("network", "bridge", "ethernet");

  /**
   * Checks that all components are given.
   *
   * @param type how it is connected
   * @param mac its MAC address, if given
   * @param targetDev the interface of the host, if given
   * @param source the attributes of its source element
   * @param filterRef the filter and its parameters, if it has one
   * @param location where it stands
   */
  public NetworkInterface {
    requireNonNull(type);
    requireNonNull(mac);
    requireNonNull(targetDev);
    requireNonNull(source);
    requireNonNull(filterRef);
    requireNonNull(location);
  }

  /**
   * {@return whether libvirt puts filters on interfaces of this type: only those that are backed by
   * a tap device ({@code network}, {@code bridge}, {@code ethernet}) carry them}
   */
  public boolean isFilterable() {
    return TAP_BACKED.contains(type);
  }

  /**
   * {@return an interface with a filter that was not read from a document}
   *
   * @param type how it is connected, such as {@code network} or {@code bridge}
   * @param mac its MAC address
   * @param targetDev the interface of the host
   * @param filterRef the filter and its parameters
   */
  public static NetworkInterface of(
      String type, MacAddress mac, InterfaceName targetDev, FilterReference filterRef) {
    return new NetworkInterface(
        type,
        Optional.of(mac),
        Optional.of(targetDev),
        ImmutableMap.of(),
        Optional.of(filterRef),
        SourceLocation.NONE);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkInterface other
        && type.equals(other.type)
        && mac.equals(other.mac)
        && targetDev.equals(other.targetDev)
        && source.equals(other.source)
        && filterRef.equals(other.filterRef);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, mac, targetDev, source, filterRef);
  }
}
