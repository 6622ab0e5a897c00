package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

/**
 * Where the kernel calls a chain.
 *
 * @param hook the hook
 * @param priority the order among chains of the hook: lower ones are called earlier
 * @param type what the chain is for; in iptables and ebtables its table says that, and the type is
 *     always {@link ChainType#FILTER}
 */
public record BaseHook(Hook hook, int priority, ChainType type) {

  /**
   * Checks that hook and type are given.
   *
   * @param hook the hook
   * @param priority the order among chains of the hook
   * @param type what the chain is for
   */
  public BaseHook {
    requireNonNull(hook, "hook");
    requireNonNull(type, "type");
  }

  /**
   * Creates the place of a chain that filters.
   *
   * @param hook the hook
   * @param priority the order among chains of the hook
   */
  public BaseHook(Hook hook, int priority) {
    this(hook, priority, ChainType.FILTER);
  }
}
