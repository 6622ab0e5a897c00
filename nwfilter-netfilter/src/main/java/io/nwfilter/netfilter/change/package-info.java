/**
 * Changes of a ruleset, edit by edit, as the tools load them.
 *
 * <pre>{@code
 * Change change = Change.between(now, wanted);
 * assert change.applyTo(now).equals(wanted);
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.change;

import org.jspecify.annotations.NullMarked;
