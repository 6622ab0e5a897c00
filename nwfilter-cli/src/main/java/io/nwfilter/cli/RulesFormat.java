package io.nwfilter.cli;

/** How the rules of a dump are printed. */
enum RulesFormat {
  /** As the tools list them. */
  LISTING,
  /** As the {@code -save} tools print them. */
  SAVE;

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<RulesFormat> {

    Converter() {
      super(RulesFormat.class);
    }
  }
}
