package io.nwfilter.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the value of an option that is one of a few words: the names of an enum's constants in
 * small letters, with hyphens.
 *
 * @param <E> the enum
 */
abstract class EnumNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

  private final ImmutableList<E> constants;

  EnumNames(Class<E> type) {
    this.constants = ImmutableList.copyOf(type.getEnumConstants());
  }

  /** {@return the word for a constant} */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public final E convert(String value) {
    return constants.stream()
        .filter(constant -> of(constant).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is not one of " + String.join(", ", this)));
  }

  @Override
  public final Iterator<String> iterator() {
    return constants.stream().map(EnumNames::of).collect(toImmutableList()).iterator();
  }
}
