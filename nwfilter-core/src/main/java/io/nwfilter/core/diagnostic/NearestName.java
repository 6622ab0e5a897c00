package io.nwfilter.core.diagnostic;

import java.util.Optional;

/** What an author most likely meant, where a name is not known. */
public final class NearestName {

  /** Longer names are not looked at; comparing costs the product of the lengths. */
  private static final int MAX_LENGTH = 64;

  private NearestName() {}

  /**
   * Returns the name that differs in the fewest places from another one: in characters that are
   * missing, added, replaced, or swapped with their neighbour. Case counts as half a place. More
   * than a third of the name, or three places, is not a slip any more; in a name of one or two
   * characters only case is.
   *
   * @param name the name that is not known
   * @param known the names that are
   * @return the nearest one; of several the longest, as characters are rather left out than added,
   *     and of these the first; empty if none is near
   */
  public static Optional<String> of(String name, Iterable<String> known) {
    String nearest = null;
    int least = 2 * Math.min(3, name.length() / 3) + (name.length() < 3 ? 2 : 1);
    for (String candidate : known) {
      if (2 * Math.abs(candidate.length() - name.length()) <= least
          && Math.max(candidate.length(), name.length()) <= MAX_LENGTH) {
        int distance = name.equalsIgnoreCase(candidate) ? 1 : halfPlaces(name, candidate, least);
        boolean longer = nearest != null && candidate.length() > nearest.length();
        if (!candidate.equals(name) && (distance < least || (distance == least && longer))) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * Asks at the end of a message whether the author meant another name.
   *
   * @param name the name that is not known
   * @param known the names that are
   * @return such as {@code ; did you mean 'tcp'?}; an empty text if no name is near
   */
  public static String question(String name, Iterable<String> known) {
    return of(name, known).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
  }

  /** {@return twice the number of places in which two names differ, or anything above the limit} */
  private static int halfPlaces(String one, String other, int limit) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = 2 * j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = 2 * i;
      int least = row[0];
      for (int j = 1; j <= other.length(); j++) {
        int replaced = last[j - 1] + halfPlaces(one.charAt(i - 1), other.charAt(j - 1));
        row[j] = Math.min(replaced, 2 + Math.min(last[j], row[j - 1]));
        if (isSwap(one, i, other, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 2);
        }
        least = Math.min(least, row[j]);
      }
      if (least > limit) {
        return least; // rows only grow
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }

  private static int halfPlaces(char one, char other) {
    if (one == other) {
      return 0;
    }
    return Character.toLowerCase(one) == Character.toLowerCase(other) ? 1 : 2;
  }

  private static boolean isSwap(String one, int i, String other, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
