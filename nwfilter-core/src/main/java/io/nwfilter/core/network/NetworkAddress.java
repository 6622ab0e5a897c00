package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address of a network's bridge (libvirt: Network XML, {@code <ip>}).
 *
 * @param address the host's address on the bridge
 * @param mask how many leading bits it shares with the machines' addresses, as it is given
 * @param familyGiven whether the document names the family, which IPv6 has to
 * @param localPtr whether the DNS server keeps reverse queries of the subnet to itself; empty if
 *     the document does not say
 * @param tftpRoot the directory that the host serves by TFTP at the address; empty if it does not
 * @param dhcp what the host gives out by DHCP at the address; empty if it does not
 * @param location where the element begins; not part of equality
 */
public record NetworkAddress(
    IpAddress address,
    NetworkMask mask,
    boolean familyGiven,
    Optional<Boolean> localPtr,
    Optional<String> tftpRoot,
    Optional<Dhcp> dhcp,
    SourceLocation location) {

  /**
   * Checks the length of the prefix.
   *
   * @param address the host's address on the bridge
   * @param mask how many leading bits it shares with the machines' addresses
   * @param familyGiven whether the document names the family
   * @param localPtr whether the DNS server keeps reverse queries to itself
   * @param tftpRoot the directory that the host serves by TFTP
   * @param dhcp what the host gives out by DHCP
   * @param location where the element begins
   * @throws IllegalValueException if the address is shorter than the prefix, or the mask of the
   *     other family
   */
  public NetworkAddress {
    requireNonNull(address, "address");
    requireNonNull(mask, "mask");
    requireNonNull(localPtr, "localPtr");
    requireNonNull(tftpRoot, "tftpRoot");
    requireNonNull(dhcp, "dhcp");
    requireNonNull(location, "location");
    if (mask.prefix().orElse(0) > address.length()) {
      throw new IllegalValueException(
          Integer.toString(mask.prefix().orElse(0)),
          "a prefix length from 0 to " + address.length());
    }
    if (mask.netmask().isPresent() && mask.netmask().get().length() != address.length()) {
      throw new IllegalValueException(mask.netmask().get().toString(), "a mask for " + address);
    }
  }

  /**
   * {@return the address that a text means}
   *
   * @param text the form {@code ADDRESS/PREFIX}, such as {@code 192.168.122.1/24}; an IPv4 prefix 0
   *     becomes a mask, as libvirt takes a number 0 for none
   * @throws IllegalValueException if it is neither an IPv4 nor an IPv6 address with a prefix, or a
   *     prefix 0 of an IPv6 address, for which libvirt has no form
   */
  public static NetworkAddress parse(String text) {
    int slash = text.indexOf('/');
    String prefix = text.substring(slash + 1);
    if (slash < 0 || !prefix.matches("[0-9]{1,3}")) {
      throw new IllegalValueException(text, "an address with its prefix, such as 192.168.122.1/24");
    }
    String address = text.substring(0, slash);
    int length = Integer.parseInt(prefix);
    if (address.indexOf(':') >= 0) {
      if (length == 0) {
        throw new IllegalValueException(text, "an IPv6 address with a prefix from 1 to 128");
      }
      return builder(Ipv6Address.parse(address), NetworkMask.ofPrefix(length)).build();
    }
    return builder(
            Ipv4Address.parse(address),
            length == 0 ? NetworkMask.ofNetmask(new Ipv4Address(0)) : NetworkMask.ofPrefix(length))
        .build();
  }

  /**
   * {@return a builder of an address without services}
   *
   * @param address the host's address on the bridge
   * @param mask how many leading bits it shares with the machines' addresses
   */
  public static Builder builder(IpAddress address, NetworkMask mask) {
    return new Builder(address, mask);
  }

  /** {@return a builder that has what this address has} */
  public Builder toBuilder() {
    Builder builder = new Builder(address, mask);
    builder.familyGiven = familyGiven;
    builder.localPtr = localPtr;
    builder.tftpRoot = tftpRoot;
    builder.dhcp = dhcp;
    builder.location = location;
    return builder;
  }

  /**
   * {@return how many leading bits it shares with the machines' addresses, 0 to its length; -1 if
   * its mask is none or missing, with which libvirt defines a network but does not start it}
   */
  public int prefixLength() {
    return mask.lengthFor(address).orElse(-1);
  }

  /** {@return whether the host serves TFTP at it} */
  public boolean tftp() {
    return tftpRoot.isPresent();
  }

  /**
   * {@return the first address of the subnet, all bits after the prefix zero}
   *
   * @throws IllegalStateException if {@link #prefixLength()} is -1
   */
  public IpAddress subnet() {
    if (prefixLength() < 0) {
      throw new IllegalStateException(address + " has no prefix");
    }
    return address.masked(prefixLength());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkAddress other
        && address.equals(other.address)
        && mask.equals(other.mask)
        && familyGiven == other.familyGiven
        && localPtr.equals(other.localPtr)
        && tftpRoot.equals(other.tftpRoot)
        && dhcp.equals(other.dhcp);
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, mask, familyGiven, localPtr, tftpRoot, dhcp);
  }

  /** {@return the form {@code ADDRESS/PREFIX}; the address alone if it has none} */
  @Override
  public String toString() {
    return prefixLength() < 0 ? address.toString() : address + "/" + prefixLength();
  }

  /** Builds a {@link NetworkAddress}. */
  public static final class Builder {

    private final IpAddress address;
    private final NetworkMask mask;
    private boolean familyGiven;
    private Optional<Boolean> localPtr = Optional.empty();
    private Optional<String> tftpRoot = Optional.empty();
    private Optional<Dhcp> dhcp = Optional.empty();
    private SourceLocation location = SourceLocation.NONE;

    private Builder(IpAddress address, NetworkMask mask) {
      this.address = requireNonNull(address, "address");
      this.mask = requireNonNull(mask, "mask");
      this.familyGiven = address instanceof Ipv6Address;
    }

    /**
     * Says whether the document names the family.
     *
     * @param familyGiven whether it does; if this is not called, that of IPv6 alone
     * @return this builder
     */
    public Builder familyGiven(boolean familyGiven) {
      this.familyGiven = familyGiven;
      return this;
    }

    /**
     * Says whether the DNS server keeps reverse queries of the subnet to itself.
     *
     * @param localPtr whether it does
     * @return this builder
     */
    public Builder localPtr(boolean localPtr) {
      this.localPtr = Optional.of(localPtr);
      return this;
    }

    /**
     * Serves a directory by TFTP.
     *
     * @param tftpRoot the directory
     * @return this builder
     */
    public Builder tftpRoot(String tftpRoot) {
      this.tftpRoot = Optional.of(tftpRoot);
      return this;
    }

    /**
     * Gives out addresses by DHCP.
     *
     * @param dhcp what is given out
     * @return this builder
     */
    public Builder dhcp(Dhcp dhcp) {
      this.dhcp = Optional.of(dhcp);
      return this;
    }

    /**
     * Gives out nothing by DHCP.
     *
     * @return this builder
     */
    public Builder withoutDhcp() {
      this.dhcp = Optional.empty();
      return this;
    }

    /**
     * Sets where the element begins.
     *
     * @param location the place
     * @return this builder
     */
    public Builder location(SourceLocation location) {
      this.location = requireNonNull(location, "location");
      return this;
    }

    /**
     * {@return the address}
     *
     * @throws IllegalValueException if the mask does not fit the address
     */
    public NetworkAddress build() {
      return new NetworkAddress(address, mask, familyGiven, localPtr, tftpRoot, dhcp, location);
    }
  }
}
