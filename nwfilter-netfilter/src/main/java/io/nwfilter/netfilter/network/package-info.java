/**
 * Virtual networks as rules: the chains that the daemon makes for all of them, and the rules of
 * each, which are before those of the networks that were started earlier.
 *
 * <pre>{@code
 * NetworkRules rules = NetworkLowering.lower(network, bridge, Layout.V9_0);
 * Ruleset running = ruleset.after(rules.daemonChains(IPV4)).after(rules.start(IPV4));
 * Ruleset stopped = running.after(rules.destroy(running));
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.network;

import org.jspecify.annotations.NullMarked;
