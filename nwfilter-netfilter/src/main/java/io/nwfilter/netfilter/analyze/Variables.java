package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of packet sets and their order, which decides how large diagrams get: what has few
 * values comes first, then what rules ask for often, then ports, addresses, MAC addresses.
 */
final class Variables {

  /** How many things may be unknown; their variables come first. */
  static final int MAX_ATOMS = 1 << 16;

  /** Facts about a packet's headers that several fields depend on. */
  enum Fact {
    /** There is an authentication header after that of IPv6. */
    AUTHENTICATED,
    /** The packet is a fragment of IPv6 other than the first. */
    LATER_OF_IPV6,
    /** ARP has addresses as long as those of Ethernet and IPv4. */
    ARP_ADDRESSES,
    /** SNAP follows the service access points. */
    SNAP,
    /** There is more than one tag. */
    SEVERAL_TAGS
  }

  private static final ImmutableList<Field> ORDER =
      ImmutableList.of(
          Field.IN_INTERFACE,
          Field.OUT_INTERFACE,
          Field.IN_BRIDGE,
          Field.OUT_BRIDGE,
          Field.IN_PORT,
          Field.OUT_PORT,
          Field.HAS_IN_PORT,
          Field.HAS_OUT_PORT,
          Field.IS_BRIDGED,
          Field.PACKET_TYPE,
          Field.ETHER_TYPE,
          Field.CONNECTION_STATE,
          Field.CONNECTION_DIRECTION,
          Field.CONNECTION_STATUS,
          Field.IP_PROTOCOL,
          Field.TCP_FLAGS,
          Field.ICMP_TYPE,
          Field.ICMPV6_TYPE,
          Field.IGMP_TYPE,
          Field.ARP_OPERATION,
          Field.ARP_HARDWARE_TYPE,
          Field.ARP_PROTOCOL_TYPE,
          Field.VLAN_ID,
          Field.VLAN_PRIORITY,
          Field.VLAN_ETHER_TYPE,
          Field.SNAP_TYPE,
          Field.IP_TOS,
          Field.IPV4_FRAGMENT_OFFSET,
          Field.MARK,
          Field.CONNECTION_MARK,
          Field.PACKET_LENGTH,
          Field.DESTINATION_PORT,
          Field.SOURCE_PORT,
          Field.IPV4_DESTINATION,
          Field.IPV4_SOURCE,
          Field.IPV6_DESTINATION,
          Field.IPV6_SOURCE,
          Field.ETHERNET_DESTINATION,
          Field.ETHERNET_SOURCE);

  /** Fields that rules compare with each other: their bits alternate. */
  private static final ImmutableList<ImmutableList<Field>> INTERLEAVED =
      ImmutableList.of(
          ImmutableList.of(Field.ARP_SENDER_IP, Field.ARP_TARGET_IP),
          ImmutableList.of(Field.ARP_SENDER_MAC, Field.ARP_TARGET_MAC));

  private final Map<Object, Integer> atoms = new HashMap<>();
  private final EnumMap<Header, Integer> presence = new EnumMap<>(Header.class);
  private final EnumMap<Fact, Integer> facts = new EnumMap<>(Fact.class);
  private final EnumMap<Field, int[]> fields = new EnumMap<>(Field.class);

  Variables() {
    int next = MAX_ATOMS;
    for (Header header : Header.values()) {
      presence.put(header, next++);
    }
    for (Fact fact : Fact.values()) {
      facts.put(fact, next++);
    }
    for (Field field : ORDER) {
      next = place(ImmutableList.of(field), next);
    }
    for (List<Field> together : INTERLEAVED) {
      next = place(together, next);
    }
  }

  private int place(List<Field> together, int first) {
    int next = first;
    int width = together.get(0).width();
    together.forEach(field -> fields.put(field, new int[width]));
    for (int bit = 0; bit < width; bit++) {
      for (Field field : together) {
        bits(field)[bit] = next++;
      }
    }
    return next;
  }

  /** {@return whether a field has variables; others are asked for as something unknown} */
  boolean has(Field field) {
    return fields.containsKey(field);
  }

  /** {@return the variables of a field, ascending, that of the most significant bit first} */
  int[] bits(Field field) {
    int[] bits = fields.get(field);
    if (bits == null) {
      throw new IllegalArgumentException(field + " has no variables");
    }
    return bits;
  }

  /** {@return the variable that says whether there is a header} */
  int presence(Header header) {
    return requireNonNull(presence.get(header));
  }

  int fact(Fact fact) {
    return requireNonNull(facts.get(fact));
  }

  /**
   * {@return the variable of something that cannot be known}
   *
   * @param what what it is: what is equal has one variable
   */
  int atom(Object what) {
    int next = atoms.size();
    if (next == MAX_ATOMS) {
      throw new BudgetExceededException(MAX_ATOMS);
    }
    return atoms.computeIfAbsent(what, any -> next);
  }
}
