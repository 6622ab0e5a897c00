package io.nwfilter.cli;

/** How verifications are printed. */
enum VerifyFormat {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON;

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<VerifyFormat> {

    Converter() {
      super(VerifyFormat.class);
    }
  }
}
