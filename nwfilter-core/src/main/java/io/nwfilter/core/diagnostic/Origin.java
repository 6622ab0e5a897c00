package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

/**
 * Where something comes from: its place in a document, and the references that led there.
 *
 * @param location the place
 * @param path how the filter that it is in was reached; {@link ReferencePath#EMPTY} outside filters
 */
public record Origin(SourceLocation location, ReferencePath path) {

  /** The origin of what was built in code, outside any filter. */
  public static final Origin NONE = new Origin(SourceLocation.NONE, ReferencePath.EMPTY);

  /**
   * Checks that both components are given.
   *
   * @param location the place
   * @param path how the filter that it is in was reached
   */
  public Origin {
    requireNonNull(location);
    requireNonNull(path);
  }

  /**
   * {@return the origin of what is not inside any filter}
   *
   * @param location the place
   */
  public static Origin of(SourceLocation location) {
    return new Origin(location, ReferencePath.EMPTY);
  }

  /**
   * {@return the form {@code DOCUMENT:LINE:COLUMN OUTER > INNER}, on one line; the location alone
   * if the path is empty}
   */
  @Override
  public String toString() {
    return path.isEmpty()
        ? location.toString()
        : location + " " + Diagnostic.printable(path.toString());
  }
}
