package io.nwfilter.testkit.kernel;

/**
 * What the three {@code -save} tools print.
 *
 * @param iptables the output of {@code iptables-save}
 * @param ip6tables the output of {@code ip6tables-save}
 * @param ebtables the output of {@code ebtables-save}
 */
public record SaveTexts(String iptables, String ip6tables, String ebtables) {
  /**
   * Returns the text of one family.
   *
   * @param family the family
   * @return the output of its {@code -save} tool
   */
  public String of(TableFamily family) {
    return switch (family) {
      case IPTABLES -> iptables;
      case IP6TABLES -> ip6tables;
      case EBTABLES -> ebtables;
    };
  }
}
