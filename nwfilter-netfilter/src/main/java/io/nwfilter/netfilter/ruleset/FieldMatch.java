package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the value of a field is in a set. It is met by packets that have the field with a
 * value in the set or, if the match is negated, outside it.
 *
 * <p>Tools may have several options for one question. If an option other than the usual one is
 * meant, the match names its extension: {@code multiport} for a single port, {@code state} for a
 * connection's state.
 *
 * @param field the field
 * @param values the set
 * @param negated whether the value must be outside the set
 * @param extension the extension that asks, by the name that {@code -m} loads it by; null for the
 *     first that can ask for such a set
 * @param fresh whether the extension is loaded anew, although the previous match uses it, too
 */
public record FieldMatch(
    Field field, Values values, boolean negated, @Nullable String extension, boolean fresh)
    implements Match {

  /**
   * Checks the set and the name.
   *
   * @param field the field
   * @param values the set
   * @param negated whether the value must be outside the set
   * @param extension the extension that asks, or null
   * @param fresh whether the extension is loaded anew
   * @throws IllegalArgumentException if the set has values wider than the field, or the name of the
   *     extension is not one
   */
  public FieldMatch {
    requireNonNull(field, "field");
    checkArgument(
        values.fits(field.width()),
        "%s has values that do not fit into the bits of %s",
        values,
        field);
    if (extension != null) {
      Words.requireName(extension);
    }
  }

  /**
   * {@return a match on values of a field}
   *
   * @param field the field
   * @param values the set
   */
  public static FieldMatch of(Field field, Values values) {
    return new FieldMatch(field, values, false, null, false);
  }

  /**
   * {@return a match on a single value; for values from 0 to 255, always the same object}
   *
   * @param field the field
   * @param value the value
   */
  public static FieldMatch of(Field field, long value) {
    return value >= 0 && value < SmallNumbers.COUNT
        ? SmallNumbers.match(field, (int) value)
        : of(field, Values.single(field, value));
  }

  /** Matches on small numbers, which most rules have, made once when they are first asked for. */
  private static final class SmallNumbers {

    private static final int COUNT = 256;
    private static final ImmutableMap<Field, AtomicReferenceArray<@Nullable FieldMatch>> MADE =
        Maps.toMap(EnumSet.allOf(Field.class), field -> new AtomicReferenceArray<>(COUNT));

    private SmallNumbers() {}

    static FieldMatch match(Field field, int value) {
      AtomicReferenceArray<@Nullable FieldMatch> ofField = requireNonNull(MADE.get(field));
      FieldMatch made = ofField.get(value);
      if (made == null) {
        made = of(field, Values.single(field, value));
        ofField.set(value, made);
      }
      return made;
    }
  }

  /** {@return this match, met by those packets with the field that did not meet it} */
  public FieldMatch negate() {
    return new FieldMatch(field, values, !negated, extension, fresh);
  }

  /**
   * {@return this match, negated or not}
   *
   * @param wanted whether the value must be outside the set
   */
  public FieldMatch negated(boolean wanted) {
    return wanted == negated ? this : negate();
  }

  /**
   * {@return this match, asked by a given extension}
   *
   * @param name the extension's name
   */
  public FieldMatch via(String name) {
    return new FieldMatch(field, values, negated, name, fresh);
  }

  /** {@return this match, for which its extension is loaded anew} */
  public FieldMatch afresh() {
    return new FieldMatch(field, values, negated, extension, true);
  }

  /** {@return the extension that asks, if it is not the first that can} */
  public Optional<String> via() {
    return Optional.ofNullable(extension);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  /** {@return field and set, for messages} */
  @Override
  public String toString() {
    return field + (negated ? " outside " : " in ") + values;
  }
}
