package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.simulate.AddressTypes;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of a host of which matches ask: the members of its ipsets, and the types of
 * addresses.
 *
 * @param situation what is known of the host
 * @param types the types of addresses of each family of IP; none if rules are looked at without a
 *     host
 */
public record GivenSets(Situation situation, ImmutableMap<Family, AddressTypes> types) {

  /** No set has known members, and addresses may be of any type. */
  public static final GivenSets NONE =
      new GivenSets(Situation.builder().build(), ImmutableMap.of());

  /** {@return what is known of a host} */
  public static GivenSets of(Situation situation) {
    return new GivenSets(
        situation,
        ImmutableMap.of(
            Family.IPV4, AddressTypes.on(situation, true),
            Family.IPV6, AddressTypes.on(situation, false)));
  }

  /** {@return the types of addresses that a match on such a type asks about, if they are known} */
  Optional<TypedAddresses> types(FieldMatch match, Family family) {
    return TypedAddresses.isAskedFor(match)
        ? Optional.ofNullable(types.get(family)).map(all -> new TypedAddresses(all, family))
        : Optional.empty();
  }

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
