package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import java.util.List;
import java.util.Optional;

/**
 * Asks whether a MAC address is one of a list, perhaps each with an IPv4 address of the same end
 * (ebtables(8), among).
 *
 * @param field {@link Field#ETHERNET_SOURCE} or {@link Field#ETHERNET_DESTINATION}
 * @param members the list, at least one
 * @param negated whether the frame must not be on the list
 */
public record AmongMatch(Field field, List<Member> members, boolean negated) implements Match {

  /**
   * A member of the list.
   *
   * @param mac the MAC address
   * @param ip the IPv4 address that must come with it; any address if empty
   */
  public record Member(MacAddress mac, Optional<Ipv4Address> ip) {

    /**
     * Checks the IPv4 address.
     *
     * @param mac the MAC address
     * @param ip the IPv4 address
     * @throws IllegalArgumentException if it is 0.0.0.0, which the tool reads as any address
     */
    public Member {
      checkArgument(
          ip.filter(address -> address.bits() == 0).isEmpty(),
          "0.0.0.0 with %s, which ebtables reads as any address",
          mac);
    }

    /** {@return the form {@code MAC} or {@code MAC=IP}} */
    @Override
    public String toString() {
      return ip.map(address -> mac + "=" + address).orElseGet(mac::toString);
    }
  }

  /**
   * Checks the field and the list.
   *
   * @param field {@link Field#ETHERNET_SOURCE} or {@link Field#ETHERNET_DESTINATION}
   * @param members the list
   * @param negated whether the frame must not be on the list
   * @throws IllegalArgumentException if the field is another one, or the list is empty
   */
  public AmongMatch {
    members = ImmutableList.copyOf(requireNonNull(members, "members"));
    checkArgument(
        field == Field.ETHERNET_SOURCE || field == Field.ETHERNET_DESTINATION,
        "%s is not a MAC address of the frame",
        field);
    checkArgument(!members.isEmpty(), "an empty list");
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
