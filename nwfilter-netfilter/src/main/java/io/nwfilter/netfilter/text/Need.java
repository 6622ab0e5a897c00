package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import io.nwfilter.netfilter.packet.Field;

/**
 * What a rule must have asked before an option can be used: a field that is one of some values.
 *
 * @param field the field
 * @param values the values; none if nothing is needed
 */
record Need(Field field, ImmutableSet<Long> values) {

  static final Need NOTHING = new Need(Field.ETHER_TYPE, ImmutableSet.of());

  static Need of(Field field, long... values) {
    return new Need(field, ImmutableSet.copyOf(Longs.asList(values)));
  }

  boolean isMet(RuleContext context) {
    return values.isEmpty() || values.contains(context.value(field));
  }

  /** {@return what is needed, for messages} */
  @Override
  public String toString() {
    return "a match on " + field + " " + Joiner.on(" or ").join(values) + " before it";
  }
}
