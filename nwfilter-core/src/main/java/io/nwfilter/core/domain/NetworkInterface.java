package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a virtual machine (libvirt: Domain XML, Network interfaces).
 *
 * @param attachment what it is connected to
 * @param mac its MAC address, if given
 * @param targetDev the interface of the host, if given; libvirt names it when the machine starts
 * @param filterRef the filter and its parameters, if it has one
 * @param location where it is; not part of equality
 */
public record NetworkInterface(
    Attachment attachment,
    Optional<MacAddress> mac,
    Optional<InterfaceName> targetDev,
    Optional<FilterReference> filterRef,
    SourceLocation location) {

  /**
   * Checks that all components are given.
   *
   * @param attachment what it is connected to
   * @param mac its MAC address, if given
   * @param targetDev the interface of the host, if given
   * @param filterRef the filter and its parameters, if it has one
   * @param location where it is
   */
  public NetworkInterface {
    requireNonNull(attachment);
    requireNonNull(mac);
    requireNonNull(targetDev);
    requireNonNull(filterRef);
    requireNonNull(location);
  }

  /** {@return whether libvirt puts filters on it, see {@link Attachment#carriesFilters()}} */
  public boolean isFilterable() {
    return attachment.carriesFilters();
  }

  /**
   * {@return an interface with a filter that was not read from a document}
   *
   * @param attachment what it is connected to
   * @param mac its MAC address
   * @param targetDev the interface of the host
   * @param filterRef the filter and its parameters
   */
  public static NetworkInterface of(
      Attachment attachment, MacAddress mac, InterfaceName targetDev, FilterReference filterRef) {
    return new NetworkInterface(
        attachment,
        Optional.of(mac),
        Optional.of(targetDev),
        Optional.of(filterRef),
        SourceLocation.NONE);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkInterface other
        && attachment.equals(other.attachment)
        && mac.equals(other.mac)
        && targetDev.equals(other.targetDev)
        && filterRef.equals(other.filterRef);
  }

  @Override
  public int hashCode() {
    return Objects.hash(attachment, mac, targetDev, filterRef);
  }
}
