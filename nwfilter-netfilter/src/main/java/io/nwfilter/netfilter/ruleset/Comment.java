package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IllegalValueException;
import java.nio.charset.StandardCharsets;

/**
 * The comment of a rule (iptables-extensions(8), comment), as restore text can carry it.
 *
 * @param text 1 to 255 bytes in UTF-8, without control characters
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
    if (text.isEmpty()
        || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        || text.chars().anyMatch(Character::isISOControl)
        || text.codePoints().anyMatch(Comment::isLoneSurrogate)) {
      throw new IllegalValueException(
          text, "a comment of 1 to " + MAX_BYTES + " bytes without control characters");
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
