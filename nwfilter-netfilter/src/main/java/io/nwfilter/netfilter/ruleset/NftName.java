package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.value.IllegalValueException;

/**
 * The name of a table, chain, set or map of nftables, as a script can carry it (nft(8), "Lexical
 * conventions").
 *
 * @param name a letter, an underscore or a dot, then letters, digits and {@code /}, {@code -},
 *     {@code _} or {@code .}; 1 to {@value #MAX_LENGTH} characters
 */
public record NftName(String name) implements Comparable<NftName> {

  /** The longest name that Linux takes (NFT_NAME_MAXLEN, less the closing zero), in characters. */
  public static final int MAX_LENGTH = 255;

  /**
   * Checks the name.
   *
   * @param name the name
   * @throws IllegalValueException if a script cannot carry it
   */
  public NftName {
    if (!isName(name)) {
      throw new IllegalValueException(
          name.substring(0, Math.min(name.length(), 100)),
          "a name of nftables: a letter, '_' or '.', then letters, digits, '/', '-', '_' and '.',"
              + " at most "
              + MAX_LENGTH
              + " characters");
    }
  }

  /**
   * {@return whether a text can be a name}
   *
   * @param text the text
   */
  public static boolean isName(String text) {
    boolean legal =
        !text.isEmpty()
            && text.length() <= MAX_LENGTH
            && (isLetter(text.charAt(0)) || "_.".indexOf(text.charAt(0)) >= 0);
    for (int i = 1; legal && i < text.length(); i++) {
      char c = text.charAt(i);
      legal = isLetter(c) || (c >= '0' && c <= '9') || "/-_.".indexOf(c) >= 0;
    }
    return legal;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  @Override
  public int compareTo(NftName other) {
    return name.compareTo(other.name);
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
