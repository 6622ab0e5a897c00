package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

/**
 * Where something comes from: its place in a document, and the references that led there.
 *
 * @param location the place
 * @param path how the filter that it is in was reached; {@link ReferencePath#EMPTY} outside filters
 * @param note what else there is to say, such as that it was added; an empty text for nothing
 */
public record Origin(SourceLocation location, ReferencePath path, String note) {

  /** The origin of what was built in code, outside any filter. */
  public static final Origin NONE = new Origin(SourceLocation.NONE, ReferencePath.EMPTY);

  /**
   * Checks that all components are given.
   *
   * @param location the place
   * @param path how the filter that it is in was reached
   * @param note what else there is to say
   */
  public Origin {
    requireNonNull(location);
    requireNonNull(path);
    requireNonNull(note);
  }

  /**
   * Creates an origin without a note.
   *
   * @param location the place
   * @param path how the filter that it is in was reached
   */
  public Origin(SourceLocation location, ReferencePath path) {
    this(location, path, "");
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
   * {@return the same origin with a note}
   *
   * @param other what there is to say
   */
  public Origin withNote(String other) {
    return new Origin(location, path, other);
  }

  /**
   * {@return the form {@code DOCUMENT:LINE:COLUMN OUTER > INNER}, on one line, without the note;
   * the location alone if the path is empty}
   */
  @Override
  public String toString() {
    return path.isEmpty()
        ? location.toString()
        : location + " " + Diagnostic.printable(path.toString());
  }
}
