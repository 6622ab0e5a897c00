package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.Hops;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Point;
import io.nwfilter.netfilter.analyze.space.Variable;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packets of sets that look like real ones: usual packets that are changed no more than it takes
 * for them to be in the set.
 */
public final class Witnesses {

  /** The variables of what the kernel keeps with a packet. */
  private static final VariableMask CONTEXT =
      Variables.mask(
          meaning ->
              (meaning instanceof Variable.Bit bit && isKeptByKernel(bit.field()))
                  || (meaning instanceof Variable.Has has && has.header() == Header.CONNECTION));

  /** Where the protocol after IP is: in the last of these headers that there is. */
  private static final ImmutableList<Slot> LAST_ANNOUNCING =
      ImmutableList.of(Slot.FRAGMENT_NEXT, Slot.AH_NEXT, Slot.IPV6_NEXT, Slot.IPV4_PROTOCOL);

  /** The fields that packets get other values in, in this order; what decides on ways is first. */
  private static final ImmutableList<Field> FITTED =
      Stream.concat(
              Stream.of(Field.IP_TTL),
              Streams.stream(Variables.fields()).filter(field -> field != Field.IP_TTL))
          .filter(field -> !isKeptByKernel(field))
          .collect(ImmutableList.toImmutableList());

  /** The bit of a MAC address that tells groups of receivers from single ones. */
  private static final long GROUP = 1L << 40;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Simulator simulator;
  private final Map<Integer, Integer> withAnyContext = new HashMap<>();
  private final Map<Packet, Point> points = new HashMap<>();
  private final Map<Packet, PacketShape> shapes = new HashMap<>();

  /** Begins with the space of the sets, and the host on which packets are confirmed. */
  public Witnesses(PacketSpace space, Simulator simulator) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.simulator = simulator;
  }

  /** A packet, and how many of its fields are not as usual. */
  private record Candidate(Packet packet, int changes) {}

  /**
   * {@return a packet whose octets are those of one in a set}
   *
   * @param set the set
   * @param usual usual packets, those that are to be preferred first
   */
  public Optional<Packet> of(int set, List<Packet> usual) {
    return nearest(ofOctets(certain(set)), usual).or(() -> nearest(ofOctets(set), usual));
  }

  /**
   * {@return the first of some usual packets whose octets are those of one in all of some sets;
   * empty if none is, or that cannot be told without their intersection}
   *
   * @param sets sets in which few of the packets are
   * @param others sets in which most packets are
   * @param usual the packets
   * @param eligible which of the packets count
   */
  public Optional<Packet> unchanged(
      int[] sets, int[] others, List<Packet> usual, Predicate<Packet> eligible) {
    int[] all = Ints.concat(sets, others);
    for (int set : all) {
      if (set == NOTHING) {
        return Optional.empty();
      }
    }
    for (Packet packet : usual) {
      Point point = points.computeIfAbsent(packet, this::point);
      if (point.isInAll(sets, CONTEXT) != Answer.NO && eligible.test(packet)) {
        Answer inAll = point.isInAll(all, CONTEXT);
        if (inAll != Answer.NO) {
          return inAll == Answer.YES ? Optional.of(packet) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** {@return the usual packet that is in a set of octets when the fewest of its fields change} */
  private Optional<Packet> nearest(int some, List<Packet> usual) {
    if (some == NOTHING) {
      return Optional.empty();
    }
    @Nullable Candidate best = null;
    for (Packet packet : usual) {
      Point point = points.computeIfAbsent(packet, this::point);
      if (point.isIn(some) == Answer.YES) {
        return Optional.of(packet);
      }
      int left = shapes.computeIfAbsent(packet, of -> new PacketShape(space, of, point)).in(some);
      if (left != NOTHING) {
        best = fitted(packet, left, best);
      }
    }
    return Optional.ofNullable(best).map(Candidate::packet);
  }

  /** {@return those that are in a set whatever is not known} */
  private int certain(int set) {
    return diagrams.always(set, Variables.ATOMS);
  }

  /** {@return whether a packet with the octets of another is in a set} */
  public Answer contains(int set, Packet packet) {
    return point(packet).isIn(withAnyContext.computeIfAbsent(set, this::withAnyContext));
  }

  /** {@return the packets with the octets of some in a set, whatever is not known} */
  private int ofOctets(int set) {
    return withAnyContext(diagrams.exists(set, Variables.ATOMS));
  }

  /** {@return the packets with the octets of some in a set, whatever the kernel keeps with them} */
  private int withAnyContext(int set) {
    return diagrams.exists(set, CONTEXT);
  }

  /**
   * {@return whether the kernel keeps the value with a packet, so that its sender does not choose
   * it}
   */
  public static boolean isKeptByKernel(Field field) {
    return field.header() == Header.META || field.header() == Header.CONNECTION;
  }

  private Point point(Packet packet) {
    return new Point(space, simulator.view(packet));
  }

  /**
   * {@return a packet with other values in fields until it is in a set of packets of its shape, or
   * another one if that takes no more of these}
   */
  private Candidate fitted(Packet packet, int set, @Nullable Candidate other) {
    int left = set;
    int changes = 0;
    Packet fitted = packet;
    for (Field field : FITTED) {
      Optional<Bits> usual = packet.value(field);
      if (usual.isEmpty()) {
        continue;
      }
      int kept = with(left, field, usual.get());
      if (kept != NOTHING) {
        left = kept;
        continue;
      }
      changes++;
      if (other != null && changes >= other.changes()) {
        return other;
      }
      Bits nearest = field == Field.IP_TTL ? hops(left, packet) : nearest(left, field, usual.get());
      left = with(left, field, nearest);
      fitted = with(fitted, field, nearest);
    }
    return new Candidate(fitted, changes);
  }

  private int with(int set, Field field, Bits value) {
    return diagrams.and(set, space.in(field, Values.single(field, value)));
  }

  /** {@return how many hops a packet of a set has left, as many as usual if it can} */
  private Bits hops(int set, Packet packet) {
    for (Bits usual : Hops.usual(packet)) {
      if (with(set, Field.IP_TTL, usual) != NOTHING) {
        return usual;
      }
    }
    return nearest(set, Field.IP_TTL, packet.value(Field.IP_TTL).orElseThrow());
  }

  /**
   * {@return a value of a field in a set, whose first bits are those of another if they can; of MAC
   * addresses, if possible, one of a single receiver in place of another one}
   */
  private Bits nearest(int set, Field field, Bits wanted) {
    int[] bits = space.variables.bits(field);
    int preferred =
        field.kind() == FieldKind.MAC
            ? diagrams.and(set, space.in(field, Values.masked(wanted.low() & GROUP, GROUP)))
            : NOTHING;
    int values = diagrams.exists(preferred == NOTHING ? set : preferred, VariableMask.allBut(bits));
    Bits value = Bits.ZERO;
    for (int i = 0; i < bits.length; i++) {
      int place = bits.length - 1 - i;
      boolean one = Diagrams.isSet(wanted, place);
      if (diagrams.variable(values) == bits[i]) {
        one ^= diagrams.branch(values, one) == NOTHING;
        values = diagrams.branch(values, one);
      }
      value = one ? value.or(Bits.ones(place + 1).xor(Bits.ones(place))) : value;
    }
    return value;
  }

  private static Packet with(Packet packet, Field field, Bits value) {
    if (field.kind() == FieldKind.TYPE_AND_CODE) {
      return set(
          set(packet, field.slots().get(0), Bits.of(value.low() >>> 8)),
          field.slots().get(1),
          Bits.of(value.low() & 0xff));
    }
    for (Slot slot : field == Field.IP_PROTOCOL ? LAST_ANNOUNCING : field.slots()) {
      if (packet.value(slot).isPresent()) {
        return set(packet, slot, value);
      }
    }
    return packet;
  }

  private static Packet set(Packet packet, Slot slot, Bits value) {
    return packet.value(slot).isPresent() && value.fits(slot.width())
        ? packet.with(slot, value)
        : packet;
  }

  /** {@return the packets of a set for which the same was asked and found as for a packet in it} */
  public int alike(int set, Packet packet) {
    int some = ofOctets(set);
    Point point = point(packet);
    int alike = EVERYTHING;
    int node = some;
    while (node > EVERYTHING) {
      int variable = diagrams.variable(node);
      boolean one = point.value(space.variables.meaning(variable)) == Answer.YES;
      int literal = diagrams.variableSet(variable);
      alike = diagrams.and(alike, one ? literal : diagrams.not(literal));
      node = diagrams.branch(node, one);
    }
    return alike;
  }
}
