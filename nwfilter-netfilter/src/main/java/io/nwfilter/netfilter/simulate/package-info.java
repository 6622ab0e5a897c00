/**
 * The simulator: a packet goes the kernel's way through the rules of a host, and every rule that is
 * tried is recorded with the reason why it matched or not. What cannot be known leads to several
 * courses, never to a guess.
 *
 * <pre>{@code
 * Explanation why = Simulator.of(compiled).fromGuest(Packet.parse("dhcp discover"));
 * if (why.fate() == Fate.DROPPED) {
 *   System.out.println(why.decision());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.simulate;

import org.jspecify.annotations.NullMarked;
