package io.nwfilter.cli;

/** How compiled rules are printed, if not as the text for all three tools. */
enum CompileFormat {
  /** The text that loads the rules for IPv4. */
  IPTABLES_RESTORE,
  /** The text that loads the rules for IPv6. */
  IP6TABLES_RESTORE,
  /** The text that loads the rules for frames. */
  EBTABLES_RESTORE,
  /** All rules as the tools list them. */
  LISTING;

  /** Reads the value of {@code --format}. */
  static final class Converter extends EnumNames<CompileFormat> {

    Converter() {
      super(CompileFormat.class);
    }
  }
}
