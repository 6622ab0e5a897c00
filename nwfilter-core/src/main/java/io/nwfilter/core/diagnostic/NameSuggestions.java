package io.nwfilter.core.diagnostic;

import java.util.Optional;

/**
 * The nearest names of the unknown names in one piece of work. Each is compared with all known
 * names, and a document may have many thousands of both, so that only the first unknown names get a
 * suggestion. Not safe for use by several threads at a time.
 */
public final class NameSuggestions {

  /** For how many unknown names the nearest one is looked up. */
  public static final int MAX = 20;

  private int lookedUp;

  /** Creates the suggestions of a new piece of work. */
  public NameSuggestions() {}

  /**
   * Returns what an author most likely meant.
   *
   * @param name the name that is not known
   * @param known the names that are; not looked at after {@value #MAX} unknown names
   * @return the name that {@link NearestName} finds; empty if none is near, or after {@value #MAX}
   *     unknown names
   */
  public Optional<String> nearest(String name, Iterable<String> known) {
    if (lookedUp == MAX) {
      return Optional.empty();
    }
    lookedUp++;
    return NearestName.of(name, known);
  }
}
