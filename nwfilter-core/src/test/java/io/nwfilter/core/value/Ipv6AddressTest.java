package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical texts are what virsh nwfilter-dumpxml of libvirt 9.0.0 shows. */
class Ipv6AddressTest {

  @ParameterizedTest
  @CsvSource({
    "FE80::1, fe80::1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:0:2:0:0:0, 1::2:0:0:0",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "::ffff:1.2.3.4, ::ffff:1.2.3.4",
    "::ffff:102:304, ::ffff:1.2.3.4",
    "::ffff:0:1.2.3.4, ::ffff:0:102:304",
    "::1.2.3.4, ::1.2.3.4",
    "::1:2, ::0.1.0.2",
    "::1:0, ::0.1.0.0",
    "2001:db8:a:b:c:d:1.2.3.4, 2001:db8:a:b:c:d:102:304"
  })
  void printsTheCanonicalText(String text, String canonical) {
    assertEquals(canonical, Ipv6Address.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1.2.3.4",
        "fe80::1%eth0",
        "fe80::1%1",
        "fe80::1/64",
        "[fe80::1]",
        "fe80::1::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "g::1",
        " ::1",
        "12345::"
      })
  void refusesOtherFormsAndZones(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Ipv6Address.parse(text));

    assertEquals("'" + text + "' is not an IPv6 address such as fe80::1", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2:a:b:c:d, 128, 2001:db8:1:2:a:b:c:d",
    "2001:db8:1:2:a:b:c:d, 127, 2001:db8:1:2:a:b:c:c",
    "2001:db8:1:2:a:b:c:d, 80, 2001:db8:1:2:a::",
    "2001:db8:1:2:a:b:c:d, 64, 2001:db8:1:2::",
    "2001:db8:1:2:a:b:c:d, 63, 2001:db8:1:2::",
    "2001:db8:1:2:a:b:c:d, 62, 2001:db8:1::",
    "2001:db8:1:2:a:b:c:d, 20, 2001::",
    "2001:db8:1:2:a:b:c:d, 0, ::"
  })
  void clearsTheBitsBehindAPrefix(String text, int prefix, String network) {
    assertEquals(network, Ipv6Address.parse(text).masked(prefix).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffff:0:ffff::", "::1", "7fff::", "ffff:ffff:ffff:ffff::1", "fffd::"})
  void addressesWithAGapAreNoMasks(String text) {
    assertEquals(-1, Ipv6Address.parse(text).contiguousPrefix());
  }

  @Test
  void comparesAsUnsigned() {
    Ipv6Address low = Ipv6Address.parse("1::ffff:0:0:0");
    Ipv6Address middle = Ipv6Address.parse("fe80::1");
    Ipv6Address high = Ipv6Address.parse("fe80::f000:0:0:2");

    assertTrue(low.compareUnsigned(middle) < 0);
    assertTrue(high.compareUnsigned(middle) > 0);
    assertEquals(0, middle.compareUnsigned(Ipv6Address.parse("FE80:0::0:1")));
  }

  @Test
  void isEqualByItsBits() {
    new EqualsTester()
        .addEqualityGroup(Ipv6Address.parse("FE80::a"), new Ipv6Address(0xfe80L << 48, 10))
        .addEqualityGroup(new Ipv6Address(10, 0xfe80L << 48))
        .addEqualityGroup(Ipv6Address.parse("fe80::b"))
        .testEquals();
  }
}
