package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long the prefix of an address is, as a document gives it: by a mask, by a number, or not at
 * all.
 *
 * @param netmask the mask of the attribute {@code netmask}
 * @param prefix the number of the attribute {@code prefix}; 0 is as if it were not there
 */
public record NetworkMask(Optional<IpAddress> netmask, OptionalInt prefix) {

  /** Neither of the two. */
  public static final NetworkMask NONE = new NetworkMask(Optional.empty(), OptionalInt.empty());

  private static final int IPV6_DEFAULT = 64;

  /**
   * Checks the components.
   *
   * @param netmask the mask
   * @param prefix the number
   * @throws IllegalValueException if both are given, or the number is not from 0 to 128
   */
  public NetworkMask {
    requireNonNull(netmask, "netmask");
    requireNonNull(prefix, "prefix");
    if (prefix.isPresent() && (prefix.getAsInt() < 0 || prefix.getAsInt() > 128)) {
      throw new IllegalValueException(
          Integer.toString(prefix.getAsInt()), "a prefix length from 0 to 128");
    }
    if (prefix.isPresent() && netmask.isPresent()) {
      throw new IllegalValueException(
          netmask.get() + " with " + prefix.getAsInt(), "either a mask or the length of a prefix");
    }
  }

  /**
   * {@return the mask of a number}
   *
   * @param prefix how many leading bits are set, 0 to 128
   * @throws IllegalValueException if it is out of range
   */
  public static NetworkMask ofPrefix(int prefix) {
    return new NetworkMask(Optional.empty(), OptionalInt.of(prefix));
  }

  /**
   * {@return the mask of an address}
   *
   * @param netmask the address
   */
  public static NetworkMask ofNetmask(IpAddress netmask) {
    return new NetworkMask(Optional.of(netmask), OptionalInt.empty());
  }

  /**
   * Returns the length of the prefix that libvirt uses: without a mask that of the class of an IPv4
   * address (RFC 791, section 3.2; none for the address 0.0.0.0), and 64 for IPv6.
   *
   * @param address the address
   * @return the length; empty if the mask has a one after a zero, or the address is of no class
   *     that has one (224.0.0.0 and later)
   */
  public OptionalInt lengthFor(IpAddress address) {
    if (netmask.isPresent()) {
      int length = netmask.get().contiguousPrefix();
      return length < 0 ? OptionalInt.empty() : OptionalInt.of(length);
    }
    if (prefix.orElse(0) != 0) {
      return prefix;
    }
    return address.length() == 128 ? OptionalInt.of(IPV6_DEFAULT) : classOf(address.low());
  }

  private static OptionalInt classOf(long ipv4) {
    int first = (int) (ipv4 >>> 24);
    if (ipv4 == 0) {
      return OptionalInt.of(0);
    } else if (first < 128) {
      return OptionalInt.of(8);
    } else if (first < 192) {
      return OptionalInt.of(16);
    }
    return first < 224 ? OptionalInt.of(24) : OptionalInt.empty();
  }
}
