package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.value.Numeral;
import java.util.Optional;

/** Two attributes that are the start and the end of a range of numbers. */
record NumberRange(Attribute<Numeral> start, Attribute<Numeral> end) {

  static final ImmutableList<NumberRange> ALL =
      ImmutableList.of(
          new NumberRange(Attributes.SRCPORTSTART, Attributes.SRCPORTEND),
          new NumberRange(Attributes.DSTPORTSTART, Attributes.DSTPORTEND),
          new NumberRange(Attributes.TYPE, Attributes.TYPEEND),
          new NumberRange(Attributes.CODE, Attributes.CODEEND),
          new NumberRange(Attributes.ROOT_PRIORITY, Attributes.ROOT_PRIORITY_HI),
          new NumberRange(Attributes.ROOT_COST, Attributes.ROOT_COST_HI),
          new NumberRange(Attributes.SENDER_PRIORITY, Attributes.SENDER_PRIORITY_HI),
          new NumberRange(Attributes.PORT, Attributes.PORT_HI),
          new NumberRange(Attributes.AGE, Attributes.AGE_HI),
          new NumberRange(Attributes.MAX_AGE, Attributes.MAX_AGE_HI),
          new NumberRange(Attributes.HELLO_TIME, Attributes.HELLO_TIME_HI),
          new NumberRange(Attributes.FORWARD_DELAY, Attributes.FORWARD_DELAY_HI));

  /** {@return the range that an attribute ends} */
  static Optional<NumberRange> endingAt(Attribute<?> attribute) {
    return ALL.stream().filter(range -> range.end() == attribute).findFirst();
  }
}
