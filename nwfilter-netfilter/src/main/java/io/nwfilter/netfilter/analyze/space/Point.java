package io.nwfilter.netfilter.analyze.space;

import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.PacketView;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A packet at a rule, as the simulator sees it there, as a point of a space: asked for variables
 * when they are needed. What the simulator does not know is neither 0 nor 1.
 */
public final class Point {

  private final PacketSpace space;
  private final PacketView view;
  private final EnumMap<Field, Bits> values = new EnumMap<>(Field.class);

  /** Begins with a packet as rules see it. */
  public Point(PacketSpace space, PacketView view) {
    this.space = space;
    this.view = view;
  }

  /** {@return whether the point is in a set} */
  public Answer isIn(int set) {
    int end = follow(set);
    if (end <= Diagrams.EVERYTHING) {
      return of(end == Diagrams.EVERYTHING);
    }
    boolean yes = reaches(end, Diagrams.EVERYTHING, new HashSet<>());
    boolean no = reaches(end, Diagrams.NOTHING, new HashSet<>());
    return yes && no ? Answer.UNKNOWN : of(yes);
  }

  /** {@return the end of a set, or the first node whose variable is not known} */
  private int follow(int set) {
    int node = set;
    while (node > Diagrams.EVERYTHING) {
      Answer bit = value(space.variables.meaning(space.diagrams.variable(node)));
      if (bit == Answer.UNKNOWN) {
        return node;
      }
      node = space.diagrams.branch(node, bit == Answer.YES);
    }
    return node;
  }

  private boolean reaches(int set, int end, Set<Integer> seen) {
    int node = follow(set);
    if (node <= Diagrams.EVERYTHING) {
      return node == end;
    }
    return seen.add(node)
        && (reaches(space.diagrams.branch(node, false), end, seen)
            || reaches(space.diagrams.branch(node, true), end, seen));
  }

  /**
   * {@return whether the point is in all of some sets, with some values of some variables} That
   * makes no set; of many points, it is quicker to ask whether they are in the intersection.
   *
   * @param sets the sets
   * @param free the variables that may have any value
   */
  public Answer isInAll(int[] sets, VariableMask free) {
    return isInAll(sets, free, new HashMap<>());
  }

  private Answer isInAll(int[] sets, VariableMask free, Map<List<Integer>, Answer> known) {
    int[] left = sets.clone();
    while (true) {
      int variable = Diagrams.NO_VARIABLE;
      for (int set : left) {
        if (set == Diagrams.NOTHING) {
          return Answer.NO;
        }
        variable = Math.min(variable, space.diagrams.variable(set));
      }
      if (variable == Diagrams.NO_VARIABLE) {
        return Answer.YES;
      }
      if (free.contains(variable)) {
        return isInAnyOf(left, variable, free, known);
      }
      Answer bit = value(space.variables.meaning(variable));
      if (bit == Answer.UNKNOWN) {
        return Answer.UNKNOWN;
      }
      left = branches(left, variable, bit == Answer.YES);
    }
  }

  private Answer isInAnyOf(
      int[] sets, int variable, VariableMask free, Map<List<Integer>, Answer> known) {
    List<Integer> key = Ints.asList(sets);
    Answer before = known.get(key);
    if (before != null) {
      return before;
    }
    Answer any = isInAll(branches(sets, variable, false), free, known);
    if (any != Answer.YES) {
      Answer high = isInAll(branches(sets, variable, true), free, known);
      any = high == Answer.NO ? any : high;
    }
    known.put(key, any);
    return any;
  }

  private int[] branches(int[] sets, int variable, boolean value) {
    int[] branches = sets.clone();
    for (int i = 0; i < sets.length; i++) {
      if (space.diagrams.variable(sets[i]) == variable) {
        branches[i] = space.diagrams.branch(sets[i], value);
      }
    }
    return branches;
  }

  /** {@return the value of a variable} */
  public Answer value(Variable variable) {
    if (variable instanceof Variable.Bit bit) {
      return view.isUnknown(bit.field(), bit.fromRight())
          ? Answer.UNKNOWN
          : of(Diagrams.isSet(value(bit.field()), bit.fromRight()));
    }
    if (variable instanceof Variable.Has has) {
      return of(has(has.header()));
    }
    if (variable instanceof Variable.Holds holds) {
      return of(holds(holds.fact()));
    }
    return variable instanceof Variable.Met met ? view.meets(met.atom().match()) : Answer.UNKNOWN;
  }

  private static Answer of(boolean yes) {
    return yes ? Answer.YES : Answer.NO;
  }

  /** {@return the bits of a field, which are the same to all families; 0 if it is absent} */
  private Bits value(Field field) {
    return values.computeIfAbsent(
        field,
        asked ->
            (isOfOctets(asked)
                    ? view.afterIp(asked)
                    : isOfPacket(asked) ? view.packet().value(asked) : view.value(asked))
                .orElse(Bits.ZERO));
  }

  private static boolean isOfOctets(Field field) {
    return switch (field) {
      case SOURCE_PORT, DESTINATION_PORT, TCP_FLAGS -> true;
      default -> false;
    };
  }

  private static boolean isOfPacket(Field field) {
    return switch (field.header()) {
      case IP, TRANSPORT, TCP, ICMPV6 -> true;
      default -> false;
    };
  }

  private boolean has(Header header) {
    return switch (header) {
      case META -> true;
      case CONNECTION -> view.value(Field.CONNECTION_MARK).isPresent();
      case ETHERNET -> view.value(Field.ETHERNET_SOURCE).isPresent();
      case STP -> view.value(Field.STP_TYPE).isPresent();
      default -> view.packet().has(header);
    };
  }

  private boolean holds(Fact fact) {
    Packet packet = view.packet();
    return switch (fact) {
      case AUTHENTICATED -> view.isAuthenticated();
      case LATER_OF_IPV6 -> view.isLaterFragmentOfIpv6();
      case TWO_OCTETS -> view.afterIp(Field.SOURCE_PORT).isPresent();
      case FOUR_OCTETS -> view.afterIp(Field.DESTINATION_PORT).isPresent();
      case FOURTEEN_OCTETS -> view.afterIp(Field.TCP_FLAGS).isPresent();
      case PROTOCOL_KNOWN -> packet.value(Field.IP_PROTOCOL).isPresent();
      case ARP_SENDER_MAC -> packet.value(Field.ARP_SENDER_MAC).isPresent();
      case ARP_TARGET_MAC -> packet.value(Field.ARP_TARGET_MAC).isPresent();
      case ARP_ADDRESSES -> packet.value(Field.ARP_SENDER_IP).isPresent();
      case SNAP -> packet.value(Field.SNAP_TYPE).isPresent();
      case SEVERAL_TAGS -> view.tags() > 1;
      case STP_WHOLE -> view.value(Field.STP_FLAGS).isPresent();
    };
  }
}
