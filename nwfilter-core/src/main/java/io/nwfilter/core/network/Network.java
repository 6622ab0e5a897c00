package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual network (libvirt: Network XML).
 *
 * @param name its name
 * @param uuid its UUID; empty if libvirt is to choose one
 * @param bridge the bridge that its machines are connected to; empty if libvirt is to choose a
 *     name, or the mode has none
 * @param forwarding how it reaches what is beyond the host; empty if it is isolated
 * @param ipv6 whether machines may talk IPv6 to each other without an IPv6 address of the bridge
 * @param addresses the bridge's addresses in order
 * @param details what makes no rules of a packet filter
 * @param location where the document begins; not part of equality
 */
public record Network(
    String name,
    Optional<UUID> uuid,
    Optional<InterfaceName> bridge,
    Optional<Forwarding> forwarding,
    boolean ipv6,
    List<NetworkAddress> addresses,
    NetworkDetails details,
    SourceLocation location) {

  /**
   * Checks that all components are given.
   *
   * @param name its name
   * @param uuid its UUID
   * @param bridge the bridge that its machines are connected to
   * @param forwarding how it reaches what is beyond the host
   * @param ipv6 whether machines may talk IPv6 to each other
   * @param addresses the bridge's addresses in order
   * @param details what makes no rules of a packet filter
   * @param location where the document begins
   */
  public Network {
    requireNonNull(name, "name");
    requireNonNull(uuid, "uuid");
    requireNonNull(bridge, "bridge");
    requireNonNull(forwarding, "forwarding");
    addresses = ImmutableList.copyOf(requireNonNull(addresses, "addresses"));
    requireNonNull(details, "details");
    requireNonNull(location, "location");
  }

  /**
   * {@return a builder of an isolated network}
   *
   * @param name its name
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** {@return a builder that has what this network has} */
  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.uuid = uuid;
    builder.bridge = bridge;
    builder.forwarding = forwarding;
    builder.ipv6 = ipv6;
    builder.addresses.addAll(addresses);
    builder.details = details;
    builder.location = location;
    return builder;
  }

  /** {@return the way it is forwarded; empty if it is isolated} */
  public Optional<ForwardMode> mode() {
    return forwarding.map(Forwarding::mode);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Network other
        && name.equals(other.name)
        && uuid.equals(other.uuid)
        && bridge.equals(other.bridge)
        && forwarding.equals(other.forwarding)
        && ipv6 == other.ipv6
        && addresses.equals(other.addresses)
        && details.equals(other.details);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, uuid, bridge, forwarding, ipv6, addresses, details);
  }

  /** Builds a {@link Network}. */
  public static final class Builder {

    private final String name;
    private Optional<UUID> uuid = Optional.empty();
    private Optional<InterfaceName> bridge = Optional.empty();
    private Optional<Forwarding> forwarding = Optional.empty();
    private boolean ipv6;
    private final List<NetworkAddress> addresses = new ArrayList<>();
    private NetworkDetails details = NetworkDetails.NONE;
    private SourceLocation location = SourceLocation.NONE;

    private Builder(String name) {
      this.name = requireNonNull(name, "name");
    }

    /**
     * Sets the UUID.
     *
     * @param uuid the UUID
     * @return this builder
     */
    public Builder uuid(UUID uuid) {
      this.uuid = Optional.of(uuid);
      return this;
    }

    /**
     * Names the bridge.
     *
     * @param bridge its name
     * @return this builder
     */
    public Builder bridge(InterfaceName bridge) {
      this.bridge = Optional.of(bridge);
      return this;
    }

    /**
     * Names the bridge.
     *
     * @param bridge its name
     * @return this builder
     * @throws io.nwfilter.core.value.IllegalValueException if it is not a name of an interface
     */
    public Builder bridge(String bridge) {
      return bridge(new InterfaceName(bridge));
    }

    /**
     * Sets how the network reaches what is beyond the host.
     *
     * @param forwarding the way
     * @return this builder
     */
    public Builder forward(Forwarding forwarding) {
      this.forwarding = Optional.of(forwarding);
      return this;
    }

    /**
     * Sets how the network reaches what is beyond the host, by any interface.
     *
     * @param mode the way
     * @return this builder
     */
    public Builder forward(ForwardMode mode) {
      return forward(Forwarding.of(mode));
    }

    /**
     * Lets machines talk IPv6 to each other without an IPv6 address of the bridge.
     *
     * @param ipv6 whether they may; not if this is not called
     * @return this builder
     */
    public Builder ipv6(boolean ipv6) {
      this.ipv6 = ipv6;
      return this;
    }

    /**
     * Adds an address of the bridge.
     *
     * @param address the address
     * @return this builder
     */
    public Builder address(NetworkAddress address) {
      addresses.add(requireNonNull(address, "address"));
      return this;
    }

    /**
     * Adds an address of the bridge.
     *
     * @param address the form {@code ADDRESS/PREFIX}
     * @return this builder
     * @throws io.nwfilter.core.value.IllegalValueException if it has another form
     */
    public Builder address(String address) {
      return address(NetworkAddress.parse(address));
    }

    /**
     * Removes the addresses.
     *
     * @return this builder
     */
    public Builder clearAddresses() {
      addresses.clear();
      return this;
    }

    /**
     * Sets what makes no rules of a packet filter.
     *
     * @param details the details
     * @return this builder
     */
    public Builder details(NetworkDetails details) {
      this.details = requireNonNull(details, "details");
      return this;
    }

    /**
     * Sets where the document begins.
     *
     * @param location the place
     * @return this builder
     */
    public Builder location(SourceLocation location) {
      this.location = requireNonNull(location, "location");
      return this;
    }

    /** {@return the network} */
    public Network build() {
      return new Network(name, uuid, bridge, forwarding, ipv6, addresses, details, location);
    }
  }
}
