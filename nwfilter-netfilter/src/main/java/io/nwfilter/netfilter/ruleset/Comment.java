package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IllegalValueException;
import java.nio.charset.StandardCharsets;

/**
 * The comment of a rule (iptables-extensions(8), comment), as restore text can carry it.
 *
 * @param text at most 255 bytes in UTF-8, perhaps none, without control characters
 */
public record Comment(String text) {

  /** The longest comment that iptables takes, in bytes. */
  public static final int MAX_BYTES = 255;

  /**
   * Checks the text.
   *
   * @param text the text
   * @throws IllegalValueException if restore text cannot carry it
   */
  public Comment {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        || text.chars().anyMatch(Character::isISOControl)
        || text.codePoints().anyMatch(Comment::isLoneSurrogate)) {
      throw new IllegalValueException(
          text, "a comment of at most " + MAX_BYTES + " bytes without control characters");
    }
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** {@return the text} */
  @Override
  public String toString() {
    return text;
  }
}
