package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Checks sets of values against each single value they have, in narrow fields. */
class ValuesTest {

  private static final int WIDEST = 8;

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  /** {@return the values of a set in a field of some bits} */
  private static BitSet members(Values values, int width) {
    return members(value -> values.contains(Bits.of(value)), width);
  }

  private static BitSet members(LongPredicate predicate, int width) {
    BitSet members = new BitSet();
    for (int value = 0; value < 1 << width; value++) {
      members.set(value, predicate.test(value));
    }
    return members;
  }

  private static String name(Values values, int width) {
    return values + " of " + width + " bits";
  }

  /** Checks that the cubes are the set, that no value is in two of them, and that all fit. */
  private static void checkCubes(Values values, int width, BitSet expected) {
    BitSet found = new BitSet();
    int count = 0;
    for (Masked cube : values.cubes(width)) {
      BitSet members = members(cube, width);
      assertTrue(cube.fits(width), () -> name(values, width));
      count += members.cardinality();
      found.or(members);
    }
    assertEquals(expected, found, () -> name(values, width));
    assertEquals(expected.cardinality(), count, () -> name(values, width));
  }

  @Test
  void everyRangeIsTheValuesBetweenItsEnds() {
    for (int width = 1; width <= WIDEST; width++) {
      for (int low = 0; low < 1 << width; low++) {
        for (int high = 0; high < 1 << width; high++) {
          Values range = Values.range(low, high);
          int first = low;
          int last = high;
          BitSet expected = members(value -> first <= value && value <= last, width);

          assertEquals(expected, members(range, width));
          assertTrue(range.fits(width));
          checkCubes(range, width, expected);
        }
      }
    }
  }

  @Test
  void aRangeHasNoMoreCubesThanItNeeds() {
    assertEquals(ImmutableList.of(Values.masked(0, 0)), Values.range(0, 255).cubes(8));
    assertEquals(ImmutableList.of(Values.masked(4, 0xfc)), Values.range(4, 7).cubes(8));
    assertEquals(
        ImmutableList.of(Values.masked(5, 0xff), Values.masked(6, 0xfe), Values.masked(8, 0xff)),
        Values.range(5, 8).cubes(8));
    assertEquals(14, Values.range(1, 254).cubes(8).size());
    assertEquals(ImmutableList.of(), Values.range(5, 4).cubes(8));
  }

  @Test
  void aRangeMayReachTheLastValueOfTheWidestField() {
    Range all = new Range(Bits.ZERO, Bits.ones(128));
    Range last = new Range(Bits.ones(128), Bits.ones(128));
    Range upper = new Range(new Bits(Long.MIN_VALUE, 0), Bits.ones(128));

    assertEquals(ImmutableList.of(new Masked(Bits.ZERO, Bits.ZERO)), all.cubes(128));
    assertEquals(ImmutableList.of(new Masked(Bits.ones(128), Bits.ones(128))), last.cubes(128));
    assertEquals(
        ImmutableList.of(new Masked(new Bits(Long.MIN_VALUE, 0), Bits.prefix(1, 128))),
        upper.cubes(128));
    assertTrue(upper.contains(Bits.ones(128)));
    assertFalse(upper.contains(new Bits(Long.MAX_VALUE, -1)));
  }

  @Test
  void everyMaskKeepsTheValuesThatAgreeUnderIt() {
    for (int width = 1; width <= WIDEST; width++) {
      for (int mask = 0; mask < 1 << width; mask++) {
        for (int value = 0; value < 1 << width; value++) {
          Masked masked = Values.masked(value, mask);
          int wanted = value & mask;
          int looked = mask;
          BitSet expected = members(other -> (other & looked) == wanted, width);

          assertEquals(Bits.of(wanted), masked.value());
          assertEquals(expected, members(masked, width));
          assertEquals(ImmutableList.of(masked), masked.cubes(width));
          assertEquals(expected.cardinality() == 1, masked.isSingle(width));
        }
      }
    }
  }

  @Test
  void aWantedBitOutsideTheMaskIsNeverMet() {
    Masked never = new Masked(Bits.of(6), Bits.of(4));

    assertTrue(never.isEmpty());
    assertFalse(Values.masked(6, 4).isEmpty());
    assertEquals(new BitSet(), members(never, 4));
    assertEquals(ImmutableList.of(), never.cubes(4));
    assertFalse(new Masked(Bits.of(16), Bits.ones(4)).isSingle(4));
    assertFalse(new Masked(Bits.of(16), Bits.ones(4)).fits(4));
    assertTrue(new Masked(new Bits(1, 0), Bits.of(1)).isEmpty());
  }

  @Test
  void aUnionIsTheValuesOfItsParts() {
    for (int low = 0; low < 16; low++) {
      for (int high = 0; high < 16; high++) {
        for (int single = 0; single < 16; single++) {
          Values range = Values.range(low, high);
          Values one = Values.masked(single, 15);
          Values union = new Union(ImmutableList.of(range, one));
          BitSet expected = members(range, 4);
          expected.set(single);

          assertEquals(expected, members(union, 4));
          assertEquals(
              ImmutableList.builder().addAll(range.cubes(4)).add(one).build(), union.cubes(4));
        }
      }
    }
    Values nothing = new Union(ImmutableList.of());
    assertEquals(new BitSet(), members(nothing, 4));
    assertEquals(ImmutableList.of(), nothing.cubes(4));
  }

  @Test
  void fitsIfNoBitOutsideTheFieldIsMentioned() {
    assertTrue(Values.range(0, 255).fits(8));
    assertFalse(Values.range(0, 256).fits(8));
    assertFalse(Values.range(256, 0).fits(8));
    assertTrue(Values.masked(0, 0xff).fits(8));
    assertFalse(Values.masked(0, 0x100).fits(8));
    assertTrue(Values.masked(0x100, 0xff).fits(8));
    assertTrue(new Union(ImmutableList.of(Values.range(1, 2))).fits(2));
    assertFalse(new Union(ImmutableList.of(Values.range(1, 2), Values.range(3, 4))).fits(2));
    assertTrue(new Union(ImmutableList.of()).fits(1));
  }

  @Test
  void factoriesKnowTheFieldsWidth() {
    assertEquals(new Masked(Bits.of(7), Bits.of(0xfff)), Values.single(Field.VLAN_ID, 7));
    assertEquals(
        new Masked(Bits.of(0x0a000000), Bits.of(0xff000000L)),
        Values.prefix(Field.IPV4_SOURCE, Bits.of(0x0a010203), 8));
    assertEquals(
        new Masked(Bits.ZERO, Bits.ZERO), Values.prefix(Field.IPV6_SOURCE, Bits.ones(128), 0));
    assertEquals(Values.single(Field.SOURCE_PORT, 9), Values.between(Field.SOURCE_PORT, 9, 9));
    assertEquals(Values.range(9, 8), Values.between(Field.SOURCE_PORT, 9, 8));
    assertEquals(Values.masked(4, 4), Values.anyOf(4));
    assertEquals(
        new Union(ImmutableList.of(Values.masked(4, 4), Values.masked(1, 1))), Values.anyOf(4, 1));
  }

  @Test
  void refusesWhatNoFieldHas() {
    assertEquals(
        "4096 is more than 12 bits, which VLAN_ID has",
        message(() -> Values.single(Field.VLAN_ID, 4096)));
    assertEquals(
        "18446744073709551615 is more than 12 bits, which VLAN_ID has",
        message(() -> Values.single(Field.VLAN_ID, -1)));
    assertEquals(
        "prefix length 33 of IPV4_SOURCE is outside 0..32",
        message(() -> Values.prefix(Field.IPV4_SOURCE, Bits.ZERO, 33)));
    assertEquals(
        "prefix length -1 of IPV6_SOURCE is outside 0..128",
        message(() -> Values.prefix(Field.IPV6_SOURCE, Bits.ZERO, -1)));
    assertEquals("no bits", message(Values::anyOf));
    assertEquals("3 is not a single bit", message(() -> Values.anyOf(1, 3)));
    assertEquals("0 is not a single bit", message(() -> Values.anyOf(0)));
    Union union = new Union(ImmutableList.of());
    assertEquals("a union in a union", message(() -> new Union(ImmutableList.of(union))));
  }

  @Test
  void saysItsForm() {
    assertEquals("0x7/0xfff", Values.single(Field.VLAN_ID, 7).toString());
    assertEquals("0x5..0x4", Values.range(5, 4).toString());
    assertEquals("0x4/0x4,0x1/0x1", Values.anyOf(4, 1).toString());
  }

  @Test
  void theFormCountsInEquality() {
    new EqualsTester()
        .addEqualityGroup(Values.masked(5, 0xff), Values.masked(0x105, 0xff))
        .addEqualityGroup(Values.range(5, 5), Values.range(5, 5))
        .addEqualityGroup(new Union(ImmutableList.of(Values.range(5, 5))))
        .addEqualityGroup(Values.anyOf(1, 2), Values.anyOf(1, 2))
        .addEqualityGroup(Values.anyOf(2, 1))
        .addEqualityGroup(Values.masked(5, 0xf))
        .addEqualityGroup(Values.range(6, 5))
        .addEqualityGroup(Values.range(7, 5))
        .testEquals();
  }

  @Test
  void aVisitorIsCalledForEachForm() {
    Values.Visitor<String> names =
        new Values.Visitor<>() {
          @Override
          public String visit(Masked masked) {
            return "Masked";
          }

          @Override
          public String visit(Range range) {
            return "Range";
          }

          @Override
          public String visit(Union union) {
            return "Union";
          }
        };
    List<Values> forms = List.of(Values.masked(1, 1), Values.range(1, 2), Values.anyOf(1, 2));

    for (Values form : forms) {
      assertEquals(form.getClass().getSimpleName(), form.accept(names));
    }
    assertEquals(Values.class.getPermittedSubclasses().length, forms.size());
  }
}
