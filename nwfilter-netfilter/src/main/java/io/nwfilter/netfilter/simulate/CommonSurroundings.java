package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two hosts on each of which there is what documents say of one of them, so that only their rules
 * differ. A guest that is added to one host would otherwise change what its bridge does with
 * packets for others: a bridge floods frames to a MAC address that it does not know.
 */
public final class CommonSurroundings {

  private CommonSurroundings() {}

  /**
   * Adds to each of two hosts the bridges, guests, learned MAC addresses and neighbours that only
   * the other has. Where both know something else, both then have what the later one says.
   *
   * @param before the host before a change
   * @param after the host after it
   * @throws IllegalArgumentException if an interface of one has the name of one that is filled in
   *     at the other
   */
  public static void share(Surroundings before, Surroundings after) {
    Set<String> bridges = before.bridges();
    addBridges(before, after, after.bridges());
    addBridges(after, before, bridges);
    List<Guest> guests = before.guests();
    addGuests(before, after, after.guests());
    addGuests(after, before, guests);
    Situation was = before.situation().build();
    Situation is = after.situation().build();
    learn(before, is); // the last one counts
    learn(after, was);
    learn(after, is);
    addNeighbors(before, is, ImmutableSet.of());
    addNeighbors(after, was, is.neighbors.keySet());
  }

  private static void addBridges(Surroundings to, Surroundings from, Set<String> bridges) {
    for (String bridge : bridges) {
      if (!to.bridges().contains(bridge)) {
        to.bridge(bridge);
        from.prefixes(bridge).forEach(prefix -> to.address(bridge, prefix.toString()));
      }
    }
  }

  private static void addGuests(Surroundings to, Surroundings from, List<Guest> guests) {
    Set<String> known = to.guests().stream().map(Guest::port).collect(Collectors.toSet());
    for (Guest guest : guests) {
      if (!known.contains(guest.port())) {
        to.add(guest);
        if (from.isIsolated(guest.port())) {
          to.isolated(guest.port());
        }
      }
    }
  }

  private static void learn(Surroundings host, Situation from) {
    from.learned.forEach((mac, port) -> host.builder().learned(port, mac));
  }

  private static void addNeighbors(Surroundings host, Situation from, Set<IpAddress> known) {
    for (Map.Entry<IpAddress, MacAddress> one : from.neighbors.entrySet()) {
      if (!known.contains(one.getKey())) {
        host.builder().neighbor(one.getKey().toString(), one.getValue());
      }
    }
  }
}
