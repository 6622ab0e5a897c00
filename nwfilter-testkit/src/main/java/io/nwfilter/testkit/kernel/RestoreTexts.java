package io.nwfilter.testkit.kernel;

/**
 * Three texts for the {@code -restore} tools.
 *
 * @param iptables the text for {@code iptables-restore}; blank where there is nothing to load
 * @param ip6tables the text for {@code ip6tables-restore}; blank where there is nothing to load
 * @param ebtables the text for {@code ebtables-restore}; blank where there is nothing to load
 */
public record RestoreTexts(String iptables, String ip6tables, String ebtables) {
  /**
   * Returns the text of one family.
   *
   * @param family the family
   * @return its text, possibly blank
   */
  public String of(TableFamily family) {
    return switch (family) {
      case IPTABLES -> iptables;
      case IP6TABLES -> ip6tables;
      case EBTABLES -> ebtables;
    };
  }
}
