package io.nwfilter.core.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to a packet that a rule matches (libvirt: Network Filters, Filter rules). */
public enum Action {
  /** Discarded silently. */
  DROP,
  /** Let through, without looking at further rules. */
  ACCEPT,
  /** Discarded, with an ICMP message to the sender. */
  REJECT,
  /** Back to the calling chain. */
  RETURN,
  /** On to the next rule. */
  CONTINUE;

  /**
   * Returns the action of a name, whose case does not matter.
   *
   * @param text the name in XML
   * @return the action; empty if nothing has that name
   */
  public static Optional<Action> of(String text) {
    return Arrays.stream(values()).filter(a -> a.name().equalsIgnoreCase(text)).findFirst();
  }

  /** {@return the name in XML} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
