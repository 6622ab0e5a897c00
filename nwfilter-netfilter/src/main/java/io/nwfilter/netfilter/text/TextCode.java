package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** What may be wrong with a text of iptables, ip6tables or ebtables. */
public enum TextCode implements DiagnosticCode {
  /** The text could not be read. */
  RULES_UNREADABLE(
      CodeDescription.error(
          "rules-unreadable",
          "rules of iptables, ip6tables or ebtables cannot be read, or are not text",
          "check that the file exists, its permissions, and that it is in UTF-8")),
  /** The text is too large. */
  RULES_TOO_LARGE(
      CodeDescription.error(
          "rules-too-large",
          "rules of iptables, ip6tables or ebtables have more than 64 MiB, a line of more than 1"
              + " MiB, or more than a million rules or chains",
          "read the tables one by one, or keep long lists in sets")),
  /** The text ends before its last table does. */
  RULES_CUT_OFF(
      CodeDescription.error(
          "rules-cut-off",
          "rules of iptables, ip6tables or ebtables end before a table is complete",
          "make the dump again")),
  /** Nothing says which tool the rules are of. */
  RULES_FAMILY_UNKNOWN(
      CodeDescription.error(
          "rules-family-unknown",
          "no comment at the head of a dump says whether it is of iptables, ip6tables or ebtables",
          "name the family (`--family`), or keep the first line that the `-save` tool prints")),
  /** Rules of another tool follow. */
  RULES_OTHER_FAMILY(
      CodeDescription.error(
          "rules-other-family",
          "a comment says that the rules after it are of another tool than those before it, or than"
              + " the text is read as; or dumps of different tools are compared",
          "keep the rules of each tool in a file of their own (`compile --format`)")),
  /** The text is not of the tool's syntax. */
  RULES_SYNTAX(
      CodeDescription.error(
          "rules-syntax",
          "a line is not what iptables, ip6tables or ebtables print or load",
          "correct what the message names")),
  /** A chain is used that is not there, or a table that the tool does not have. */
  UNKNOWN_CHAIN(
      CodeDescription.error(
          "unknown-chain",
          "a rule is in, or jumps to, a chain that is not declared before it, or a table is not one"
              + " of the tool's",
          "declare the chain at the head of its table (`:NAME - [0:0]`)")),
  /** A value is not one that the option takes. */
  ILLEGAL_OPTION_VALUE(
      CodeDescription.error(
          "illegal-option-value",
          "a value is not one that the option of iptables, ip6tables or ebtables takes",
          "write a value of the form that the message names; services and hosts as numbers"));

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
