package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IllegalValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Values for variables. A name given more than once is a list; the order of names and values is
 * kept.
 *
 * @param values the values by name, as written, unmodifiable; libvirt ignores some of them, see
 *     {@link #accepted()}
 */
public record Parameters(Map<String, List<String>> values) {

  /** No parameters. */
  public static final Parameters NONE = new Parameters(ImmutableMap.of());

  private static final String NAME = "a legal parameter name: letters, digits and '_'";
  private static final String VALUE = "a legal parameter value: letters, digits, '_', '.' and ':'";

  /**
   * Copies the values; documents may hold names and values that libvirt ignores.
   *
   * @param values the values by name; a name without values is left out
   */
  public Parameters {
    values = kept(requireNonNull(values, "values"), (name, value) -> true);
  }

  private static ImmutableMap<String, List<String>> kept(
      Map<String, List<String>> values, BiPredicate<String, String> wanted) {
    ImmutableMap.Builder<String, List<String>> kept = ImmutableMap.builder();
    values.forEach(
        (name, list) -> {
          ImmutableList<String> some =
              list.stream()
                  .filter(value -> wanted.test(name, value))
                  .collect(ImmutableList.toImmutableList());
          if (!some.isEmpty()) {
            kept.put(name, some);
          }
        });
    return kept.buildOrThrow();
  }

  /** {@return those whose name and value libvirt does not ignore} */
  public Parameters accepted() {
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      if (!isName(entry.getKey()) || !entry.getValue().stream().allMatch(Parameters::isValue)) {
        return new Parameters(kept(values, (name, value) -> isName(name) && isValue(value)));
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
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    all.merge(
        name,
        ImmutableList.copyOf(more),
        (old, fresh) -> ImmutableList.<String>builder().addAll(old).addAll(fresh).build());
    return new Parameters(all);
  }

  /**
   * Returns the values of a variable.
   *
   * @param name the variable's name
   * @return its values in order; empty if it is not defined
   */
  public List<String> get(String name) {
    return values.getOrDefault(name, ImmutableList.of());
  }
}
