package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Values.Masked;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks sets of ICMP messages against all 65,536 messages. */
class IcmpValuesTest {

  private static final int[] BORDERS = {0, 1, 3, 127, 128, 254, 255};

  private static BitSet members(Values values) {
    BitSet members = new BitSet(1 << 16);
    for (int value = 0; value < 1 << 16; value++) {
      members.set(value, values.contains(Bits.of(value)));
    }
    return members;
  }

  private static BitSet expected(int firstType, int lastType, int firstCode, int lastCode) {
    BitSet expected = new BitSet(1 << 16);
    for (int type = firstType; type <= lastType; type++) {
      expected.set((type << 8) + firstCode, (type << 8) + lastCode + 1);
    }
    return expected;
  }

  /** Sets the values that agree under a mask; checks that none is there already. */
  private static void setNew(Masked cube, BitSet set) {
    int free = (int) (~cube.mask().low() & 0xffff);
    for (int rest = free; ; rest = (rest - 1) & free) {
      int value = (int) cube.value().low() | rest;
      assertEquals(false, set.get(value), () -> value + " is in two cubes");
      set.set(value);
      if (rest == 0) {
        return;
      }
    }
  }

  @Test
  void aBoxIsTheProductOfItsRanges() {
    for (int firstType : BORDERS) {
      for (int lastType : BORDERS) {
        for (int firstCode : BORDERS) {
          for (int lastCode : BORDERS) {
            if (firstType <= lastType && firstCode <= lastCode) {
              checkBox(firstType, lastType, firstCode, lastCode);
            }
          }
        }
      }
    }
  }

  private static void checkBox(int firstType, int lastType, int firstCode, int lastCode) {
    Values box = IcmpValues.box(firstType, lastType, firstCode, lastCode);
    BitSet cubes = new BitSet(1 << 16);
    box.cubes(16).forEach(cube -> setNew(cube, cubes));

    assertEquals(expected(firstType, lastType, firstCode, lastCode), cubes, box::toString);
    for (int type : BORDERS) {
      for (int code : BORDERS) {
        int message = (type << 8) + code;
        assertEquals(
            cubes.get(message), box.contains(Bits.of(message)), () -> box + " has " + message);
      }
    }
  }

  @Test
  void formsAreTheSimplestOnes() {
    assertEquals(Values.masked(0x300, 0xff00), IcmpValues.ofType(3));
    assertEquals(Values.masked(0x304, 0xffff), IcmpValues.of(3, 4));
    assertEquals(Values.range(0, 0xffff), IcmpValues.all());
    assertEquals(Values.range(0x305, 0x306), IcmpValues.box(3, 3, 5, 6));
    assertEquals(Values.range(0x300, 0x5ff), IcmpValues.box(3, 5, 0, 255));
    assertEquals(
        new Values.Union(ImmutableList.of(Values.range(0x102, 0x103), Values.range(0x202, 0x203))),
        IcmpValues.box(1, 2, 2, 3));
  }

  @Test
  void everyMessageIsMetDespiteACode() {
    BitSet all = new BitSet();
    all.set(0, 1 << 16);

    assertEquals(all, members(IcmpValues.allDespite(7)));
    assertEquals(all, members(IcmpValues.all()));
    assertEquals(
        new Values.Union(ImmutableList.of(Values.range(0, 0xffff), Values.masked(0xff07, 0xffff))),
        IcmpValues.allDespite(7));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 0, 0, type range 3..2",
    "-1, 2, 0, 0, type range -1..2",
    "0, 256, 0, 0, type range 0..256",
    "1, 2, 4, 3, code range 4..3",
    "1, 2, -1, 3, code range -1..3",
    "1, 2, 3, 256, code range 3..256"
  })
  void typesAndCodesAreRangesOfABytes(int a, int b, int c, int d, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> IcmpValues.box(a, b, c, d));

    assertEquals("ICMP " + message, e.getMessage());
  }
}
