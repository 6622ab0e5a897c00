/**
 * Explanations for people: why a packet arrives or is dropped, as text and as a picture of its way.
 *
 * <pre>{@code
 * Explanation why = Simulator.of(compiled).fromGuest(Packet.parse("dhcp discover"));
 * System.out.print(ExplanationText.plain(why));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.explain;

import org.jspecify.annotations.NullMarked;
