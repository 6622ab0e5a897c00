package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableSet;

/** The three families of tables, each with its tools {@code -save} and {@code -restore}. */
public enum TableFamily {
  /** IPv4 packets: {@code iptables}. */
  IPTABLES("iptables"),
  /** IPv6 packets: {@code ip6tables}. */
  IP6TABLES("ip6tables"),
  /** Frames on a bridge: {@code ebtables}. */
  EBTABLES("ebtables");

  private static final ImmutableSet<String> IP_CHAINS =
      ImmutableSet.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

  private final String command;

  TableFamily(String command) {
    this.command = command;
  }

  /**
   * Returns the name of the family's tool.
   *
   * @return {@code iptables}, {@code ip6tables} or {@code ebtables}
   */
  public String command() {
    return command;
  }

  /**
   * Returns the name of the tool that prints the family's rules.
   *
   * @return the name, such as {@code iptables-save}
   */
  public String saveCommand() {
    return command + "-save";
  }

  /**
   * Returns the name of the tool that loads rules.
   *
   * @return the name, such as {@code iptables-restore}
   */
  public String restoreCommand() {
    return command + "-restore";
  }

  /**
   * Returns whether the kernel, not a user, makes a chain.
   *
   * @param table the chain's table
   * @param chain the chain's name
   * @return whether the chain is built in
   */
  boolean isBuiltIn(String table, String chain) {
    if (this != EBTABLES) {
      return IP_CHAINS.contains(chain);
    }
    // A user may name a chain of the nat table INPUT: ebtables has no such hook there.
    return switch (table) {
      case "filter" -> ImmutableSet.of("INPUT", "FORWARD", "OUTPUT").contains(chain);
      case "nat" -> ImmutableSet.of("PREROUTING", "OUTPUT", "POSTROUTING").contains(chain);
      case "broute" -> chain.equals("BROUTING");
      default -> false;
    };
  }
}
