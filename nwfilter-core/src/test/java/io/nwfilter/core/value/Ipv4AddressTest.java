package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms were tried on libvirt 9.0.0 with srcipaddr. */
class Ipv4AddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.122.1, 192.168.122.1",
    "255.255.255.255, 255.255.255.255",
    "1.2.3, 1.2.0.3",
    "1.2.65535, 1.2.255.255",
    "1.16777215, 1.255.255.255",
    "4294967295, 255.255.255.255",
    "1, 0.0.0.1",
    "0x10, 0.0.0.16",
    "0X7f.1, 127.0.0.1",
    "007, 0.0.0.7",
    "010.1.2.3, 8.1.2.3",
    "00000000001, 0.0.0.1",
    "::ffff:1.2.3.4, 1.2.3.4",
    "::ffff:102:304, 1.2.3.4"
  })
  void takesTheFormsOfInetAton(String text, String canonical) {
    assertEquals(canonical, Ipv4Address.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "0x",
        "0x.1",
        "008",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.256",
        "1.2.65536",
        "1.16777216",
        "4294967296",
        "99999999999999999999",
        "1..2",
        ".1.2.3",
        "1.2.3.",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4/24",
        "1.2.3.-4",
        "1.2.3.\u0664",
        "::ffff:1.2.3.4.5"
      })
  void refusesOtherFormsAndNamesTheText(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Ipv4Address.parse(text));

    assertTrue(e.getMessage().startsWith("'" + text + "' is not an IP"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1", "::1.2.3.4", "1::ffff:1.2.3.4", "::1:ffff:1.2.3.4"})
  void refusesAnIpv6AddressThatIsNotMapped(String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Ipv4Address.parse(text));

    assertEquals("'" + text + "' is not an IPv4 address such as 192.168.122.1", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "128.0.0.0, 1",
    "255.255.0.0, 16",
    "255.255.255.255, 32",
    "255.0.255.0, -1",
    "0.0.0.1, -1",
    "127.255.255.255, -1"
  })
  void knowsWhetherItIsAMask(String text, int prefix) {
    assertEquals(prefix, Ipv4Address.parse(text).contiguousPrefix());
  }

  @ParameterizedTest
  @CsvSource({
    "32, 203.0.113.77",
    "31, 203.0.113.76",
    "24, 203.0.113.0",
    "1, 128.0.0.0",
    "0, 0.0.0.0"
  })
  void clearsTheBitsBehindAPrefix(int prefix, String network) {
    assertEquals(network, Ipv4Address.parse("203.0.113.77").masked(prefix).toString());
  }

  @Test
  void comparesAsUnsigned() {
    Ipv4Address low = Ipv4Address.parse("1.2.3.4");
    Ipv4Address high = Ipv4Address.parse("200.1.2.3");

    assertTrue(low.compareUnsigned(high) < 0);
    assertTrue(high.compareUnsigned(low) > 0);
    assertEquals(0, high.compareUnsigned(Ipv4Address.parse("200.1.515")));
  }

  @Test
  void cannotBeComparedWithIpv6() {
    Ipv4Address ipv4 = Ipv4Address.parse("1.2.3.4");
    Ipv6Address ipv6 = Ipv6Address.parse("fe80::5");

    assertEquals(
        "1.2.3.4 and fe80::5 are of different families",
        assertThrows(IllegalArgumentException.class, () -> ipv4.compareUnsigned(ipv6))
            .getMessage());
    assertEquals(
        "fe80::5 and 1.2.3.4 are of different families",
        assertThrows(IllegalArgumentException.class, () -> ipv6.compareUnsigned(ipv4))
            .getMessage());
  }

  @Test
  void isEqualByItsBits() {
    new EqualsTester()
        .addEqualityGroup(
            Ipv4Address.parse("1.2.3.4"),
            Ipv4Address.parse("0x01020304"),
            new Ipv4Address(0x01020304))
        .addEqualityGroup(Ipv4Address.parse("4.3.2.1"))
        .addEqualityGroup(Ipv6Address.parse("::ffff:1.2.3.4"))
        .testEquals();
  }
}
