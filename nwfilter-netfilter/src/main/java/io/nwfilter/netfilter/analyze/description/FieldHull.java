package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;

/**
 * The closest single mask or range around the values that a field has in a set of packets.
 *
 * @param space the space of the packets
 * @param field the field
 * @param set the set, of packets that have the field
 */
record FieldHull(PacketSpace space, Field field, int set) {

  /** The bit of MAC addresses that tells groups from single receivers. */
  private static final int GROUP = 40;

  /** How many bits of MAC addresses tell who made the interface. */
  private static final int VENDOR = 24;

  private boolean possible(int some, int variable, boolean value) {
    Diagrams diagrams = space.diagrams;
    int with = diagrams.variableSet(variable);
    return value ? diagrams.intersects(some, with) : diagrams.without(some, with) != NOTHING;
  }

  /**
   * {@return the values, and perhaps others: from the lowest number to the highest, under the
   * longest prefix of addresses, or under a mask; empty if that is all values}
   */
  Optional<Values> values() {
    return switch (field.kind()) {
      case NUMBER -> range();
      case IPV4, IPV6 ->
          Optional.of(prefix()).filter(some -> !some.mask().isZero()).map(some -> some);
      case MAC -> ofMac().map(some -> some);
      default -> Optional.of(mask()).filter(some -> !some.mask().isZero()).map(some -> some);
    };
  }

  /** {@return addresses of one vendor, or whether they are of groups} */
  private Optional<Values.Masked> ofMac() {
    Values.Masked prefix = prefix();
    Values.Masked mask = mask();
    Bits group = bit(GROUP);
    return prefix.mask().prefixLength(field.width()) >= VENDOR
        ? Optional.of(prefix)
        : Optional.of(new Values.Masked(mask.value().and(group), mask.mask().and(group)))
            .filter(some -> !some.mask().isZero());
  }

  /** {@return the bits that are the same in all values} */
  private Values.Masked mask() {
    int[] variables = space.variables.bits(field);
    Bits value = Bits.ZERO;
    Bits mask = Bits.ZERO;
    for (int place = 0; place < variables.length; place++) {
      boolean one = possible(set, variables[place], true);
      if (one != possible(set, variables[place], false)) {
        Bits bit = bit(variables.length - 1 - place);
        mask = mask.or(bit);
        value = one ? value.or(bit) : value;
      }
    }
    return new Values.Masked(value, mask);
  }

  /** {@return those of these bits that no other one is left of} */
  private Values.Masked prefix() {
    Values.Masked all = mask();
    int length = 0;
    while (length < field.width() && !all.mask().and(bit(field.width() - 1 - length)).isZero()) {
      length++;
    }
    Bits prefix = Bits.prefix(length, field.width());
    return new Values.Masked(all.value().and(prefix), prefix);
  }

  private Optional<Values> range() {
    Bits low = end(false);
    Bits high = end(true);
    if (low.equals(high)) {
      return Optional.of(new Values.Masked(low, Bits.ones(field.width())));
    }
    boolean all = low.isZero() && high.equals(Bits.ones(field.width()));
    return all ? Optional.empty() : Optional.of(new Values.Range(low, high));
  }

  /** {@return the highest value, or the lowest} */
  private Bits end(boolean highest) {
    int[] variables = space.variables.bits(field);
    int left = set;
    Bits end = Bits.ZERO;
    for (int place = 0; place < variables.length; place++) {
      boolean value = possible(left, variables[place], highest) == highest;
      left = space.diagrams.restricted(left, variables[place], value);
      end = value ? end.or(bit(variables.length - 1 - place)) : end;
    }
    return end;
  }

  private static Bits bit(int fromRight) {
    return Bits.ones(fromRight + 1).xor(Bits.ones(fromRight));
  }
}
