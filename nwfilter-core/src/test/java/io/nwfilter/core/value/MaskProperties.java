package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MaskProperties {

  @Property
  void everyIpv4PrefixLengthIsReadFromItsDottedMask(@ForAll @IntRange(max = 32) int length) {
    long mask = 0xffff_ffff_0000_0000L >>> length & 0xffff_ffffL;
    String dotted =
        String.format("%d.%d.%d.%d", mask >>> 24, mask >>> 16 & 255, mask >>> 8 & 255, mask & 255);

    assertEquals(new PrefixLength(length), PrefixLength.parseIpv4(dotted));
    assertEquals(new PrefixLength(length), PrefixLength.parseIpv4(Integer.toString(length)));
    assertEquals(length, Ipv4Address.parse(dotted).contiguousPrefix());
    assertEquals(dotted, new Ipv4Address(-1).masked(length).toString());
  }

  @Property
  void everyIpv6PrefixLengthIsReadFromItsMask(@ForAll @IntRange(max = 128) int length) {
    BigInteger ones = BigInteger.TWO.pow(length).subtract(BigInteger.ONE).shiftLeft(128 - length);
    Ipv6Address mask = new Ipv6Address(ones.shiftRight(64).longValue(), ones.longValue());

    assertEquals(new PrefixLength(length), PrefixLength.parseIpv6(mask.toString()));
    assertEquals(new PrefixLength(length), PrefixLength.parseIpv6(Integer.toString(length)));
    assertEquals(length, mask.contiguousPrefix());
    assertEquals(mask, new Ipv6Address(-1, -1).masked(length));
  }

  @Property
  void anIpv4AddressIsAMaskIfNoOneFollowsAZero(@ForAll int bits) {
    String binary = String.format("%32s", Integer.toBinaryString(bits)).replace(' ', '0');

    int expected = binary.contains("01") ? -1 : Integer.bitCount(bits);
    assertEquals(expected, new Ipv4Address(bits).contiguousPrefix());
  }

  @Property
  void addressesAreReadBack(@ForAll int bits, @ForAll long high, @ForAll long low) {
    Ipv4Address ipv4 = new Ipv4Address(bits);
    Ipv6Address ipv6 = new Ipv6Address(high, low);
    Ipv6Address sparse = new Ipv6Address(0, low >>> 16);

    assertEquals(ipv4, Ipv4Address.parse(ipv4.toString()));
    assertEquals(ipv6, Ipv6Address.parse(ipv6.toString()));
    assertEquals(sparse, Ipv6Address.parse(sparse.toString()));
  }
}
