package io.nwfilter.report;

import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/** Lines of one document in few words. */
final class LineRanges {

  /** More than these are not read, but left to a report that is not grouped. */
  private static final int MAX_RANGES = 8;

  private final List<String> ranges = new ArrayList<>();
  private int first;
  private int last;

  private LineRanges() {}

  /**
   * {@return such as {@code lines 4, 5, 7–9}; an empty text if no line is known}
   *
   * @param places the places, in order
   */
  static String of(List<SourceLocation> places) {
    LineRanges lines = new LineRanges();
    places.stream()
        .mapToInt(SourceLocation::line)
        .filter(line -> line > 0)
        .distinct()
        .forEach(lines::add);
    lines.close();
    return lines.text();
  }

  private void add(int line) {
    if (line == last + 1 && last > 0) {
      last = line;
    } else {
      close();
      first = line;
      last = line;
    }
  }

  private void close() {
    if (last == 0) {
      return;
    }
    if (last - first >= 2) {
      ranges.add(first + "–" + last);
    } else {
      for (int line = first; line <= last; line++) {
        ranges.add(Integer.toString(line));
      }
    }
  }

  private String text() {
    if (ranges.isEmpty()) {
      return "";
    }
    boolean one = ranges.size() == 1 && first == last;
    String shown = String.join(", ", ranges.subList(0, Math.min(MAX_RANGES, ranges.size())));
    return (one ? "line " : "lines ") + shown + (ranges.size() > MAX_RANGES ? ", …" : "");
  }
}
