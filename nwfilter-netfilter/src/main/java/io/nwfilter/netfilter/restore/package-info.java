/**
 * Rulesets as the text that {@code iptables-restore}, {@code ip6tables-restore} and {@code
 * ebtables-restore} load.
 *
 * <pre>{@code
 * String text = RestoreWriter.write(ruleset);
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.restore;

import org.jspecify.annotations.NullMarked;
