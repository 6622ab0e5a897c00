package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class NumeralProperties {

  @Property
  void canonicalTextIsReadBack(
      @ForAll @LongRange(max = 0xffff_ffffL) long value, @ForAll boolean hexadecimal) {
    Numeral number = new Numeral(value, hexadecimal);

    assertEquals(number, Numeral.parse(number.toString()));
  }
}
