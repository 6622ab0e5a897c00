package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownWaysTest {

  private final KnownWays ways = new KnownWays();
  private final AtomicInteger found = new AtomicInteger();

  private List<Way> from(int port) {
    Entry entry = Entry.port("vnet" + port);
    return ways.from(
        entry,
        () -> {
          found.incrementAndGet();
          return List.of(new Way(entry, End.port("vnet" + port), List.of()));
        });
  }

  @Test
  void areFoundOnceFromAFewPlaces() {
    for (int round = 0; round < 3; round++) {
      for (int port = 0; port < 10; port++) {
        assertEquals(Entry.port("vnet" + port), from(port).get(0).entry());
      }
    }

    assertEquals(10, found.get());
  }

  @Test
  void areRightFromManyPlaces() {
    for (int round = 0; round < 2; round++) {
      for (int port = 0; port < 50; port++) {
        assertEquals(Entry.port("vnet" + port), from(port).get(0).entry());
      }
    }
  }
}
