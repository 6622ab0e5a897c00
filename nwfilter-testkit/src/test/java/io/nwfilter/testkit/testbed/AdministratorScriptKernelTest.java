package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Scripts in the style of administrators mean the same as in that of nft, and packets meet their
 * rules where the simulator says. More are tried with {@code -Dnwfilter.nft.administrators=N}.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class AdministratorScriptKernelTest {

  private static final int SCRIPTS = Integer.getInteger("nwfilter.nft.administrators", 9);
  private static final int PACKETS = Integer.getInteger("nwfilter.nft.packets", 30);

  private static final ImmutableList<Place> PLACES =
      ImmutableList.of(Place.GUEST, Place.NEIGHBOR, Place.OTHER_GUEST, Place.OUTSIDE);

  private static Simulator simulator(NftRuleset ruleset) {
    return Simulator.of(Testbed.situation().build(), new HostRules(ImmutableMap.of(), ruleset));
  }

  private static NftRuleset read(String script) {
    return NftListing.read(TextSource.text(script, "script"));
  }

  @Example
  void theyMeanWhatIsListedAndWhatTheKernelDoes() {
    long seed = SimulatorKernelTest.seed();
    List<String> differences = new ArrayList<>();
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      for (int i = 0; i < SCRIPTS; i++) {
        testbed.load(ImmutableMap.of());
        String plain =
            testbed.withoutConflicts(NftRules.script(seed + i, NftSimulatorKernelTest.style(i)));
        String written = AdministratorStyle.write(plain, seed + i);
        NftRuleset listed = testbed.load(written);
        Simulator ofListing = simulator(listed);
        Simulator ofPlain = simulator(read(plain));
        Simulator ofWritten = simulator(read(written));
        Random random = new Random(seed + i);
        for (Packet sample :
            SimulatorKernelTest.samples(new HostRules(ImmutableMap.of(), listed))
                .seed(random.nextLong())
                .limit(PACKETS)) {
          Place place = PLACES.get(random.nextInt(PLACES.size()));
          Packet packet = place.addressed(sample);
          if (ofPlain.fate(packet, place.entry()) != ofWritten.fate(packet, place.entry())) {
            differences.add((seed + i) + ": " + place + " " + packet);
          }
          tally.compare("administrator " + (seed + i), ofListing, packet, place.entry());
        }
      }
      System.out.printf("administrators: seed %d, %d scripts, %s%n", seed, SCRIPTS, tally);
      assertEquals(List.of(), differences);
      assertEquals("", String.join("\n", tally.differences()));
      assertTrue(tally.sent() >= 10 * SCRIPTS, tally::toString);
    }
  }
}
