package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersTest {

  @Test
  void aCountHas64Bits() {
    Counters largest = Counters.parse("9999500000000000:18446744073709551615");

    assertEquals(new Counters(9_999_500_000_000_000L, -1), largest);
    assertEquals("9999500000000000:18446744073709551615", largest.toString());
    assertSame(Counters.ZERO, Counters.parse("0:0"));
  }

  @ParameterizedTest
  @CsvSource({
    "12, '''12'' is not of the form PACKETS:BYTES'",
    ":1, ''':1'' is not of the form PACKETS:BYTES'",
    "1:, ''''' is not a count'",
    "-1:2, '''-1'' is not a count'",
    "1:+2, '''+2'' is not a count'",
    "1:2:3, '''2:3'' is not a count'",
    "a:2, '''a'' is not a count'"
  })
  void refusesOtherTexts(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Counters.parse(text));

    assertEquals(message, e.getMessage());
  }

  @Test
  void refusesACountThatHasMoreBits() {
    assertThrows(IllegalArgumentException.class, () -> Counters.parse("18446744073709551616:0"));
  }
}
