package io.nwfilter.cli;

/** How explanations are printed. */
enum ExplainFormat {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON,
  /** A picture of the ways of all packets, as one flowchart of Mermaid. */
  MERMAID;

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<ExplainFormat> {

    Converter() {
      super(ExplainFormat.class);
    }
  }
}
