package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.OptionUse;

/**
 * The words after an option of an extension.
 *
 * @param words how many words
 * @param text whether they are a text that users choose, which the tools print in quotes
 * @param listing how a listing prints the option
 */
record OptionShape(int words, boolean text, OptionListing listing) {

  static OptionShape flag(String name) {
    return of(name, 0);
  }

  static OptionShape of(String name, int words) {
    return new OptionShape(words, false, named(name, words));
  }

  static OptionShape text(String name) {
    return new OptionShape(1, true, named(name, 1));
  }

  private static OptionListing named(String name, int words) {
    return OptionListing.of(ListingLabel.before(words > 0 ? name + " " : name));
  }

  /**
   * Checks that an option has as many words as it takes.
   *
   * @throws InexpressibleException if it does not
   */
  void requireWords(OptionUse use) {
    if (use.words().size() != words) {
      throw new InexpressibleException(
          "--" + use.name() + " takes " + words + " words, not " + use.words());
    }
  }

  OptionShape listed(OptionListing other) {
    return new OptionShape(words, text, other);
  }
}
