package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Sets of values of fields, in the forms that options of the tools can ask for. */
final class FieldValues {

  private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

  private FieldValues() {}

  static Arbitrary<Values> single(Field field) {
    return bits(field.width()).map(bits -> Values.single(field, bits));
  }

  /** {@return one of some numbers} */
  static Arbitrary<Values> single(Field field, long first, long last) {
    return Arbitraries.longs()
        .between(first, last)
        .map(number -> (Values) Values.single(field, number));
  }

  /**
   * {@return a number of a field, or a range, without the first and the last number} The tools
   * print all numbers as nothing, and a negated range that begins with the first or ends with the
   * last as the other numbers.
   *
   * @param field the field, of at most 32 bits
   */
  static Arbitrary<Values> span(Field field) {
    Arbitrary<Long> numbers = Arbitraries.longs().between(1, Bits.ones(field.width()).low() - 1);
    return Combinators.combine(numbers, numbers)
        .as((a, b) -> Values.between(field, Math.min(a, b), Math.max(a, b)));
  }

  /** {@return a bit or several, in the order in which the tools list them} */
  static Arbitrary<Values> anyOf(long... bits) {
    return Arbitraries.subsetOf(LongStream.of(bits).boxed().toList())
        .ofMinSize(1)
        .map(some -> Values.anyOf(some.stream().mapToLong(bit -> bit).sorted().toArray()));
  }

  /** {@return the values with some leading bits; not with none of them, which asks nothing} */
  static Arbitrary<Values> prefix(Field field) {
    return Combinators.combine(
            bits(field.width()), Arbitraries.integers().between(1, field.width()))
        .as(
            (bits, length) ->
                Values.prefix(field, bits.and(Bits.prefix(length, field.width())), length));
  }

  /** {@return the values under a mask, which is not zero, as that asks nothing} */
  static Arbitrary<Values> masked(Field field) {
    return Combinators.combine(
            bits(field.width()), bits(field.width()).filter(mask -> !mask.isZero()))
        .as((bits, mask) -> new Values.Masked(bits.and(mask), mask));
  }

  /** {@return two addresses, and all between them} */
  static Arbitrary<Values> range(Field field) {
    return Combinators.combine(bits(field.width()), bits(field.width()))
        .as((a, b) -> a.compareTo(b) <= 0 ? new Values.Range(a, b) : new Values.Range(b, a));
  }

  static Arbitrary<Bits> bits(int width) {
    Arbitrary<Long> low =
        width >= 64 ? Arbitraries.longs() : Arbitraries.longs().between(0, Bits.ones(width).low());
    return width <= 64
        ? low.map(Bits::of)
        : Combinators.combine(Arbitraries.longs(), low).as(Bits::new);
  }

  /** {@return the name of an interface, or the beginning of names} */
  static Arbitrary<Values> interfaces(Field field) {
    Arbitrary<String> names =
        Combinators.combine(
                Arbitraries.strings().withCharRange('a', 'z').ofLength(1),
                Arbitraries.strings().withChars(NAME_CHARACTERS).ofMaxLength(14))
            .as((first, rest) -> first + rest);
    return Combinators.combine(names, Arbitraries.of(false, false, false, true))
        .as((name, isPrefix) -> interfaces(field, name, isPrefix));
  }

  /** The longest beginning of names has 14 characters: with the + they are 15. */
  private static Values interfaces(Field field, String name, boolean isPrefix) {
    String start = name.substring(0, Math.min(name.length(), 14));
    return isPrefix
        ? Values.prefix(field, Bits.ofName(start), 8 * start.length())
        : Values.single(field, Bits.ofName(name));
  }

  /** {@return a list for multiport: at most fifteen numbers, of which a range has two} */
  static Arbitrary<Values> ports() {
    return span(Field.SOURCE_PORT).list().ofMinSize(2).ofMaxSize(7).map(FieldValues::union);
  }

  private static Values union(List<Values> parts) {
    return new Values.Union(ImmutableList.copyOf(parts));
  }
}
