package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms were tried on libvirt 9.0.0 with srcipmask. */
class PrefixLengthTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "0,0",
        "32,32",
        "08,8",
        " 8,8",
        "+8,8",
        "255.255.0.0,16",
        "255.0,8",
        "0.0.0.0,0",
        "255.255.255.255,32",
        "::ffff:255.0.0.0,8"
      })
  void readsIpv4Masks(String text, String bits) {
    assertEquals(bits, PrefixLength.parseIpv4(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "33",
        "-1",
        "",
        "0x8",
        "255.255",
        "255.0.255.0",
        "ffff::",
        "4294967295",
        "8 ",
        "a"
      })
  void refusesOtherIpv4MasksAndNamesTheRange(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> PrefixLength.parseIpv4(text));

    assertEquals(
        "'" + text + "' is not an IPv4 mask: 0 to 32, or contiguous such as 255.255.0.0",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "128, 128",
    "::, 0",
    "ffff:8000::, 17",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.0.0, 112",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 128"
  })
  void readsIpv6Masks(String text, String bits) {
    assertEquals(bits, PrefixLength.parseIpv6(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"129", "-1", "", "0x8", "255.255.0.0", "ffff:0:ffff::", "::1"})
  void refusesOtherIpv6MasksAndNamesTheRange(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> PrefixLength.parseIpv6(text));

    assertEquals(
        "'" + text + "' is not an IPv6 mask: 0 to 128, or contiguous such as ffff:ffff::",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 129})
  void refusesValuesOutsideItsRangeAndNamesBoth(int bits) {
    assertEquals(
        "prefix length " + bits + " is outside 0..128",
        assertThrows(IllegalArgumentException.class, () -> new PrefixLength(bits)).getMessage());
  }

  @Test
  void isEqualByItsBits() {
    new EqualsTester()
        .addEqualityGroup(PrefixLength.parseIpv4("16"), PrefixLength.parseIpv6("ffff::"))
        .addEqualityGroup(new PrefixLength(17))
        .testEquals();
  }
}
