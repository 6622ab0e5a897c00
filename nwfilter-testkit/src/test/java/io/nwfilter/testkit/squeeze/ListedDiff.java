package io.nwfilter.testkit.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSortedMap;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A difference of two listings, {@code diff -u}, as far as it shows them: the lines of both by
 * their numbers.
 *
 * @param before the lines of the listing that comes first, by their numbers from 1
 * @param after the lines of the other one
 */
record ListedDiff(SortedMap<Integer, String> before, SortedMap<Integer, String> after) {

  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

  /** Reads a difference; blank lines, which it has lost, are before each chain but the first. */
  static ListedDiff of(String text) {
    Side before = new Side();
    Side after = new Side();
    for (String line : text.lines().skip(2).toList()) {
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        before.startHunk(hunk.group(1), hunk.group(2));
        after.startHunk(hunk.group(3), hunk.group(4));
        continue;
      }
      char sign = line.charAt(0);
      String rest = sign == '-' || sign == '+' ? line.substring(1) : line;
      if (sign != '+') {
        before.add(rest);
      }
      if (sign != '-') {
        after.add(rest);
      }
    }
    return new ListedDiff(before.complete(), after.complete());
  }

  /** {@return the lines of a listing of some chains, each with its number} */
  static SortedMap<Integer, String> lines(Ruleset ruleset, List<String> chains) {
    Map<String, List<String>> listed = ListedChains.of(Listing.text(ruleset));
    Side side = new Side();
    for (String chain : chains) {
      String head =
          listed.keySet().stream()
              .filter(each -> each.startsWith("Chain " + chain + " "))
              .findFirst()
              .orElseThrow();
      side.add(head);
      side.add(COLUMNS);
      listed.get(head).forEach(side::put);
    }
    return ImmutableSortedMap.copyOf(side.lines);
  }

  private static final String COLUMNS = "pkts bytes target prot opt in out source destination";

  /** One of the two listings. */
  private static final class Side {

    private final SortedMap<Integer, String> lines = new TreeMap<>();
    private int next = 1;
    private int end = 1;

    void startHunk(String first, String count) {
      requireComplete();
      next = Integer.parseInt(first);
      end = next + Integer.parseInt(count);
    }

    void add(String line) {
      if (line.startsWith("Chain ")) {
        if (next > 1) {
          put("");
        }
        put(line.replaceFirst(" [^ ]+ packets, [^ ]+ bytes", ""));
      } else {
        put(line.equals(COLUMNS) ? line : ListedChains.row(line));
      }
    }

    void put(String line) {
      lines.put(next++, line);
    }

    private void requireComplete() {
      assertEquals(end, next, "lines up to the end of a hunk");
    }

    SortedMap<Integer, String> complete() {
      requireComplete();
      return ImmutableSortedMap.copyOf(lines);
    }
  }

  /** Those lines of a listing whose numbers a difference shows. */
  static SortedMap<Integer, String> shown(
      SortedMap<Integer, String> lines, SortedMap<Integer, String> seen) {
    SortedMap<Integer, String> shown = new TreeMap<>(lines);
    shown.keySet().retainAll(new ArrayList<>(seen.keySet()));
    return shown;
  }
}
