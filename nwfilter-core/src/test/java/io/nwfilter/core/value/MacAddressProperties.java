package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MacAddressProperties {

  private static final long ALL = 0xffff_ffff_ffffL;

  @Property
  void canonicalTextIsReadBack(@ForAll @LongRange(max = ALL) long bits) {
    MacAddress address = new MacAddress(bits);

    assertEquals(address, MacAddress.parse(address.toString()));
    assertEquals(17, address.toString().length());
  }

  @Property
  void aMaskOfEveryLengthIsContiguousAndAnyOtherIsNot(
      @ForAll @IntRange(max = 48) int length, @ForAll @LongRange(max = ALL) long other) {
    MacAddress mask = new MacAddress(ALL << (48 - length) & ALL);

    assertEquals(true, mask.isContiguousMask());
    String binary = String.format("%48s", Long.toBinaryString(other)).replace(' ', '0');
    assertEquals(!binary.contains("01"), new MacAddress(other).isContiguousMask());
  }
}
