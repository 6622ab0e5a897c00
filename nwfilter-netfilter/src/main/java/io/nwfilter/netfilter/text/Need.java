package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import com.google.common.primitives.ImmutableLongArray;
import io.nwfilter.netfilter.packet.Field;

/**
 * What a rule must have asked for before an option can be used: one of some values of a field.
 *
 * @param field the field
 * @param values the values; none if nothing is needed
 */
record Need(Field field, ImmutableLongArray values) {

  static final Need NOTHING = new Need(Field.ETHER_TYPE, ImmutableLongArray.of());

  static Need of(Field field, long... values) {
    return new Need(field, ImmutableLongArray.copyOf(values));
  }

  boolean isMet(RuleContext context) {
    return values.isEmpty() || values.contains(context.value(field));
  }

  /** {@return what is needed, for messages} */
  @Override
  public String toString() {
    return "a match on " + field + " " + Joiner.on(" or ").join(values.asList()) + " before it";
  }
}
