package io.nwfilter.cli;

/** How differences are printed. */
enum DiffFormat {
  /** For people. */
  TEXT,
  /** For comments on a review. */
  MARKDOWN,
  /** For programs. */
  JSON,
  /** For the reviews of a forge: SARIF 2.1.0. */
  SARIF;

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<DiffFormat> {

    Converter() {
      super(DiffFormat.class);
    }
  }
}
