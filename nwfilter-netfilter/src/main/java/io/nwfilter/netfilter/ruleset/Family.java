package io.nwfilter.netfilter.ruleset;

import io.nwfilter.core.attribute.Layer;

/** What a ruleset filters, and so which tool loads it. */
public enum Family {
  /** IPv4 packets. */
  IPV4("iptables"),
  /** IPv6 packets. */
  IPV6("ip6tables"),
  /** Ethernet frames on bridges. */
  BRIDGE("ebtables");

  private final String tool;

  Family(String tool) {
    this.tool = tool;
  }

  /**
   * {@return the family of a layer's rules}
   *
   * @param layer the layer of a protocol element
   */
  public static Family of(Layer layer) {
    return switch (layer) {
      case ETHERNET -> BRIDGE;
      case IPV4 -> IPV4;
      case IPV6 -> IPV6;
    };
  }

  /**
   * {@return what happens at the end of a chain that others jump to: in iptables the packet goes
   * back, in ebtables it is accepted (ebtables(8), {@code -N})}
   */
  public Target.Verdict chainEnd() {
    return this == BRIDGE ? Target.Verdict.ACCEPT : Target.Verdict.RETURN;
  }

  /** {@return the name of the tool, such as {@code iptables}} */
  public String tool() {
    return tool;
  }

  /** {@return the name of the tool that loads restore text, such as {@code iptables-restore}} */
  public String restoreTool() {
    return tool + "-restore";
  }
}
