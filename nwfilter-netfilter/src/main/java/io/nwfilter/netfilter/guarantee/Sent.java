package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Entry;

/**
 * A packet and where it enters.
 *
 * @param packet the packet
 * @param entry where it enters
 */
record Sent(Packet packet, Entry entry) {}
