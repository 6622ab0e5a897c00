package io.nwfilter.netfilter.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guests that are added to networks. */
class GuestOnHostTest {

  private static Network network(String bridge, int number) {
    return Network.builder("net" + number)
        .bridge(bridge)
        .forward(ForwardMode.NAT)
        .address("10.0.%d.1/24".formatted(number))
        .build();
  }

  private static Surroundings host(Network... networks) {
    Surroundings host = new Surroundings();
    for (Network network : networks) {
      host.add(FilterCompiler.compile(network));
    }
    return host;
  }

  @Test
  void eachHasANameAndAMacAddressOfItsOwn() {
    Network first = network("virbr0", 1);
    Network second = network("a-long-bridge", 2);
    Surroundings host = host(first, second);
    host.addGuest("guest-virbr0", "virbr0", MacAddress.parse("52:54:00:00:00:01"));

    List<Guest> added =
        List.of(
            GuestOnHost.addTo(host, first, "virbr0"),
            GuestOnHost.addTo(host, second, "a-long-bridge"));

    assertEquals(
        List.of(
            new Guest("guest1", "virbr0", MacAddress.parse("52:54:00:fe:00:02"), List.of()),
            new Guest("guest2", "a-long-bridge", MacAddress.parse("52:54:00:fe:00:03"), List.of())),
        added);
    assertEquals(added, host.guests().subList(1, 3));
  }

  @Test
  void neighborsOfTwoBridgesAreTwo() {
    Network first = network("virbr0", 1);
    Network second = network("virbr1", 2);
    Surroundings host = host(first, second);
    for (Guest guest :
        List.of(
            GuestOnHost.addTo(host, first, "virbr0"), GuestOnHost.addTo(host, second, "virbr1"))) {
      Subject.withNeighbor(host, guest);
      Subject.withNeighbor(host, guest);
    }

    assertEquals(
        List.of("guest-virbr0", "guest-virbr1", "neighbor", "neighbor2"),
        host.guests().stream().map(Guest::port).toList());
    assertEquals(4, host.guests().stream().map(Guest::mac).distinct().count());
  }
}
