package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;

/**
 * A match that is not known here. It is printed as it was read; whether a packet meets it is
 * unknown.
 *
 * @param extension the extension that {@code -m} loads
 * @param words what follows, as it is printed, quotation marks included: options, exclamation marks
 *     and arguments
 */
public record OpaqueMatch(String extension, ImmutableList<String> words) implements Match {

  /**
   * Checks that text can carry it.
   *
   * @param extension the extension
   * @param words what follows
   * @throws io.nwfilter.core.value.IllegalValueException if it cannot
   */
  public OpaqueMatch {
    Words.requireName(extension);
    Words.requireRawWords(words);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
