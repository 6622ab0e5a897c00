package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
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

  private static final ImmutableList<Field> ORDER =
      ImmutableList.of(
          Field.IN_INTERFACE,
          Field.OUT_INTERFACE,
          Field.IN_BRIDGE,
          Field.OUT_BRIDGE,
          Field.HAS_IN_PORT,
          Field.HAS_OUT_PORT,
          Field.IS_BRIDGED,
          Field.IN_PORT,
          Field.OUT_PORT,
          Field.PACKET_TYPE,
          Field.ETHER_TYPE,
          Field.CONNECTION_STATE,
          Field.CONNECTION_DIRECTION,
          Field.CONNECTION_STATUS,
          Field.HAS_SOCKET,
          Field.IP_PROTOCOL,
          Field.TCP_FLAGS,
          Field.ICMP_TYPE,
          Field.ICMPV6_TYPE,
          Field.IGMP_TYPE,
          Field.ARP_OPERATION,
          Field.ARP_HARDWARE_TYPE,
          Field.ARP_PROTOCOL_TYPE,
          Field.VLAN_ETHER_TYPE,
          Field.VLAN_ID,
          Field.VLAN_PRIORITY,
          Field.SNAP_TYPE,
          Field.STP_TYPE,
          Field.STP_FLAGS,
          Field.IP_TOS,
          Field.IPV4_FRAGMENT_OFFSET,
          Field.MARK,
          Field.CONNECTION_MARK,
          Field.SOCKET_USER,
          Field.SOCKET_GROUP,
          Field.PACKET_LENGTH,
          Field.SOURCE_ADDRESS_TYPE,
          Field.DESTINATION_ADDRESS_TYPE,
          Field.DESTINATION_PORT,
          Field.SOURCE_PORT,
          Field.IPV4_DESTINATION,
          Field.IPV4_SOURCE,
          Field.IPV6_DESTINATION,
          Field.IPV6_SOURCE,
          Field.ETHERNET_DESTINATION,
          Field.ETHERNET_SOURCE,
          Field.STP_ROOT_PRIORITY,
          Field.STP_ROOT_ADDRESS,
          Field.STP_ROOT_COST,
          Field.STP_SENDER_PRIORITY,
          Field.STP_SENDER_ADDRESS,
          Field.STP_PORT,
          Field.STP_MESSAGE_AGE,
          Field.STP_MAX_AGE,
          Field.STP_HELLO_TIME,
          Field.STP_FORWARD_DELAY);

  /** Fields that rules compare with each other: their bits alternate. */
  private static final ImmutableList<ImmutableList<Field>> INTERLEAVED =
      ImmutableList.of(
          ImmutableList.of(Field.ARP_SENDER_IP, Field.ARP_TARGET_IP),
          ImmutableList.of(Field.ARP_SENDER_MAC, Field.ARP_TARGET_MAC));

  private final Map<Object, Integer> atoms = new HashMap<>();
  private final List<Variable> atomsInOrder = new ArrayList<>();
  private final EnumMap<Header, Integer> presence = new EnumMap<>(Header.class);
  private final EnumMap<Fact, Integer> facts = new EnumMap<>(Fact.class);
  private final EnumMap<Field, int[]> fields = new EnumMap<>(Field.class);

  /** What each variable means, from {@link #MAX_ATOMS} on. */
  private final List<Variable> meanings = new ArrayList<>();

  Variables() {
    for (Header header : Header.values()) {
      presence.put(header, next(new Variable.Has(header)));
    }
    for (Fact fact : Fact.values()) {
      facts.put(fact, next(new Variable.Holds(fact)));
    }
    ORDER.forEach(field -> place(ImmutableList.of(field)));
    INTERLEAVED.forEach(this::place);
  }

  private int next(Variable meaning) {
    meanings.add(meaning);
    return MAX_ATOMS + meanings.size() - 1;
  }

  private void place(List<Field> together) {
    int width = together.get(0).width();
    together.forEach(field -> fields.put(field, new int[width]));
    for (int bit = 0; bit < width; bit++) {
      for (Field field : together) {
        bits(field)[bit] = next(new Variable.Bit(field, width - 1 - bit));
      }
    }
  }

  /** {@return the fields that have variables, in the order of these} */
  static Iterable<Field> fields() {
    return Iterables.concat(ORDER, Iterables.concat(INTERLEAVED));
  }

  /** {@return whether a field has variables; a packet may have several values of others} */
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

  /** {@return the variable of a question: what is equal has one variable} */
  int atom(Atom atom) {
    return atom(atom, new Variable.Met(atom));
  }

  /** {@return the variable of something that a set cannot tell} */
  int unknown(Unknown unknown) {
    return atom(unknown, new Variable.Open(unknown));
  }

  private int atom(Object atom, Variable meaning) {
    Integer known = atoms.get(atom);
    if (known != null) {
      return known;
    }
    if (atoms.size() == MAX_ATOMS) {
      throw new BudgetExceededException(MAX_ATOMS);
    }
    int next = atoms.size();
    atoms.put(atom, next);
    atomsInOrder.add(meaning);
    return next;
  }

  /** {@return a question that was not asked before} */
  Atom unheardOf(Match match) {
    return new Atom(match, atoms.size() + 1);
  }

  /** {@return whether a variable is of something that a set cannot tell} */
  static boolean isAtom(int variable) {
    return variable < MAX_ATOMS;
  }

  /** {@return whether a variable is of what connection tracking knows of a packet} */
  boolean isOfConnection(int variable) {
    Variable meaning = meaning(variable);
    return (meaning instanceof Variable.Has has && has.header() == Header.CONNECTION)
        || (meaning instanceof Variable.Bit bit
            && (bit.field() == Field.CONNECTION_STATE
                || bit.field().header() == Header.CONNECTION));
  }

  /** {@return the variables of headers and of facts about them} */
  Iterable<Variable> headers() {
    return Iterables.concat(
        Iterables.transform(presence.keySet(), Variable.Has::new),
        Iterables.transform(facts.keySet(), Variable.Holds::new));
  }

  /** {@return what a variable means} */
  Variable meaning(int variable) {
    return variable < MAX_ATOMS
        ? atomsInOrder.get(variable)
        : meanings.get(variable - MAX_ATOMS);
  }
}
