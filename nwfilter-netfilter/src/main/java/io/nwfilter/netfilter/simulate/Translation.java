package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import java.util.OptionalInt;

/**
 * A new address of one end of a connection.
 *
 * @param address the address
 * @param port the new port, or the identifier of ICMP; empty if it stays
 * @param portByChance whether the kernel takes any port of a range, of which this is the first
 * @param addressByChance whether it takes any address of a range, of which this is one
 * @param chance what is taken by chance, and of which range, for messages; empty if nothing is
 */
record Translation(
    Bits address, OptionalInt port, boolean portByChance, boolean addressByChance, String chance) {}
