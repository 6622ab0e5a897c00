package io.nwfilter.netfilter.guarantee;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Optional;

/** Other guests on the bridges of guests. */
final class Neighbors {

  private static final String NAME = "neighbor";
  private static final long FIRST_MAC = 0x0200_0000_0007L;

  /** How far the MAC addresses of those that are added are from each other. */
  private static final long DISTANCE = 0x100;

  private Neighbors() {}

  /** {@return another guest on the same bridge, if there is one} */
  static Optional<Guest> of(Surroundings surroundings, Guest guest) {
    return surroundings.guests().stream()
        .filter(other -> other.bridge().equals(guest.bridge()) && !other.equals(guest))
        .findFirst();
  }

  /** Adds one to the bridge of a guest, unless there is one; no two bridges have the same. */
  static void add(Surroundings surroundings, Guest guest) {
    if (of(surroundings, guest).isEmpty()) {
      long elsewhere = surroundings.guests().stream().filter(Neighbors::isAdded).count();
      surroundings.addGuest(
          elsewhere == 0 ? NAME : NAME + (elsewhere + 1),
          guest.bridge(),
          new MacAddress(FIRST_MAC + elsewhere * DISTANCE));
    }
  }

  private static boolean isAdded(Guest guest) {
    return guest.port().startsWith(NAME) && (guest.mac().bits() - FIRST_MAC) % DISTANCE == 0;
  }
}
