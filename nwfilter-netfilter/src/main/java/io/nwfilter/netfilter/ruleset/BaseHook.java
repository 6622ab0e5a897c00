package io.nwfilter.netfilter.ruleset;

/**
 * Where the kernel calls a chain.
 *
 * @param hook the hook
 * @param priority the order among chains of the hook: lower ones are called earlier
 */
public record BaseHook(Hook hook, int priority) {}
