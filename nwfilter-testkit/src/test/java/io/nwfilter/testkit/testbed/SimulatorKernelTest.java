package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatorKernelTest {

  @Test
  void smoke() {
    Map<Family, Ruleset> none = Map.of();
    int differences = 0;
    int unresolved = 0;
    try (Testbed testbed = new Testbed()) {
      testbed.load(none);
      Simulator simulator = Simulator.of(testbed.situation().build(), none.values());
      List<Place> places = List.of(Place.values());
      Random random = new Random(1);
      long start = System.nanoTime();
      for (Packet packet :
          PacketSamples.around(none.values())
              .with(
                  places.stream().map(p -> p.mac).toList(),
                  places.stream().map(p -> p.ipv4).toList())
              .limit(300)) {
        Place place = places.get(random.nextInt(4));
        testbed.forgetConnections();
        Passage passage = testbed.send(packet, place.entry());
        Explanation explanation = simulator.run(packet, place.entry());
        Comparison comparison = new Comparison(explanation, passage);
        if (comparison.isUnresolved()) {
          unresolved++;
        } else if (comparison.difference().isPresent()) {
          differences++;
          System.out.println("== " + place + " " + comparison.difference().get());
        }
      }
      System.out.println(
          differences + " differences " + unresolved + " unresolved in "
              + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
    assertEquals(0, differences);
  }
}
