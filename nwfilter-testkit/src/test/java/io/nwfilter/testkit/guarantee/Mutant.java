package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.guarantee.Subject;

/**
 * A filter with a planted hole.
 *
 * @param guarantee the guarantee that the filter gives without the hole
 * @param filter the filter of the guest
 * @param changed the filter that is changed: this one, or one that it includes
 * @param from what is replaced in its document, all over it
 * @param to by what
 * @param mode how the guest's bridge reaches the network
 */
record Mutant(
    String guarantee, String filter, String changed, String from, String to, ForwardMode mode) {

  private static final String DROP_OUT = "action='drop' direction='out'";
  private static final String DROP_IN = "action='drop' direction='in'";

  /** The guest's bridge is connected to the network. */
  Mutant(String guarantee, String filter, String changed, String from, String to) {
    this(guarantee, filter, changed, from, to, ForwardMode.BRIDGE);
  }

  /** The same hole where the guest's bridge reaches the network in another way. */
  Mutant in(ForwardMode other) {
    return new Mutant(guarantee, filter, changed, from, to, other);
  }

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

  /** {@return the guest with the filter that has no hole} */
  Subject whole() {
    return subject(Filters.document(changed));
  }

  /** {@return the guest with the hole in its filter} */
  Subject holed() {
    return subject(document());
  }

  private Subject subject(String document) {
    return Subject.of(Filters.compile(filter, document), mode);
  }

  @Override
  public String toString() {
    String where = mode == ForwardMode.BRIDGE ? "" : ", network of mode " + mode;
    return guarantee + ": " + changed + ", " + from + " → " + to + where;
  }
}
