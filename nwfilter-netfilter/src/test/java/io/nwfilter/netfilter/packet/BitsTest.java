package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks 128-bit numbers against {@link BigInteger}. */
class BitsTest {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(Bits.MAX_WIDTH);

  private static BigInteger number(Bits bits) {
    return new BigInteger(Long.toUnsignedString(bits.high()))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(bits.low())));
  }

  private static BigInteger ones(int width) {
    return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
  }

  /** Numbers at all borders: of words, of signs, of the whole. */
  private static List<Bits> samples() {
    long[] words = {0, 1, 2, 0x7f, 0x0123_4567_89ab_cdefL, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
    List<Bits> samples = new ArrayList<>();
    for (long high : words) {
      for (long low : words) {
        samples.add(new Bits(high, low));
      }
    }
    return samples;
  }

  @Test
  void operationsAreThoseOfNumbers() {
    for (Bits left : samples()) {
      BigInteger number = number(left);
      assertEquals(number.add(BigInteger.ONE).mod(MODULUS), number(left.next()));
      assertEquals(number.signum() == 0, left.isZero());
      assertEquals(
          number.signum() == 0 ? Bits.MAX_WIDTH : number.getLowestSetBit(), left.trailingZeros());
      assertEquals("0x" + number.toString(16), left.toString());
      for (Bits right : samples()) {
        BigInteger other = number(right);
        assertEquals(number.and(other), number(left.and(right)));
        assertEquals(number.or(other), number(left.or(right)));
        assertEquals(number.xor(other), number(left.xor(right)));
        assertEquals(number.compareTo(other), Integer.signum(left.compareTo(right)));
      }
    }
  }

  @Test
  void everyWidthHasItsOnesAndPrefixes() {
    for (int width = 0; width <= Bits.MAX_WIDTH; width++) {
      assertEquals(ones(width), number(Bits.ones(width)));
      for (int length = 0; length <= width; length++) {
        Bits prefix = Bits.prefix(length, width);
        assertEquals(ones(width).subtract(ones(width - length)), number(prefix));
        assertEquals(length, prefix.prefixLength(width));
      }
    }
  }

  @Test
  void fitsIfNoBitIsOutside() {
    for (Bits bits : samples()) {
      for (int width = 0; width <= Bits.MAX_WIDTH; width++) {
        assertEquals(number(bits).bitLength() <= width, bits.fits(width), bits + " in " + width);
      }
    }
  }

  @Test
  void aMaskIsAPrefixOrNot() {
    for (int mask = 0; mask < 256; mask++) {
      String digits = String.format("%8s", Integer.toBinaryString(mask)).replace(' ', '0');
      int expected = digits.contains("01") ? -1 : Integer.bitCount(mask);

      assertEquals(expected, Bits.of(mask).prefixLength(8), digits);
    }
    assertEquals(-1, Bits.of(0x100).prefixLength(8));
    assertEquals(-1, Bits.ones(128).prefixLength(32));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "a, 6100000000000000, 0",
    "eth0.100, 657468302e313030, 0",
    "vnet12345, 766e657431323334, 3500000000000000",
    "abcdefghijklmno, 6162636465666768, 696a6b6c6d6e6f00"
  })
  void aNameIsItsOctetsFromTheLeft(String name, String high, String low) {
    assertEquals(
        new Bits(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)),
        Bits.ofName(name));
  }

  @Test
  void addressesAreTheirOctets() {
    assertEquals(new Bits(0, 0xc0a8_0102L), Bits.of(Ipv4Address.parse("192.168.1.2")));
    assertEquals(new Bits(0xfe80L << 48, 0x1234), Bits.of(Ipv6Address.parse("fe80::1234")));
    assertEquals(new Bits(0, 0x0102_0304_0506L), Bits.of(MacAddress.parse("1:2:3:4:5:6")));
  }

  @Test
  void isEqualByBothWords() {
    new EqualsTester()
        .addEqualityGroup(new Bits(0, 0), Bits.ZERO, Bits.of(0), Bits.ones(0))
        .addEqualityGroup(new Bits(0, 1), Bits.of(1), Bits.ones(1), Bits.ZERO.next())
        .addEqualityGroup(new Bits(1, 0), new Bits(0, -1).next())
        .addEqualityGroup(new Bits(-1, -1), Bits.ones(128), Bits.prefix(128, 128))
        .testEquals();
  }
}
