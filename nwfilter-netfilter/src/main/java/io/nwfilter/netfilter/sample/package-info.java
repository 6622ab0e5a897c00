/**
 * Packets and exchanges to try rules with: of every kind, around the values that the rules mention,
 * always the same ones for a seed. A packet that shows something can be made small. No engine for
 * properties is needed.
 *
 * <pre>{@code
 * for (Packet packet : PacketSamples.around(compiled).fromGuest().limit(1000)) {
 *   assertNotEquals(Fate.ARRIVES, simulator.fromGuest(packet).fate());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.sample;

import org.jspecify.annotations.NullMarked;
