package io.nwfilter.testkit.generate;

import io.nwfilter.core.attribute.ValueType;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Numeral;

/** In which form a number may be the value of a variable, as netfilter reads it there. */
enum Spelling {
  /** With {@code 0x} only. */
  HEXADECIMAL,
  /** Without {@code 0x}; where both are legal, this is what is generated. */
  DECIMAL;

  /** {@return the form that a type of numbers takes} */
  static Spelling of(ValueType<?> type) {
    long largest = type.range().orElseThrow().highest();
    return isLegal(type, new Numeral(largest, false).toString()) ? DECIMAL : HEXADECIMAL;
  }

  static boolean isLegal(ValueType<?> type, String text) {
    try {
      type.substitute(text);
      return true;
    } catch (IllegalValueException e) {
      return false;
    }
  }
}
