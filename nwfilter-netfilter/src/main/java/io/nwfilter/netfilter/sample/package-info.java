/**
 * Packets to try rules with: of every kind, and mostly about what the rules mention.
 *
 * <pre>{@code
 * for (Packet packet : PacketSamples.around(compiled).limit(1000)) {
 *   Fate fate = simulator.fate(packet, Entry.port("vnet0"));
 * }
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.sample;

import org.jspecify.annotations.NullMarked;
