package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * An option of an extension as a rule uses it.
 *
 * @param name its name without the hyphens, such as {@code limit-burst}
 * @param negated whether there is a {@code !} before it
 * @param words its arguments, without quotes
 */
public record OptionUse(String name, boolean negated, List<String> words) {

  /**
   * Checks that text can carry it.
   *
   * @param name its name without the hyphens
   * @param negated whether there is a {@code !} before it
   * @param words its arguments
   * @throws io.nwfilter.core.value.IllegalValueException if it cannot
   */
  public OptionUse {
    words = ImmutableList.copyOf(requireNonNull(words, "words"));
    Words.requireName(name);
    words.forEach(Words::requireWord);
  }

  /**
   * {@return an option that is not negated}
   *
   * @param name its name without the hyphens
   * @param words its arguments
   */
  public static OptionUse of(String name, String... words) {
    return new OptionUse(name, false, ImmutableList.copyOf(words));
  }
}
