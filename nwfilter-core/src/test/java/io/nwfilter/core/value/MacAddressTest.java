package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

  @ParameterizedTest
  @CsvSource({
    "52:54:00:9f:80:45, 52:54:00:9f:80:45",
    "52:54:00:9F:80:4A, 52:54:00:9f:80:4a",
    "1:2:3:a:B:c, 01:02:03:0a:0b:0c",
    "0:0:0:0:0:0, 00:00:00:00:00:00",
    "ff:ff:ff:ff:ff:ff, ff:ff:ff:ff:ff:ff"
  })
  void printsSixBytesOfTwoLowerCaseDigits(String text, String canonical) {
    assertEquals(canonical, MacAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "01-02-03-04-05-06",
        "01.02.03.04.05.06",
        "1:2:3:4:5",
        "1:2:3:4:5:",
        ":1:2:3:4:5",
        "1:2:3:4:5:6:7",
        "001:2:3:4:5:6",
        "1:2:3:4:5:006",
        "1::3:4:5:6",
        "0x1:2:3:4:5:6",
        "+1:2:3:4:5:6",
        " 1:2:3:4:5:6",
        "1:2:3:4:5:g",
        "1:2:3:4:5:\u0663",
        "1:2:3:4:5:\uff11",
        "010203040506"
      })
  void refusesOtherFormsAndNamesTheText(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> MacAddress.parse(text));

    assertEquals("'" + text + "' is not a MAC address such as 52:54:00:9f:80:45", e.getMessage());
  }

  @Test
  void holdsTheFirstByteInTheMostSignificantBits() {
    assertEquals(0x0102_030a_0b0cL, MacAddress.parse("01:02:03:0a:0b:0c").bits());
  }

  @Test
  void refusesMoreThan48Bits() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));

    assertEquals("MAC address 0x1000000000000 has more than 48 bits", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new MacAddress(-1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff:00:ff:00:00:00",
        "7f:ff:ff:ff:ff:ff",
        "00:00:00:00:00:01",
        "fd:00:00:00:00:00"
      })
  void masksWithAGapAreNotContiguous(String mask) {
    assertFalse(MacAddress.parse(mask).isContiguousMask());
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:00:00:00:00:00", "ff:ff:ff:00:00:00", "ff:fe:00:00:00:00"})
  void masksWithTheirOnesFirstAreContiguous(String mask) {
    assertTrue(MacAddress.parse(mask).isContiguousMask());
  }

  @Test
  void appendsToWhatIsThere() {
    StringBuilder out = new StringBuilder("mac ");

    assertEquals("mac ff:ff:ff:ff:ff:ff", MacAddress.BROADCAST.appendTo(out).toString());
  }

  @Test
  void isEqualByItsBits() {
    new EqualsTester()
        .addEqualityGroup(
            MacAddress.parse("1:2:3:4:5:a"),
            MacAddress.parse("01:02:03:04:05:0A"),
            new MacAddress(0x0102_0304_050aL))
        .addEqualityGroup(MacAddress.parse("1:2:3:4:5:b"))
        .addEqualityGroup(MacAddress.parse("a:5:4:3:2:1"))
        .testEquals();
  }
}
