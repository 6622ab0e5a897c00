package io.nwfilter.netfilter.nft;

import java.util.Arrays;
import java.util.Optional;

/** What a table may be (nft(8), "Tables", flags), in the order of nft. */
public enum TableFlag {
  /** The kernel does not call its base chains. */
  DORMANT("dormant"),
  /** It belongs to the program that made it: no other changes it, and it goes with the program. */
  OWNER("owner"),
  /** It stays when the program that owns it ends, which can then own it again. */
  PERSIST("persist");

  private final String word;

  TableFlag(String word) {
    this.word = word;
  }

  /**
   * {@return the flag of a word, if it is one}
   *
   * @param word the word, such as {@code owner}
   */
  public static Optional<TableFlag> of(String word) {
    return Arrays.stream(values()).filter(flag -> flag.word.equals(word)).findFirst();
  }

  /** {@return the word for it} */
  public String word() {
    return word;
  }
}
