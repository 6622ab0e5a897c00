package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Map;

/**
 * Values for variables. A name given more than once is a list; the order of names and values is
 * kept.
 *
 * @param values the values by name, as written; libvirt ignores some of them, see {@link
 *     #accepted()}
 */
public record Parameters(ImmutableListMultimap<String, String> values) {

  /** No parameters. */
  public static final Parameters NONE = new Parameters(ImmutableListMultimap.of());

  private static final String NAME = "a legal parameter name: letters, digits and '_'";
  private static final String VALUE = "a legal parameter value: letters, digits, '_', '.' and ':'";

  /**
   * Checks that they are given; documents may hold names and values that libvirt ignores.
   *
   * @param values the values by name
   */
  public Parameters {
    requireNonNull(values);
  }

  /** {@return those whose name and value libvirt does not ignore} */
  public Parameters accepted() {
    for (Map.Entry<String, String> entry : values.entries()) {
      if (!isName(entry.getKey()) || !isValue(entry.getValue())) {
        return new Parameters(
            ImmutableListMultimap.copyOf(
                Multimaps.filterEntries(values, e -> isName(e.getKey()) && isValue(e.getValue()))));
      }
    }
    return this;
  }

  /**
   * {@return a single parameter}
   *
   * @param name the variable's name
   * @param values its values
   * @throws IllegalValueException if libvirt would ignore the name or one of the values
   */
  public static Parameters of(String name, String... values) {
    return NONE.with(name, values);
  }

  /**
   * Checks a name and a value.
   *
   * @param name letters, digits and underscores; libvirt takes none of them for a name as well,
   *     that of the variable {@code $}
   * @param value letters, digits, underscores, dots and colons, at least one
   * @throws IllegalValueException if libvirt would ignore them
   */
  public static void check(String name, String value) {
    if (!isName(name)) {
      throw new IllegalValueException(name, NAME);
    }
    if (!isValue(value)) {
      throw new IllegalValueException(value, VALUE);
    }
  }

  private static boolean isName(String name) {
    return name.chars().allMatch(c -> isLetterOrDigit(c) || c == '_');
  }

  private static boolean isValue(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> isLetterOrDigit(c) || isOneOf(c));
  }

  private static boolean isOneOf(int c) {
    return c == '_' || c == '.' || c == ':';
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /**
   * {@return these parameters followed by one more}
   *
   * @param name the variable's name
   * @param more its values, appended if it has some already
   * @throws IllegalValueException if libvirt would ignore the name or one of the values
   */
  public Parameters with(String name, String... more) {
    for (String value : more) {
      check(name, value);
    }
    return new Parameters(
        ImmutableListMultimap.<String, String>builder().putAll(values).putAll(name, more).build());
  }

  /**
   * Returns the values of a variable.
   *
   * @param name the variable's name
   * @return its values in order; empty if it is not defined
   */
  public ImmutableList<String> get(String name) {
    return values.get(name);
  }
}
