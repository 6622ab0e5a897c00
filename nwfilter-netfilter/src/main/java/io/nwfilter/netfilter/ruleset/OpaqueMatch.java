package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A match that is not known here. It is printed as it was read; whether a packet meets it is
 * unknown.
 *
 * @param extension the extension that {@code -m} loads
 * @param words what follows, as it is printed, quotation marks included: options, exclamation marks
 *     and arguments
 */
public record OpaqueMatch(String extension, List<String> words) implements Match {

  /**
   * Checks that text can carry it.
   *
   * @param extension the extension
   * @param words what follows
   * @throws io.nwfilter.core.value.IllegalValueException if it cannot
   */
  public OpaqueMatch {
    words = ImmutableList.copyOf(requireNonNull(words, "words"));
    Words.requireName(extension);
    Words.requireRawWords(words);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
