package io.nwfilter.core.filter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Map;

/**
 * Values for variables. A name given more than once is a list; the order of names and values is
 * kept.
 *
 * @param values the values by name
 */
public record Parameters(ImmutableListMultimap<String, String> values) {

  /** No parameters. */
  public static final Parameters NONE = new Parameters(ImmutableListMultimap.of());

  private static final String NAME = "a parameter's name of letters, digits and '_'";
  private static final String VALUE = "a parameter's value of letters, digits, '_', '.' and ':'";

  /**
   * Checks all names and values.
   *
   * @param values the values by name
   * @throws IllegalValueException if libvirt would ignore one of them
   */
  public Parameters {
    for (Map.Entry<String, String> entry : values.entries()) {
      check(entry.getKey(), entry.getValue());
    }
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
   * @param name letters, digits and underscores, at least one
   * @param value letters, digits, underscores, dots and colons, at least one
   * @throws IllegalValueException if libvirt would ignore them
   */
  public static void check(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> isLetterOrDigit(c) || c == '_')) {
      throw new IllegalValueException(name, NAME);
    }
    if (value.isEmpty() || !value.chars().allMatch(c -> isLetterOrDigit(c) || isOneOf(c))) {
      throw new IllegalValueException(value, VALUE);
    }
  }

  private static boolean isOneOf(int c) {
    return c == '_' || c == '.' || c == ':';
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /**
   * {@return these parameters and one more behind them}
   *
   * @param name the variable's name
   * @param more its values, appended if it has some already
   * @throws IllegalValueException if libvirt would ignore the name or one of the values
   */
  public Parameters with(String name, String... more) {
    return new Parameters(
        ImmutableListMultimap.<String, String>builder().putAll(values).putAll(name, more).build());
  }

  /**
   * {@return what holds inside a reference that passes inner parameters: these, and those of the
   * inner ones whose names these do not define}
   *
   * @param inner the parameters of the reference
   */
  public Parameters enclosing(Parameters inner) {
    if (values.keySet().containsAll(inner.values.keySet())) {
      return this;
    }
    ImmutableListMultimap.Builder<String, String> all =
        ImmutableListMultimap.<String, String>builder().putAll(values);
    for (String name : inner.values.keySet()) {
      if (!values.containsKey(name)) {
        all.putAll(name, inner.values.get(name));
      }
    }
    return new Parameters(all.build());
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
