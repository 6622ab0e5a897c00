package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;

/** How the values of a word are written. */
interface Notation {

  /**
   * {@return the values that a text means; more than one for {@code any} of several kinds}
   *
   * @throws IllegalArgumentException if it does not mean any
   */
  ImmutableList<Item> read(String text);

  /** {@return the text that {@link #read} reads} */
  String print(Item item);

  /** {@return what can be written, for messages} */
  ImmutableList<String> expected();

  /** {@return whether a text that may be something else is meant to be a value} */
  default boolean isMeantBy(String text) {
    return expected().contains(text);
  }

  /** {@return whether commas are part of a value, so that there is one value only} */
  default boolean hasCommas() {
    return false;
  }
}
