package io.nwfilter.netfilter.layout;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;

/**
 * The chains of the IP layer: base chains lead to chains that all interfaces share, and those to
 * the chains of each interface.
 *
 * @param table the table of iptables that they are in
 * @param entries the shared chains that are entered at the start of each base chain, in order
 * @param shared the shared chains, in the order in which they are made
 * @param guest the chains of each interface, in the order in which they are made
 * @param unequalLists what becomes of a rule whose lists are of different lengths
 */
public record PacketLayout(
    String table,
    ImmutableListMultimap<String, String> entries,
    ImmutableList<SharedChain> shared,
    ImmutableMap<PacketSide, GuestChain> guest,
    UnequalLists unequalLists) {

  /** What becomes of a rule of the IP layer whose lists advance together and differ in length. */
  public enum UnequalLists {

    /** It is refused. */
    REFUSED,

    /** It is left out, and so are the rules of the same family after it. */
    LAST
  }

  /**
   * A chain that has a rule for each interface.
   *
   * @param name its name
   * @param port which bridge port of a packet is the guest's
   * @param bridged whether only bridged packets are asked for
   * @param side the interface's chain that its packets go to; empty if they are accepted
   */
  public record SharedChain(String name, Field port, boolean bridged, Optional<PacketSide> side) {

    /**
     * Checks that all components are given.
     *
     * @param name its name
     * @param port which bridge port of a packet is the guest's
     * @param bridged whether only bridged packets are asked for
     * @param side the interface's chain that its packets go to
     */
    public SharedChain {
      requireNonNull(name);
      requireNonNull(port);
      requireNonNull(side);
    }
  }

  /**
   * How the rules of an interface ask for the state of a connection.
   *
   * @param form by which extension
   * @param implied whether rules that accept ask for the states that their direction implies
   * @param direction whether they ask for the connection's direction, too
   */
  public record States(StateForm form, boolean implied, boolean direction) {

    /**
     * Checks that all components are given.
     *
     * @param form by which extension
     * @param implied whether rules that accept ask for states
     * @param direction whether they ask for the connection's direction, too
     */
    public States {
      requireNonNull(form);
    }
  }

  /**
   * A chain of an interface.
   *
   * @param prefix what comes before the interface's name
   * @param accept what accepting means in it
   * @param states how its rules ask for states
   */
  public record GuestChain(String prefix, Target accept, States states) {

    /**
     * Checks that all components are given.
     *
     * @param prefix what comes before the interface's name
     * @param accept what accepting means in it
     * @param states how its rules ask for states
     */
    public GuestChain {
      requireNonNull(prefix);
      requireNonNull(accept);
      requireNonNull(states);
    }

    /**
     * {@return whether a rule becomes the same here as in another chain}
     *
     * @param other a chain that sees packets of the same direction
     */
    public boolean hasRulesOf(GuestChain other) {
      return accept.equals(other.accept) && states.equals(other.states);
    }
  }

  /**
   * Puts the sides in order.
   *
   * @param table the table
   * @param entries the shared chains that are entered from each base chain
   * @param shared the shared chains
   * @param guest the chains of each interface
   * @param unequalLists what becomes of a rule whose lists are of different lengths
   */
  public PacketLayout {
    requireNonNull(table);
    requireNonNull(entries);
    requireNonNull(shared);
    requireNonNull(unequalLists);
    guest = Maps.immutableEnumMap(guest);
  }

  /**
   * {@return the name of an interface's chain}
   *
   * @param side the side
   * @param interfaceName the interface
   */
  public String chain(PacketSide side, InterfaceName interfaceName) {
    return guestChain(side).prefix() + interfaceName;
  }

  /**
   * {@return what the chains of a side are like}
   *
   * @param side the side
   */
  public GuestChain guestChain(PacketSide side) {
    return requireNonNull(guest.get(side));
  }
}
