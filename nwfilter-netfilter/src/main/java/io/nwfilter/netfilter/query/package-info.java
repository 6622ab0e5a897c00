/**
 * Queries: a direction and a set of packets, in words that the texts of packets have, too.
 *
 * <pre>{@code
 * PacketQuery foreign = PacketQuery.parse("from-vm src-mac != $MAC", GuestVariables.of(guest));
 * boolean asked = foreign.contains(Packet.parse("arp announce 10.0.0.1"));
 * PacketClass packets = foreign.packets();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.query;

import org.jspecify.annotations.NullMarked;
