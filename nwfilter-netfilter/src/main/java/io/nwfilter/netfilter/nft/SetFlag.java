package io.nwfilter.netfilter.nft;

/** What a set may do (nft(8), "Sets", flags). */
public enum SetFlag {
  /** Its elements never change while rules use it. */
  CONSTANT("constant"),
  /** Its elements may be ranges. */
  INTERVAL("interval"),
  /** Rules may add elements. */
  DYNAMIC("dynamic");

  private final String word;

  SetFlag(String word) {
    this.word = word;
  }

  /** {@return the word for it} */
  public String word() {
    return word;
  }
}
