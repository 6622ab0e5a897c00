package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms were tried on libvirt 9.0.0 with srcportstart. */
class NumeralTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "0,0",
        "22,22",
        "022,22",
        "08,8",
        " 22,22",
        "'\t22',22",
        "'\n22',22",
        "+22,22",
        "0x16,0x16",
        "0XfF,0xff",
        "ff,0xff",
        "FF,0xff",
        "1f,0x1f",
        "0x0010,0x10",
        " 0x16,0x16",
        "4294967295,4294967295",
        "0xffffffff,0xffffffff"
      })
  void printsItsValueInTheBaseThatItWasWrittenIn(String text, String canonical) {
    assertEquals(canonical, Numeral.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0x",
        "22 ",
        "2 2",
        "-1",
        "0xg",
        "g",
        "1.5",
        "x10",
        "\u0663",
        "\uff11",
        "0x100000000",
        "4294967296",
        "++1",
        "123456789012345678901234567890"
      })
  void refusesWhatIsNoNumberBelow32Bits(String text) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> Numeral.parse(text));

    assertEquals(
        "'" + text + "' is not a decimal or hexadecimal number below 2^32", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "0x10", "", "4294967296", "1 "})
  void readsDecimalOnlyWhereHexadecimalIsNotTaken(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Numeral.parseDecimal(text));

    assertEquals("'" + text + "' is not a decimal number below 2^32", e.getMessage());
  }

  @Test
  void readsDecimalWithLeadingZeros() {
    assertEquals(Numeral.of(12), Numeral.parseDecimal("012"));
  }

  @Test
  void refusesValuesOutsideItsRangeAndNamesBoth() {
    assertEquals(
        "number 4294967296 is outside 0..4294967295",
        assertThrows(IllegalArgumentException.class, () -> Numeral.of(1L << 32)).getMessage());
    assertEquals(
        "number -1 is outside 0..4294967295",
        assertThrows(IllegalArgumentException.class, () -> Numeral.of(-1)).getMessage());
  }

  @Test
  void isAnIntOnlyIfItFits() {
    assertEquals(2147483647, Numeral.of(2147483647L).intValue());
    assertThrows(ArithmeticException.class, () -> Numeral.of(2147483648L).intValue());
  }

  @Test
  void isEqualByValueAndBase() {
    new EqualsTester()
        .addEqualityGroup(Numeral.parse("22"), Numeral.of(22), Numeral.parse("0022"))
        .addEqualityGroup(Numeral.parse("0x16"), new Numeral(22, true), Numeral.parse("0x016"))
        .addEqualityGroup(Numeral.of(23))
        .testEquals();
  }
}
