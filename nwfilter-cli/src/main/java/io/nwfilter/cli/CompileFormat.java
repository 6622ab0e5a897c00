package io.nwfilter.cli;

import java.util.Optional;

/** How compiled rules are printed, if not as the text for all three tools. */
enum CompileFormat {
  /** The text that loads the rules for IPv4. */
  IPTABLES_RESTORE,
  /** The text that loads the rules for IPv6. */
  IP6TABLES_RESTORE,
  /** The text that loads the rules for frames. */
  EBTABLES_RESTORE,
  /** The script that makes the tables of nftables. */
  NFT,
  /** All rules as the tools list them. */
  LISTING,
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
      case IPTABLES_RESTORE, IP6TABLES_RESTORE, EBTABLES_RESTORE, NFT, LISTING -> Optional.empty();
    };
  }

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<CompileFormat> {

    Converter() {
      super(CompileFormat.class);
    }
  }
}
