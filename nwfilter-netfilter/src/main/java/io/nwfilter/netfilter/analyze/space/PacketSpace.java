package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.NodeMap;
import io.nwfilter.netfilter.analyze.bdd.ValueSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Sets of packets: which headers a packet can have, and which values their fields.
 *
 * <p>A point of the space is a packet at a rule, with what the kernel keeps with it, as an
 * assignment of {@link Variables}, in this order:
 *
 * <ol>
 *   <li>for each {@link Atom}, whether its question has the reply yes
 *   <li>for each {@link Header}, whether the packet has it; what the kernel keeps with every packet
 *       ({@link Header#META}) has no header, and what the host sends has none of Ethernet before it
 *       gets to a bridge
 *   <li>for each {@link Fact}, whether it holds
 *   <li>for each field, the bits of its value, the most significant first: what the kernel keeps,
 *       EtherType, connection, protocols, then ports, addresses of IP, MAC addresses, and the
 *       addresses of ARP, whose bits alternate
 * </ol>
 *
 * The packet is the same to all families: that ebtables and ip6tables take different numbers for
 * the protocol of a packet is a matter of {@link FieldSets}. Of several tags, the fields of the
 * VLAN are those of the outer one.
 *
 * <p>A field is absent if the header that has it is not there, is cut off, or cannot be read; then
 * its bits are 0 in the {@link Point} of a packet, and the sets of matches, negated or not, do not
 * ask for them, as they ask for {@linkplain FieldSets#presence presence} first. Only ports and
 * flags of TCP are, where there is no such header, what the kernel compares in its place ({@link
 * Fact#TWO_OCTETS}). Interfaces, ports of bridges and marks are never absent: a name without octets
 * and the mark 0 mean none. The socket of a packet that no process sends has user and group
 * 4294967295. A field of which a packet may have several values (options of TCP, service access
 * points) has no bits; matches on it are atoms.
 */
public final class PacketSpace {

  /** Operations on its sets. */
  public final Diagrams diagrams;

  /** What they are made of. */
  public final Variables variables;

  /** Sets that do not depend on rules, made once for all spaces. */
  private final ImmutableMap<Object, Integer> common;

  private final Map<Object, Integer> made = new HashMap<>();

  /** Frames whose receiver is their sender. */
  public final OwnReceivers ownReceivers;

  /** Chains whose first matches are worth it. */
  final LongChains longChains = new LongChains();

  private PacketSpace(
      Diagrams diagrams,
      ImmutableMap<Object, Integer> common,
      Variables variables,
      OwnReceivers ownReceivers) {
    this.diagrams = diagrams;
    this.common = common;
    this.variables = variables;
    this.ownReceivers = ownReceivers;
  }

  private PacketSpace(Diagrams diagrams, ImmutableMap<Object, Integer> common) {
    this(diagrams, common, new Variables(), new OwnReceivers());
  }

  /**
   * {@return a space}
   *
   * @param budget how many nodes its sets may have together, and when they end
   * @throws BudgetExceededException if the time is over
   */
  public static PacketSpace of(AnalysisBudget budget) {
    budget.timeLimit().check();
    PacketSpace space = of(budget.maxNodes());
    space.diagrams.limit(budget.timeLimit());
    return space;
  }

  /**
   * {@return a space without a limit of time}
   *
   * @param maxNodes how many nodes its sets may have together
   */
  public static PacketSpace of(int maxNodes) {
    PacketSpace template = Template.SPACE;
    return new PacketSpace(template.diagrams.copy(maxNodes), template.common);
  }

  /**
   * {@return a space with the variables of this one and as large a budget, but with sets of its
   * own} What is only needed on the way to a set takes no room in this one then.
   */
  public PacketSpace apart() {
    PacketSpace template = Template.SPACE;
    return new PacketSpace(
        diagrams.apart(template.diagrams), template.common, variables, ownReceivers);
  }

  /** What all spaces begin with. */
  private static final class Template {

    static final PacketSpace SPACE = make();

    private Template() {}

    private static PacketSpace make() {
      PacketSpace space = new PacketSpace(new Diagrams(Integer.MAX_VALUE), ImmutableMap.of());
      for (Family family : Family.values()) {
        space.universe(family);
      }
      TrackedPackets.prepare(space);
      Diagrams diagrams = new Diagrams(Integer.MAX_VALUE); // without what was made on the way
      NodeMap done = new NodeMap();
      ImmutableMap.Builder<Object, Integer> common = ImmutableMap.builder();
      space.made.forEach(
          (meaning, set) -> {
            if (!(meaning instanceof ValuesOf)) {
              common.put(meaning, diagrams.copied(space.diagrams, set, done));
            }
          });
      return new PacketSpace(diagrams, common.buildOrThrow());
    }
  }

  /**
   * {@return a set, which is made only once}
   *
   * @param meaning what the set is; equal meanings are equal sets
   * @param making makes it, of the same packets in every space
   */
  public int once(Object meaning, IntSupplier making) {
    Integer known = common.get(meaning);
    known = known == null ? made.get(meaning) : known;
    if (known != null) {
      return known;
    }
    int set = making.getAsInt();
    made.put(meaning, set);
    return set;
  }

  private record ValuesOf(Field field, Values values) {}

  private record Universe(Family family) {}

  private record UniverseAt(Family family, Hook hook) {}

  /** {@return the packets that have a header} */
  public int has(Header header) {
    return header == Header.META ? EVERYTHING : diagrams.variableSet(variables.presence(header));
  }

  /** {@return the packets for which a fact holds} */
  public int is(Fact fact) {
    return diagrams.variableSet(variables.fact(fact));
  }

  /** {@return the packets for which a question has the reply yes} */
  int atom(Atom atom) {
    return diagrams.variableSet(variables.atom(atom));
  }

  /** {@return the packets for which something holds that a set cannot tell} */
  public int unknown(Unknown unknown) {
    return diagrams.variableSet(variables.unknown(unknown));
  }

  /**
   * {@return the packets whose value of a field is in a set, whether they have the field or not}
   */
  public int in(Field field, Values values) {
    return once(
        new ValuesOf(field, values),
        () -> values.accept(new ValueSets(diagrams, variables.bits(field))));
  }

  /** {@return the packets with one value of a field, whether they have the field or not} */
  public int is(Field field, long value) {
    return in(field, Values.single(field, value));
  }

  /**
   * {@return the packets with one of some values of a field, whether they have the field or not}
   */
  public int isAnyOf(Field field, long... values) {
    int set = NOTHING;
    for (long value : values) {
      set = diagrams.or(set, is(field, value));
    }
    return set;
  }

  /** {@return the packets that are in all of some sets} */
  public int all(int... sets) {
    int set = EVERYTHING;
    for (int i = sets.length - 1; i >= 0; i--) {
      set = diagrams.and(set, sets[i]);
    }
    return set;
  }

  /** {@return the packets that are in one set if they are in another} */
  public int implies(int condition, int consequence) {
    return diagrams.or(diagrams.not(condition), consequence);
  }

  int equal(int left, int right) {
    return diagrams.choose(left, right, diagrams.not(right));
  }

  /**
   * {@return the packets that rules of a family can meet} A header that a packet should have may be
   * missing, as packets can be cut off; what it has must be possible.
   */
  public int universe(Family family) {
    return once(
        new Universe(family),
        () -> all(new PossibleContext(this).all(family), new PossibleHeaders(this).all(family)));
  }

  /**
   * {@return the packets that rules of a family can meet at a hook, where it is known whether there
   * are interfaces and ports}
   */
  public int universe(Family family, Hook hook) {
    return once(
        new UniverseAt(family, hook),
        () -> diagrams.and(new PossibleContext(this).interfaces(family, hook), universe(family)));
  }
}
