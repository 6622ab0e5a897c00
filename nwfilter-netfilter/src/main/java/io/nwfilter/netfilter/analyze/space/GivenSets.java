package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ipsets of a host whose members are known.
 *
 * @param situation what is known of the host
 */
public record GivenSets(Situation situation) {

  /** No set has known members. */
  public static final GivenSets NONE = new GivenSets(Situation.builder().build());

  /** {@return the packets that are in a set as a match asks it, if its members are known} */
  Optional<PacketClass> members(SetMatch match) {
    return situation.members(match.set(), match.flags());
  }

  /** {@return the fields by which packets are looked up} */
  static Set<Field> fields(PacketClass members) {
    return Stream.of(members.alternatives(), members.exceptions())
        .flatMap(several -> several.stream())
        .flatMap(all -> all.stream())
        .filter(PacketCondition.OfField.class::isInstance)
        .map(condition -> ((PacketCondition.OfField) condition).field())
        .collect(ImmutableSet.toImmutableSet());
  }
}
