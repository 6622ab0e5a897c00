package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
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
import org.jspecify.annotations.Nullable;

/**
 * Packets of sets that look like real ones: usual packets that are changed no more than it takes
 * for them to be in the set.
 */
final class Witnesses {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Simulator simulator;
  private final Map<Integer, Integer> withAnyContext = new HashMap<>();

  Witnesses(PacketSpace space, Simulator simulator) {
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
  Optional<Packet> of(int set, List<Packet> usual) {
    return nearest(ofOctets(certain(set)), usual).or(() -> nearest(ofOctets(set), usual));
  }

  /** {@return the usual packet that is in a set of octets when the fewest of its fields change} */
  private Optional<Packet> nearest(int some, List<Packet> usual) {
    if (some == NOTHING) {
      return Optional.empty();
    }
    @Nullable Candidate best = null;
    for (Packet packet : usual) {
      int left = diagrams.and(some, shape(packet));
      if (left != NOTHING) {
        Candidate candidate = fitted(packet, left);
        best = best == null || candidate.changes() < best.changes() ? candidate : best;
        if (best.changes() == 0) {
          break;
        }
      }
    }
    return Optional.ofNullable(best).map(Candidate::packet);
  }

  /** {@return those that are in a set whatever is not known} */
  private int certain(int set) {
    return diagrams.not(diagrams.exists(diagrams.not(set), Variables::isAtom));
  }

  /** {@return whether a packet with the octets of another is in a set} */
  Answer contains(int set, Packet packet) {
    return point(packet).isIn(withAnyContext.computeIfAbsent(set, this::withAnyContext));
  }

  /** {@return the packets with the octets of some in a set, whatever is not known} */
  private int ofOctets(int set) {
    return withAnyContext(diagrams.exists(set, Variables::isAtom));
  }

  /** {@return the packets with the octets of some in a set, whatever the kernel keeps with them} */
  private int withAnyContext(int set) {
    return diagrams.exists(
        set,
        variable -> {
          Variable meaning = space.variables.meaning(variable);
          return (meaning instanceof Variable.Bit bit && isKeptByKernel(bit.field()))
              || (meaning instanceof Variable.Has has && has.header() == Header.CONNECTION);
        });
  }

  private static boolean isKeptByKernel(Field field) {
    return field.header() == Header.META || field.header() == Header.CONNECTION;
  }

  private Point point(Packet packet) {
    return new Point(space, simulator.view(packet));
  }

  /** {@return the packets with the headers of a packet, its types and its protocol} */
  private int shape(Packet packet) {
    Point point = point(packet);
    int set = EVERYTHING;
    for (Field field : ImmutableList.of(Field.ETHER_TYPE, Field.IP_PROTOCOL)) {
      Optional<Bits> value = packet.value(field);
      if (value.isPresent()) {
        set = diagrams.and(set, space.in(field, Values.single(field, value.get())));
      }
    }
    for (Variable variable : space.variables.headers()) {
      boolean changing =
          variable.equals(new Variable.Has(Header.CONNECTION))
              || variable.equals(new Variable.Holds(Fact.HOPS_LEFT));
      if (!changing) {
        set = diagrams.and(set, literal(variable, point.value(variable) == Answer.YES));
      }
    }
    return set;
  }

  private int literal(Variable variable, boolean value) {
    int set =
        diagrams.variableSet(
            variable instanceof Variable.Has has
                ? space.variables.presence(has.header())
                : space.variables.fact(((Variable.Holds) variable).fact()));
    return value ? set : diagrams.not(set);
  }

  /** {@return a packet with other values in fields until it is in a set of packets of its shape} */
  private Candidate fitted(Packet packet, int set) {
    int left = set;
    int changes = 0;
    Packet fitted = packet;
    for (Field field : Variables.fields()) {
      Optional<Bits> usual = isKeptByKernel(field) ? Optional.empty() : packet.value(field);
      if (usual.isEmpty()) {
        continue;
      }
      int kept = diagrams.and(left, space.in(field, Values.single(field, usual.get())));
      if (kept != NOTHING) {
        left = kept;
        continue;
      }
      Bits other = nearest(left, field, usual.get());
      left = diagrams.and(left, space.in(field, Values.single(field, other)));
      fitted = with(fitted, field, other);
      changes++;
    }
    return new Candidate(fitted, changes);
  }

  /** {@return a value of a field in a set, whose first bits are those of another if they can} */
  private Bits nearest(int set, Field field, Bits wanted) {
    Bits value = Bits.ZERO;
    Bits mask = Bits.ZERO;
    int left = set;
    for (int place = field.width() - 1; place >= 0; place--) {
      Bits bit = Bits.ones(place + 1).xor(Bits.ones(place));
      mask = mask.or(bit);
      Bits tried = value.or(wanted.and(bit));
      int kept = diagrams.and(left, space.in(field, new Values.Masked(tried, mask)));
      if (kept == NOTHING) {
        tried = tried.xor(bit);
        kept = diagrams.and(left, space.in(field, new Values.Masked(tried, mask)));
      }
      left = kept;
      value = tried;
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
    for (Slot slot : field.slots()) {
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
  int alike(int set, Packet packet) {
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
