/**
 * The typed ruleset: tables, chains, rules, matches and targets, as the kernel has them. Everything
 * that looks at rules looks at these; text exists only where they are written and read.
 *
 * <pre>{@code
 * ChainRule rule =
 *     ChainRule.of(Target.ACCEPT, new NumberMatch(Field.IP_PROTOCOL, 6, 6, false));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.ruleset;

import org.jspecify.annotations.NullMarked;
