package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Joins an interface of the host to a filter while a virtual machine runs.
 *
 * @param owner the virtual machine, if known
 * @param portDev the interface of the host
 * @param linkDev the device that the interface is attached to, if given; no rule depends on it
 * @param mac the MAC address of the guest's interface
 * @param filterRef the filter and its parameters
 * @param location where it is; not part of equality
 */
public record FilterBinding(
    Optional<Owner> owner,
    InterfaceName portDev,
    Optional<String> linkDev,
    MacAddress mac,
    FilterReference filterRef,
    SourceLocation location) {

  /**
   * A virtual machine, as a binding names it.
   *
   * @param name its name
   * @param uuid its uuid
   */
  public record Owner(String name, UUID uuid) {

    /**
     * Checks that both are given.
     *
     * @param name its name
     * @param uuid its uuid
     */
    public Owner {
      requireNonNull(name, "name");
      requireNonNull(uuid, "uuid");
    }
  }

  /**
   * Checks that all components are given.
   *
   * @param owner the virtual machine, if known
   * @param portDev the interface of the host
   * @param linkDev the device that the interface is attached to, if given
   * @param mac the MAC address of the guest's interface
   * @param filterRef the filter and its parameters
   * @param location where it is
   */
  public FilterBinding {
    requireNonNull(owner, "owner");
    requireNonNull(portDev, "portDev");
    requireNonNull(linkDev, "linkDev");
    requireNonNull(mac, "mac");
    requireNonNull(filterRef, "filterRef");
    requireNonNull(location, "location");
  }

  /**
   * {@return a binding that was not read from a document}
   *
   * @param portDev the interface of the host
   * @param mac the MAC address of the guest's interface
   * @param filterRef the filter and its parameters
   */
  public static FilterBinding of(InterfaceName portDev, MacAddress mac, FilterReference filterRef) {
    return new FilterBinding(
        Optional.empty(), portDev, Optional.empty(), mac, filterRef, SourceLocation.NONE);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof FilterBinding other
        && owner.equals(other.owner)
        && portDev.equals(other.portDev)
        && linkDev.equals(other.linkDev)
        && mac.equals(other.mac)
        && filterRef.equals(other.filterRef);
  }

  @Override
  public int hashCode() {
    return Objects.hash(owner, portDev, linkDev, mac, filterRef);
  }
}
