package io.nwfilter.netfilter.ruleset;

/**
 * What happens to a packet that a rule matches.
 *
 * <ul>
 *   <li>{@link Verdict}: accepted, dropped, or evaluated further
 *   <li>{@link Reject}: dropped, with an ICMP message to the sender
 *   <li>{@link Jump}: evaluated by another chain, which may return
 *   <li>{@link Goto}: evaluated by another chain, which returns to this one's caller
 * </ul>
 */
public sealed interface Target {

  /** Lets the packet through. */
  Target ACCEPT = Verdict.ACCEPT;

  /** Discards the packet. */
  Target DROP = Verdict.DROP;

  /** Goes back to the calling chain. */
  Target RETURN = Verdict.RETURN;

  /** A target without parameters; its name is the one that the tools know. */
  enum Verdict implements Target {
    /** Lets the packet through. */
    ACCEPT,
    /** Discards the packet. */
    DROP,
    /** Goes back to the calling chain. */
    RETURN,
    /** Goes on to the next rule: ebtables has a target for it, iptables rules without a target. */
    CONTINUE
  }

  /** Discards the packet and tells the sender that the port is unreachable. */
  record Reject() implements Target {}

  /**
   * Calls a chain.
   *
   * @param chain the chain
   */
  record Jump(String chain) implements Target {

    /**
     * Checks the name.
     *
     * @param chain the chain
     */
    public Jump {
      Chain.requireName(chain);
    }
  }

  /**
   * Goes to a chain, whose end is the end of this one.
   *
   * @param chain the chain
   */
  record Goto(String chain) implements Target {

    /**
     * Checks the name.
     *
     * @param chain the chain
     */
    public Goto {
      Chain.requireName(chain);
    }
  }
}
