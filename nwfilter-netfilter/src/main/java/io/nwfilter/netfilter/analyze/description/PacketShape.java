package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.NodeMap;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Point;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Answer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What packets that look like one have in common with it: headers, types, and its protocol. */
final class PacketShape {

  private static final int[] HEADERS = Variables.headersOfOctets();
  private static final int LAST_TYPE = 0xffff;
  private static final int LAST_PROTOCOL = 0xff;

  private final Diagrams diagrams;

  /** The types that packets of this shape may have: any that announces no header, or its own. */
  private final int types;

  /** The variables that have the same values. */
  private final VariableMask common;

  /** Those of them that are 1. */
  private final VariableMask ones;

  /**
   * Looks at a packet.
   *
   * @param space the space of the packets
   * @param packet the packet
   * @param point the same packet, whose octets tell which headers it has
   */
  PacketShape(PacketSpace space, Packet packet, Point point) {
    this.diagrams = space.diagrams;
    IntStream.Builder all = IntStream.builder();
    IntStream.Builder set = IntStream.builder();
    for (int variable : HEADERS) {
      all.add(variable);
      if (point.value(space.variables.meaning(variable)) == Answer.YES) {
        set.add(variable);
      }
    }
    Types ofFrame = new Types(Field.ETHER_TYPE, Field.LEAST_ETHER_TYPE, LAST_TYPE);
    Types afterTag = new Types(Field.VLAN_ETHER_TYPE, Field.LEAST_ETHER_TYPE, LAST_TYPE);
    Types ofIp = new Types(Field.IP_PROTOCOL, 0, LAST_PROTOCOL);
    int free = EVERYTHING;
    for (Types types : ImmutableList.of(ofFrame, afterTag, ofIp)) {
      Optional<Bits> value = packet.value(types.field);
      if (value.isPresent() && types.announceNothing(value.get())) {
        free = diagrams.and(free, types.announcingNothing(space));
      } else if (value.isPresent()) {
        int[] bits = space.variables.bits(types.field);
        for (int i = 0; i < bits.length; i++) {
          all.add(bits[i]);
          if (Diagrams.isSet(value.get(), bits.length - 1 - i)) {
            set.add(bits[i]);
          }
        }
      }
    }
    this.types = free;
    this.common = VariableMask.of(all.build().toArray());
    this.ones = VariableMask.of(set.build().toArray());
  }

  /** {@return what else a set asks of packets of this shape} */
  int in(int set) {
    int asked = in(set, new NodeMap());
    return types == EVERYTHING ? asked : diagrams.and(asked, types);
  }

  private int in(int set, NodeMap done) {
    int node = set;
    while (common.contains(diagrams.variable(node))) {
      node = diagrams.branch(node, ones.contains(diagrams.variable(node)));
    }
    if (node <= EVERYTHING || diagrams.variable(node) > common.last()) {
      return node;
    }
    int known = done.get(node);
    if (known < 0) {
      int low = in(diagrams.branch(node, false), done);
      int high = in(diagrams.branch(node, true), done);
      known = diagrams.node(diagrams.variable(node), low, high);
      done.put(node, known);
    }
    return known;
  }

  /**
   * Numbers that announce what follows, if it is a header that is known: by these, packets are of
   * different shapes.
   *
   * @param field the field that has the number
   * @param first the first number
   * @param last the last one
   */
  private record Types(Field field, int first, int last) {

    private long[] announcing() {
      return Arrays.stream(LayerType.values())
          .mapToLong(LayerType::protocol)
          .filter(type -> type >= first && type <= last)
          .toArray();
    }

    boolean announceNothing(Bits value) {
      return value.low() >= first && Longs.indexOf(announcing(), value.low()) < 0;
    }

    int announcingNothing(PacketSpace space) {
      return space.diagrams.without(
          space.in(field, Values.range(first, last)), space.isAnyOf(field, announcing()));
    }
  }
}
