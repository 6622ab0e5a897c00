package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.packet.Packet;
import java.util.Optional;

/**
 * How the way of a packet ends, or that of one of its copies.
 *
 * @param end where it arrives, or where it would have gone; empty if that was not decided yet
 * @param fate what becomes of it, not {@link Fate#DEPENDS}
 * @param packet the packet as it is then
 * @param decision what has decided; the last rule that has accepted it if it arrives
 * @param portByChance whether the kernel has translated the port, or the address, to any of a
 *     range, of which the packet shows one
 */
public record Ending(
    Optional<End> end, Fate fate, Packet packet, Decision decision, boolean portByChance) {

  /**
   * Checks that all components are given.
   *
   * @param end where it arrives, or where it would have gone
   * @param fate what becomes of it
   * @param packet the packet as it is then
   * @param decision what has decided
   * @param portByChance whether the port is any of a range
   */
  public Ending {
    requireNonNull(end, "end");
    requireNonNull(fate, "fate");
    requireNonNull(packet, "packet");
    requireNonNull(decision, "decision");
  }
}
