package io.nwfilter.core.value;

/**
 * An IP address.
 *
 * <ul>
 *   <li>{@link Ipv4Address}: 32 bits
 *   <li>{@link Ipv6Address}: 128 bits
 * </ul>
 */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {

  /** {@return the number of bits in an address of this family: 32 or 128} */
  int length();

  /** {@return the bits above the lowest 64, none of an IPv4 address} */
  long high();

  /** {@return the lowest 64 bits, of an IPv4 address the whole of it as an unsigned number} */
  long low();

  /**
   * {@return the number of leading one bits if no one bit follows a zero, so that the address can
   * serve as a mask; -1 otherwise}
   */
  int contiguousPrefix();

  /**
   * {@return the address of the network that this one is in: the bits after the prefix cleared}
   *
   * @param prefixLength how many leading bits stay, 0 to {@link #length()}
   */
  IpAddress masked(int prefixLength);

  /**
   * Compares two addresses of one family as unsigned numbers.
   *
   * @param other the other address
   * @return a negative number, zero or a positive number
   * @throws IllegalArgumentException if the other is of the other family
   */
  int compareUnsigned(IpAddress other);

  /**
   * Appends the canonical text.
   *
   * @param out where to
   * @return the builder that was given
   */
  StringBuilder appendTo(StringBuilder out);
}
