package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/**
 * Which types the addresses of a family have in the routing table of a host
 * (iptables-extensions(8), addrtype). Routes of the types {@code blackhole}, {@code prohibit} and
 * the like are not known of a host.
 *
 * @param listed addresses with their types: of several that have an address, the first one counts
 * @param others the types of all other addresses
 */
public record AddressTypes(List<Typed> listed, Bits others) {

  /**
   * Copies the list.
   *
   * @param listed addresses with their types
   * @param others the types of all other addresses
   */
  public AddressTypes {
    listed = ImmutableList.copyOf(listed);
    requireNonNull(others, "others");
  }

  /**
   * {@return the types on a host}
   *
   * @param situation what is known of the host
   * @param ipv4 whether of IPv4, not IPv6
   */
  public static AddressTypes on(Situation situation, boolean ipv4) {
    return new AddressSets(situation, new Topology(situation), ipv4).types();
  }

  /**
   * Addresses of the same types.
   *
   * @param addresses the addresses
   * @param types their types, a bit for each
   */
  public record Typed(Values addresses, Bits types) {

    /**
     * Checks that all components are given.
     *
     * @param addresses the addresses
     * @param types their types
     */
    public Typed {
      requireNonNull(addresses, "addresses");
      requireNonNull(types, "types");
    }
  }

  /**
   * {@return the types of an address}
   *
   * @param address the address
   */
  public Bits of(Bits address) {
    return listed.stream()
        .filter(one -> one.addresses().contains(address))
        .findFirst()
        .map(Typed::types)
        .orElse(others);
  }
}
