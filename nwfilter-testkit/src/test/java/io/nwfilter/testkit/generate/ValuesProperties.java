package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sets of values and the cubes that they are made of. */
class ValuesProperties {

  private static final int NARROW = 6;

  private static boolean isInOne(List<Values.Masked> cubes, Bits value) {
    return cubes.stream().anyMatch(cube -> cube.contains(value));
  }

  @Provide
  Arbitrary<Values> narrow() {
    return values(NARROW);
  }

  @Provide
  Arbitrary<Values> wide() {
    return values(Bits.MAX_WIDTH);
  }

  private static Arbitrary<Values> values(int width) {
    Arbitrary<Bits> bits = FieldValues.bits(width);
    Arbitrary<Values> simple =
        Combinators.combine(bits, bits, Arbitraries.of(false, true))
            .as((a, b, range) -> range ? new Values.Range(a, b) : new Values.Masked(a, b));
    return Arbitraries.oneOf(
        simple,
        simple.list().ofMaxSize(4).map(parts -> new Values.Union(ImmutableList.copyOf(parts))));
  }

  @Property(seed = "20261125", tries = 2_000)
  void cubesHaveTheSameValues(@ForAll("narrow") Values values) {
    List<Values.Masked> cubes = values.cubes(NARROW);

    for (int i = 0; i < 1 << NARROW; i++) {
      assertEquals(values.contains(Bits.of(i)), isInOne(cubes, Bits.of(i)), values + " of " + i);
    }
  }

  @Property(seed = "20261125", tries = 2_000)
  void cubesOfWideFieldsHaveTheSameValues(
      @ForAll("wide") Values values, @ForAll long high, @ForAll long low) {
    List<Values.Masked> cubes = values.cubes(Bits.MAX_WIDTH);

    Bits sample = new Bits(high, low);
    assertEquals(values.contains(sample), isInOne(cubes, sample));
    for (Values.Masked cube : cubes) {
      assertEquals(true, values.contains(cube.value()));
      Bits other = cube.value().or(Bits.ones(Bits.MAX_WIDTH).xor(cube.mask()));
      assertEquals(true, values.contains(other), cube + " has " + other);
    }
  }

  @Property(seed = "20261125", tries = 500)
  void noValueIsInTwoCubesOfARange(@ForAll("narrow") Values values) {
    if (values instanceof Values.Range range) {
      List<Values.Masked> cubes = range.cubes(NARROW);
      for (int i = 0; i < 1 << NARROW; i++) {
        Bits value = Bits.of(i);
        long count = cubes.stream().filter(cube -> cube.contains(value)).count();
        assertEquals(range.contains(value) ? 1 : 0, count, range + " of " + i);
      }
    }
  }

  @Property(seed = "20261125", tries = 500)
  void prefixesAreTheirRange(@ForAll long address) {
    Field field = Field.IPV4_SOURCE;
    Bits bits = Bits.of(address & 0xffff_ffffL);
    for (int length = 0; length <= field.width(); length++) {
      Values.Masked prefix = Values.prefix(field, bits, length);
      Bits last = prefix.value().or(Bits.ones(field.width() - length));

      assertEquals(
          ImmutableList.of(prefix), new Values.Range(prefix.value(), last).cubes(field.width()));
    }
  }
}
