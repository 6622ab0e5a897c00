/**
 * Guarantees that filters give: each says something of all packets, and is verified by trying many
 * that are likely to refute it. What a guarantee states is data; a packet that refutes it is made
 * as small as possible.
 *
 * <pre>{@code
 * Verification result = Guarantees.noForeignSourceMac().verify(compiled);
 * if (result instanceof Verification.Fails fails) {
 *   System.out.println(fails.packet());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.guarantee;

import org.jspecify.annotations.NullMarked;
