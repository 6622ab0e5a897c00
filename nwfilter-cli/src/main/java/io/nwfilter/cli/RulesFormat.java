package io.nwfilter.cli;

import java.util.Optional;

/** How the rules of a dump are printed. */
enum RulesFormat {
  /** As the tools list them. */
  LISTING,
  /** As the {@code -save} tools print them. */
  SAVE,
  /** A picture of the chains, as a flowchart of Mermaid. */
  MERMAID,
  /** A picture of the chains, as text for Graphviz. */
  DOT,
  /** A picture of the chains, drawn by Graphviz. */
  SVG;

  /** {@return the form of picture, if it is one} */
  Optional<PictureFormat> picture() {
    return switch (this) {
      case MERMAID -> Optional.of(PictureFormat.MERMAID);
      case DOT -> Optional.of(PictureFormat.DOT);
      case SVG -> Optional.of(PictureFormat.SVG);
      case LISTING, SAVE -> Optional.empty();
    };
  }

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<RulesFormat> {

    Converter() {
      super(RulesFormat.class);
    }
  }
}
