package io.nwfilter.core.domain;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a virtual machine (libvirt: Domain XML, Network interfaces).
 *
 * @param attachment what it is connected to
 * @param virtualPort the kind of switch port that it is connected through, if given
 * @param portIsolated whether it is kept from other isolated ports of its bridge, of its element
 *     {@code <port>}; empty if the document does not say, so that its network does
 * @param mac its MAC address, if given
 * @param addresses the addresses of its {@code <ip>} elements, as they are written; libvirt passes
 *     them to some kinds of guests, and uses none of them in filters
 * @param targetDev the interface of the host, if given; libvirt names it when the machine starts
 * @param filterRef the filter and its parameters, if it has one
 * @param location where it is; not part of equality
 * @param acceptedCodes the codes of the warnings about it that its author has accepted; not part of
 *     equality
 */
public record NetworkInterface(
    Attachment attachment,
    Optional<VirtualPort> virtualPort,
    Optional<Boolean> portIsolated,
    Optional<MacAddress> mac,
    List<String> addresses,
    Optional<InterfaceName> targetDev,
    Optional<FilterReference> filterRef,
    SourceLocation location,
    Set<String> acceptedCodes) {

  /**
   * Checks that all components are given.
   *
   * @param attachment what it is connected to
   * @param virtualPort the kind of switch port, if given
   * @param portIsolated whether it is kept from other isolated ports, if given
   * @param mac its MAC address, if given
   * @param addresses the addresses of its {@code <ip>} elements
   * @param targetDev the interface of the host, if given
   * @param filterRef the filter and its parameters, if it has one
   * @param location where it is
   * @param acceptedCodes the codes of the warnings about it that its author has accepted
   */
  public NetworkInterface {
    requireNonNull(attachment, "attachment");
    requireNonNull(virtualPort, "virtualPort");
    requireNonNull(portIsolated, "portIsolated");
    requireNonNull(mac, "mac");
    addresses = ImmutableList.copyOf(requireNonNull(addresses, "addresses"));
    requireNonNull(targetDev, "targetDev");
    requireNonNull(filterRef, "filterRef");
    requireNonNull(location, "location");
    acceptedCodes = ImmutableSet.copyOf(requireNonNull(acceptedCodes, "acceptedCodes"));
  }

  /**
   * Creates an interface whose port has no settings, and whose author has accepted no warnings.
   *
   * @param attachment what it is connected to
   * @param virtualPort the kind of switch port, if given
   * @param mac its MAC address, if given
   * @param addresses the addresses of its {@code <ip>} elements
   * @param targetDev the interface of the host, if given
   * @param filterRef the filter and its parameters, if it has one
   * @param location where it is
   */
  public NetworkInterface(
      Attachment attachment,
      Optional<VirtualPort> virtualPort,
      Optional<MacAddress> mac,
      List<String> addresses,
      Optional<InterfaceName> targetDev,
      Optional<FilterReference> filterRef,
      SourceLocation location) {
    this(
        attachment,
        virtualPort,
        Optional.empty(),
        mac,
        addresses,
        targetDev,
        filterRef,
        location,
        ImmutableSet.of());
  }

  /**
   * {@return whether libvirt puts a filter on it: its type is one that is backed by a tap device,
   * see {@link Attachment#carriesFilters()}, and its port is not one of a switch that filters by
   * itself, see {@link VirtualPort#allowsFilters()}}
   */
  public boolean isFilterable() {
    return attachment.carriesFilters() && virtualPort.map(VirtualPort::allowsFilters).orElse(true);
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
    return builder(attachment).mac(mac).targetDev(targetDev).filter(filterRef).build();
  }

  /**
   * {@return a builder of an interface}
   *
   * @param type the type as XML has it, such as {@code network}
   */
  public static Builder builder(String type) {
    return builder(Attachment.of(requireNonNull(type, "type"), ImmutableMap.of()));
  }

  /**
   * {@return a builder of an interface}
   *
   * @param attachment what it is connected to
   */
  public static Builder builder(Attachment attachment) {
    return new Builder(attachment);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkInterface other
        && attachment.equals(other.attachment)
        && virtualPort.equals(other.virtualPort)
        && portIsolated.equals(other.portIsolated)
        && mac.equals(other.mac)
        && addresses.equals(other.addresses)
        && targetDev.equals(other.targetDev)
        && filterRef.equals(other.filterRef);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        attachment, virtualPort, portIsolated, mac, addresses, targetDev, filterRef);
  }

  /** Builds a {@link NetworkInterface}. */
  public static final class Builder {

    private final Attachment attachment;
    private Optional<VirtualPort> virtualPort = Optional.empty();
    private Optional<Boolean> portIsolated = Optional.empty();
    private Optional<MacAddress> mac = Optional.empty();
    private final ImmutableList.Builder<String> addresses = ImmutableList.builder();
    private Optional<InterfaceName> targetDev = Optional.empty();
    private Optional<FilterReference> filterRef = Optional.empty();
    private SourceLocation location = SourceLocation.NONE;
    private final ImmutableSet.Builder<String> acceptedCodes = ImmutableSet.builder();

    private Builder(Attachment attachment) {
      this.attachment = requireNonNull(attachment, "attachment");
    }

    /**
     * Sets the kind of switch port that it is connected through.
     *
     * @param virtualPort the kind
     * @return this builder
     */
    public Builder virtualPort(VirtualPort virtualPort) {
      this.virtualPort = Optional.of(requireNonNull(virtualPort, "virtualPort"));
      return this;
    }

    /**
     * Says whether it is kept from other isolated ports of its bridge, whatever its network says.
     *
     * @param portIsolated whether it is
     * @return this builder
     */
    public Builder portIsolated(boolean portIsolated) {
      this.portIsolated = Optional.of(portIsolated);
      return this;
    }

    /**
     * Adds the address of an {@code <ip>} element.
     *
     * @param address the address as it is written
     * @return this builder
     */
    public Builder address(String address) {
      addresses.add(requireNonNull(address, "address"));
      return this;
    }

    /**
     * Sets the MAC address.
     *
     * @param mac the address
     * @return this builder
     */
    public Builder mac(MacAddress mac) {
      this.mac = Optional.of(requireNonNull(mac, "mac"));
      return this;
    }

    /**
     * Sets the MAC address.
     *
     * @param mac the address, such as {@code 52:54:00:9f:80:45}
     * @return this builder
     * @throws io.nwfilter.core.value.IllegalValueException if it is not one
     */
    public Builder mac(String mac) {
      return mac(MacAddress.parse(requireNonNull(mac, "mac")));
    }

    /**
     * Names the interface of the host.
     *
     * @param targetDev its name
     * @return this builder
     */
    public Builder targetDev(InterfaceName targetDev) {
      this.targetDev = Optional.of(requireNonNull(targetDev, "targetDev"));
      return this;
    }

    /**
     * Names the interface of the host.
     *
     * @param targetDev its name, such as {@code vnet0}
     * @return this builder
     * @throws io.nwfilter.core.value.IllegalValueException if it cannot be one
     */
    public Builder targetDev(String targetDev) {
      return targetDev(new InterfaceName(requireNonNull(targetDev, "targetDev")));
    }

    /**
     * Sets the filter.
     *
     * @param filterRef the filter and its parameters
     * @return this builder
     */
    public Builder filter(FilterReference filterRef) {
      this.filterRef = Optional.of(requireNonNull(filterRef, "filterRef"));
      return this;
    }

    /**
     * Sets the filter.
     *
     * @param name the filter's name
     * @param namesAndValues names of variables, each with its value after it, as {@link
     *     FilterReference#of(String, String...)} takes them
     * @return this builder
     * @throws IllegalArgumentException if the last name has no value, or libvirt would ignore one
     */
    public Builder filter(String name, String... namesAndValues) {
      return filter(FilterReference.of(name, namesAndValues));
    }

    /**
     * Sets where the interface is.
     *
     * @param location the place
     * @return this builder
     */
    public Builder location(SourceLocation location) {
      this.location = requireNonNull(location, "location");
      return this;
    }

    /**
     * Accepts warnings about the interface: they are not reported.
     *
     * @param codes the stable names of what they are about; unknown ones do nothing
     * @return this builder
     */
    public Builder acceptingCodes(Iterable<String> codes) {
      acceptedCodes.addAll(codes);
      return this;
    }

    /** {@return the interface} */
    public NetworkInterface build() {
      return new NetworkInterface(
          attachment,
          virtualPort,
          portIsolated,
          mac,
          addresses.build(),
          targetDev,
          filterRef,
          location,
          acceptedCodes.build());
    }
  }
}
