package io.nwfilter.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the name that somebody most likely meant. */
final class NearestName {

  /** Short names may differ in this many places; longer ones in a third of their characters. */
  private static final int MIN_DISTANCE = 2;

  private NearestName() {}

  /** {@return such as {@code ; did you mean 'clean-traffic'?}; an empty text if none is near} */
  static String suggestion(String wrong, Iterable<String> known) {
    return of(wrong, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** {@return the name that differs least; of several the first in alphabetical order} */
  static Optional<String> of(String wrong, Iterable<String> known) {
    int most = Math.max(MIN_DISTANCE, wrong.length() / 3);
    Stream<String> names = StreamSupport.stream(known.spliterator(), false);
    return names
        .filter(name -> Math.abs(name.length() - wrong.length()) <= most)
        .map(name -> new Candidate(name, distance(wrong, name)))
        .filter(candidate -> candidate.distance <= most)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  private record Candidate(String name, int distance) {}

  /** {@return how many characters have to be inserted, removed or replaced (Levenshtein)} */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
