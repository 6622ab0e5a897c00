package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A set of values of one field.
 *
 * <ul>
 *   <li>{@link Masked}: the values with given bits under a mask; for a single value, the mask
 *       covers all bits
 *   <li>{@link Range}: the values between two, both included
 *   <li>{@link Union}: the values that are in one of several sets
 * </ul>
 *
 * The form is kept, as it decides which option of a tool can ask for the set; two sets of the same
 * values in different forms are not equal.
 */
public sealed interface Values {

  /**
   * {@return whether a value is in the set}
   *
   * @param value a value of the field
   */
  boolean contains(Bits value);

  /**
   * {@return whether no value is in this set and in another one}
   *
   * @param other the other set
   * @param width the field's width in bits, 1 to {@value Bits#MAX_WIDTH}
   */
  default boolean isDisjoint(Values other, int width) {
    List<Masked> others = other.cubes(width);
    return cubes(width).stream()
        .allMatch(cube -> others.stream().allMatch(cube::isDisjointFromCube));
  }

  /**
   * {@return the same set as values under masks} No value is in two of them, unless it is in two
   * parts of a {@link Union}.
   *
   * @param width the field's width in bits, 1 to {@value Bits#MAX_WIDTH}
   */
  List<Masked> cubes(int width);

  /**
   * {@return whether the set mentions only bits that a field has}
   *
   * @param width the field's width in bits
   */
  boolean fits(int width);

  /**
   * Calls the visitor's method for this form.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each form.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits values under a mask.
     *
     * @param masked the values
     * @return what the visitor makes of them
     */
    R visit(Masked masked);

    /**
     * Visits a range.
     *
     * @param range the values
     * @return what the visitor makes of them
     */
    R visit(Range range);

    /**
     * Visits a union.
     *
     * @param union the values
     * @return what the visitor makes of them
     */
    R visit(Union union);
  }

  /**
   * {@return the set that contains a single value}
   *
   * @param field the field, whose width is that of the mask
   * @param value the value
   * @throws IllegalArgumentException if the field is too narrow for it
   */
  static Masked single(Field field, long value) {
    checkArgument(
        Bits.of(value).fits(field.width()),
        "%s is more than %s bits, which %s has",
        Long.toUnsignedString(value),
        field.width(),
        field);
    return single(field, Bits.of(value));
  }

  /**
   * {@return the set that contains a single value}
   *
   * @param field the field, whose width is that of the mask
   * @param value the value
   */
  static Masked single(Field field, Bits value) {
    return new Masked(value, Bits.ones(field.width()));
  }

  /**
   * {@return the values with given leading bits}
   *
   * @param field the field
   * @param value the leading bits; the bits after them are cleared
   * @param length how many leading bits there are, 0 to the field's width
   */
  static Masked prefix(Field field, Bits value, int length) {
    checkArgument(
        length >= 0 && length <= field.width(),
        "prefix length %s of %s is outside 0..%s",
        length,
        field,
        field.width());
    Bits mask = Bits.prefix(length, field.width());
    return new Masked(value.and(mask), mask);
  }

  /**
   * {@return the values under a mask}
   *
   * @param value the wanted bits; bits outside the mask are cleared
   * @param mask the bits that count
   */
  static Masked masked(long value, long mask) {
    return new Masked(Bits.of(value & mask), Bits.mask(mask));
  }

  /**
   * {@return the values between two}
   *
   * @param low the first
   * @param high the last; if it is before the first, the set is empty
   */
  static Range range(long low, long high) {
    return new Range(Bits.of(low), Bits.of(high));
  }

  /**
   * {@return a range, or a single value if both ends are the same}
   *
   * @param field the field, whose width is that of the mask of a single value
   * @param low the first value
   * @param high the last value; if it is before the first, the set is empty
   */
  static Values between(Field field, long low, long high) {
    return low == high ? single(field, low) : range(low, high);
  }

  /**
   * {@return the values in which at least one of some bits is set, as matches on states or types
   * ask for}
   *
   * @param bits the bits, each a power of two, in the order in which they are listed
   */
  static Values anyOf(long... bits) {
    checkArgument(bits.length > 0, "no bits");
    List<Values> parts =
        LongStream.of(bits).mapToObj(Values::bit).collect(ImmutableList.toImmutableList());
    return parts.size() == 1 ? parts.get(0) : new Union(parts);
  }

  private static Masked bit(long bit) {
    checkArgument(Long.bitCount(bit) == 1, "%s is not a single bit", bit);
    return masked(bit, bit);
  }

  /**
   * The values with given bits under a mask (a cube). If a wanted bit is outside the mask, no value
   * is in the set, as such a comparison can never hold; {@link Values#masked} and {@link
   * Values#prefix} clear such bits.
   *
   * @param value the wanted bits
   * @param mask the bits that count
   */
  record Masked(Bits value, Bits mask) implements Values {

    private boolean isDisjointFromCube(Masked other) {
      return !value.xor(other.value).and(mask).and(other.mask).isZero();
    }

    /** {@return whether no value is in the set} */
    public boolean isEmpty() {
      return (value.high() & ~mask.high()) != 0 || (value.low() & ~mask.low()) != 0;
    }

    @Override
    public boolean contains(Bits other) {
      return (other.high() & mask.high()) == value.high()
          && (other.low() & mask.low()) == value.low();
    }

    /**
     * {@return whether exactly one value of a field is in the set}
     *
     * @param width the field's width in bits
     */
    public boolean isSingle(int width) {
      return mask.equals(Bits.ones(width)) && !isEmpty();
    }

    @Override
    public List<Masked> cubes(int width) {
      return isEmpty() ? ImmutableList.of() : ImmutableList.of(this);
    }

    @Override
    public boolean fits(int width) {
      return value.fits(width) && mask.fits(width);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }

    /** {@return the form {@code VALUE/MASK}} */
    @Override
    public String toString() {
      return value + "/" + mask;
    }
  }

  /**
   * The values between two, both included.
   *
   * @param low the first
   * @param high the last; if it is before the first, the set is empty
   */
  record Range(Bits low, Bits high) implements Values {

    @Override
    public boolean contains(Bits value) {
      return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
    }

    /**
     * Takes the largest aligned block that starts where the last one ended, until all is covered.
     */
    @Override
    public List<Masked> cubes(int width) {
      ImmutableList.Builder<Masked> cubes = ImmutableList.builder();
      Bits start = low;
      while (start.compareTo(high) <= 0) {
        int size = Math.min(width, start.trailingZeros());
        Bits last = start.or(Bits.ones(size));
        while (last.compareTo(high) > 0) {
          last = start.or(Bits.ones(--size));
        }
        cubes.add(new Masked(start, Bits.prefix(width - size, width)));
        start = last.next();
        if (start.isZero() || !start.fits(width)) {
          break; // that block was the field's last
        }
      }
      return cubes.build();
    }

    @Override
    public boolean fits(int width) {
      return low.fits(width) && high.fits(width);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }

    /** {@return the form {@code LOW..HIGH}} */
    @Override
    public String toString() {
      return low + ".." + high;
    }
  }

  /**
   * The values that are in one of several sets.
   *
   * @param parts the sets in the order in which they are listed; none of them is a union
   */
  record Union(List<Values> parts) implements Values {

    /**
     * Checks the parts.
     *
     * @param parts the sets
     * @throws IllegalArgumentException if one of them is a union
     */
    public Union {
      parts = ImmutableList.copyOf(requireNonNull(parts, "parts"));
      checkArgument(parts.stream().noneMatch(Union.class::isInstance), "a union in a union");
    }

    @Override
    public boolean contains(Bits value) {
      for (Values part : parts) {
        if (part.contains(value)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public List<Masked> cubes(int width) {
      return parts.stream()
          .flatMap(part -> part.cubes(width).stream())
          .collect(ImmutableList.toImmutableList());
    }

    @Override
    public boolean fits(int width) {
      return parts.stream().allMatch(part -> part.fits(width));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }

    /** {@return the parts, separated by commas} */
    @Override
    public String toString() {
      return String.join(",", parts.stream().map(Objects::toString).toList());
    }
  }
}
