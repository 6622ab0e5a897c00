package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.List;

/** Classes of packets as sets. */
final class PacketClassSets {

  private final PacketSpace space;
  private final MatchSets matches;

  PacketClassSets(PacketSpace space) {
    this.space = space;
    this.matches = new MatchSets(space, Family.IPV4, ImmutableSet.of());
  }

  /** {@return the packets of a class as they are, whatever rules see of them} */
  int of(PacketClass packets) {
    int set = NOTHING;
    for (List<PacketCondition> all : packets.alternatives()) {
      int met = EVERYTHING;
      for (PacketCondition condition : all) {
        met = space.diagrams.and(met, of(condition));
      }
      set = space.diagrams.or(set, met);
    }
    return set;
  }

  private int of(PacketCondition condition) {
    if (condition instanceof PacketCondition.OfField field) {
      return of(field.field(), field);
    }
    return space.atom(condition);
  }

  private int of(Field field, PacketCondition.OfField condition) {
    return matches.visit(new FieldMatch(field, condition.values(), condition.negated(), null, false));
  }
}
