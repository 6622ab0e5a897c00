package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A filter with a planted hole.
 *
 * @param guarantee the guarantee that the filter gives without the hole
 * @param filter the filter of the guest
 * @param changed the filter that is changed: this one, or one that it includes
 * @param from what is replaced in its document, all over it
 * @param to by what
 */
record Mutant(String guarantee, String filter, String changed, String from, String to) {

  private static final String DROP_OUT = "action='drop' direction='out'";
  private static final String DROP_IN = "action='drop' direction='in'";

  /** What should be dropped is accepted. */
  static Mutant withoutDrop(String guarantee, String filter, String changed) {
    return new Mutant(guarantee, filter, changed, "action='drop'", "action='accept'");
  }

  /** The filter drops what goes the other way. */
  static Mutant swapped(String guarantee, String filter, String changed) {
    return new Mutant(guarantee, filter, changed, DROP_OUT, DROP_IN);
  }

  String document() {
    String document = Filters.document(changed);
    assertTrue(document.contains(from), document);
    return document.replace(from, to);
  }

  @Override
  public String toString() {
    return guarantee + ": " + changed + ", " + from + " → " + to;
  }
}
