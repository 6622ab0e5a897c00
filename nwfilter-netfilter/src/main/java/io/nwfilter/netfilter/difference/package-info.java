/**
 * What a change of rules means: which packets are accepted that were not before, and which are not
 * any more, in few lines, each with a packet that shows it. Rules that mean the same do not differ,
 * however they are written.
 *
 * <pre>{@code
 * Difference changed = Difference.between(compiledOld, compiledNew);
 * System.out.print(DifferenceText.of(changed));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.difference;

import org.jspecify.annotations.NullMarked;
