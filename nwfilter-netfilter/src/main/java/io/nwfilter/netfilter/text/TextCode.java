package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about a text of iptables, ip6tables or ebtables. */
public enum TextCode implements DiagnosticCode {
  /** The text could not be read. */
  RULES_UNREADABLE(
      CodeDescription.error(
          "rules-unreadable",
          "iptables, ip6tables or ebtables rules cannot be read, or are not text",
          "check that the file exists, that you may read it, and that it is in UTF-8")),
  /** The text is too large. */
  RULES_TOO_LARGE(
      CodeDescription.error(
          "rules-too-large",
          "iptables, ip6tables or ebtables rules are larger than 64 MiB, or have a line longer than"
              + " 1 MiB or more than a million rules or chains",
          "read the tables one at a time, or move long lists into sets")),
  /** The text ends before its last table does. */
  RULES_CUT_OFF(
      CodeDescription.error(
          "rules-cut-off",
          "iptables, ip6tables or ebtables rules end before a table is complete",
          "dump the rules again")),
  /** Nothing says which tool the rules are of. */
  RULES_FAMILY_UNKNOWN(
      CodeDescription.error(
          "rules-family-unknown",
          "no comment at the start of a dump says whether it comes from iptables, ip6tables or"
              + " ebtables",
          "name the family (`--family`), or keep the first line that the `-save` tool prints")),
  /** Rules of another tool follow. */
  RULES_OTHER_FAMILY(
      CodeDescription.error(
          "rules-other-family",
          "a comment says that the rules after it belong to a different tool than those before it,"
              + " or than the one the text is read for; or dumps of different tools are compared",
          "keep the rules of each tool in a separate file (`compile --format`)")),
  /** The text is not of the tool's syntax. */
  RULES_SYNTAX(
      CodeDescription.error(
          "rules-syntax",
          "a line is not something that iptables, ip6tables or ebtables print or load",
          "correct what the message names")),
  /** A chain is used that is not there, or a table that the tool does not have. */
  UNKNOWN_CHAIN(
      CodeDescription.error(
          "unknown-chain",
          "a rule is in, or jumps to, a chain that has not been declared before it, or the tool"
              + " does not have the table",
          "declare the chain at the start of its table (`:NAME - [0:0]`)")),
  /** A value is not one that the option takes. */
  ILLEGAL_OPTION_VALUE(
      CodeDescription.error(
          "illegal-option-value",
          "an option of iptables, ip6tables or ebtables does not accept a value",
          "write a value in the form that the message describes, with services and hosts as"
              + " numbers"));

  private final CodeDescription description;

  TextCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  @Override
  public String toString() {
    return id();
  }
}
