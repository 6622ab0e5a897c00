package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a listing of iptables prints an option of an extension that asks for no field.
 *
 * @param label what is printed around its words
 * @param hidden whether it is not printed at all
 * @param names what is printed in place of words separated by commas them
 * @param separator what is printed in place of these commas
 * @param absent what is printed if the option is not given
 * @param unshown the word with which the option is not printed; empty if there is none
 * @param flag its bit among the flags that are printed as a number, or 0
 */
record OptionListing(
    ListingLabel label,
    boolean hidden,
    ImmutableMap<String, String> names,
    String separator,
    String absent,
    String unshown,
    int flag) {

  static final OptionListing HIDDEN = flag(0);

  static OptionListing of(ListingLabel label) {
    return new OptionListing(label, false, ImmutableMap.of(), ",", "", "", 0);
  }

  static OptionListing flag(int bit) {
    return new OptionListing(ListingLabel.before(""), true, ImmutableMap.of(), ",", "", "", bit);
  }

  OptionListing naming(ImmutableMap<String, String> shown) {
    return new OptionListing(label, hidden, shown, separator, absent, unshown, flag);
  }

  OptionListing joinedBy(String other) {
    return new OptionListing(label, hidden, names, other, absent, unshown, flag);
  }

  OptionListing ifAbsent(String text) {
    return new OptionListing(label, hidden, names, separator, text, unshown, flag);
  }

  OptionListing unlessIs(String word) {
    return new OptionListing(label, hidden, names, separator, absent, word, flag);
  }

  /** {@return what is printed for a word of the option} */
  String shown(String word) {
    if (names.isEmpty() && separator.equals(",")) {
      return word;
    }
    return Arrays.stream(word.split(",", -1))
        .map(this::shownItem)
        .collect(Collectors.joining(separator));
  }

  /**
   * Of an item with a colon, as of SCTP's chunks with their flags, what is before it has a name.
   */
  private String shownItem(String item) {
    int colon = item.indexOf(':');
    String name = colon < 0 ? item : item.substring(0, colon);
    return names.getOrDefault(name, name) + (colon < 0 ? "" : item.substring(colon));
  }
}
