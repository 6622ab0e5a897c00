package io.nwfilter.core.diagnostic;

import java.util.Comparator;

/**
 * A place in a document.
 *
 * @param document the document's name, for a file its path as the user gave it
 * @param line the line, counted from 1; 0 where no line is known
 * @param column the column in characters, counted from 1; 0 where no column is known
 */
public record SourceLocation(String document, int line, int column)
    implements Comparable<SourceLocation> {

  private static final Comparator<SourceLocation> ORDER =
      Comparator.comparing(SourceLocation::document)
          .thenComparingInt(SourceLocation::line)
          .thenComparingInt(SourceLocation::column);

  /** The place of what was not read from a document but built in code. */
  public static final SourceLocation NONE = new SourceLocation("<code>", 0, 0);

  /**
   * {@return a location without line and column}
   *
   * @param document the document's name
   */
  public static SourceLocation of(String document) {
    return new SourceLocation(document, 0, 0);
  }

  /** Compares by document, then by place. */
  @Override
  public int compareTo(SourceLocation other) {
    return ORDER.compare(this, other);
  }

  /**
   * {@return the form {@code DOCUMENT:LINE:COLUMN}, without those that are not known, and with
   * control characters in names escaped}
   */
  @Override
  public String toString() {
    String place = Diagnostic.printable(document);
    if (line == 0) {
      return place;
    }
    return place + ":" + line + (column == 0 ? "" : ":" + column);
  }
}
