package io.nwfilter.netfilter.text;

/**
 * What a listing of iptables prints around the values of an option.
 *
 * @param text before the values
 * @param negated before the values if the option is negated
 * @param range before the values if they are a range
 * @param negatedRange before the values if they are a range and the option is negated
 * @param end after the values
 */
record ListingLabel(String text, String negated, String range, String negatedRange, String end)
    implements ListingPlace {

  static ListingLabel of(String text, String negated) {
    return new ListingLabel(text, negated, text, negated, "");
  }

  /** {@return a label that a negation comes before} */
  static ListingLabel before(String text) {
    return of(text, "! " + text);
  }

  /** {@return a label after which a negation comes as a word of its own} */
  static ListingLabel apart(String text) {
    return of(text, text + "! ");
  }

  /** {@return a label after which a negation comes, without a blank before the values} */
  static ListingLabel glued(String text) {
    return of(text, text + "!");
  }

  /** {@return the label of ports, which is plural before a range} */
  static ListingLabel port(String name) {
    return new ListingLabel(name + ":", name + ":!", name + "s:", name + "s:!", "");
  }

  /** {@return the label with a text after the values} */
  ListingLabel endingWith(String after) {
    return new ListingLabel(text, negated, range, negatedRange, after);
  }

  String start(boolean isNegated, boolean isRange) {
    return isNegated ? (isRange ? negatedRange : negated) : (isRange ? range : text);
  }
}
