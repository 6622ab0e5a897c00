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
    if (!isPlain(text) && !isLegal(text)) {
      throw new IllegalValueException(
          text, "a comment of at most " + MAX_BYTES + " bytes without control characters");
    }
  }

  /** Few comments are anything else, and there are as many as rules. */
  private static boolean isPlain(String text) {
    boolean plain = text.length() <= MAX_BYTES;
    for (int i = 0; plain && i < text.length(); i++) {
      plain = text.charAt(i) >= ' ' && text.charAt(i) < 127;
    }
    return plain;
  }

  private static boolean isLegal(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && text.chars().noneMatch(Character::isISOControl)
        && text.codePoints().noneMatch(Comment::isLoneSurrogate);
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
