package io.nwfilter.testkit.junit;

import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.exchange.GuestSituation;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.assertion.CompiledAssert;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Test classes as users write them, which {@link ExtensionTest} runs. */
final class Examples {

  private static final String FILTERS = "src/test/resources/assertion/";

  private Examples() {}

  @FilterTest(value = FILTERS + "web.xml", parameters = "IP=10.0.0.7")
  static class Filters {

    @Test
    void rules(CompiledRules web) {
      assertThat(web).completes(tcpHandshake(80));
    }

    @Test
    void assertions(CompiledAssert web) {
      web.completes(tcpHandshake(80));
    }

    @Test
    void failing(CompiledAssert web) {
      web.ruleset(Family.IPV4).hasChain("filter", "FO-tap3");
    }

    @Test
    @FilterTest(
        value = FILTERS + "web.xml",
        parameters = {"IP=10.0.0.7", "IP=10.0.0.8"},
        interfaceName = "tap3",
        mac = "52:54:00:00:00:03",
        libvirt = "0.8")
    void attributes(CompiledInterface web) {
      assertThat(web).fromGuest("arp who-has 10.0.0.1 tell 10.0.0.8").isAccepted();
      assertThat(web).fromGuest("arp who-has 10.0.0.1 tell 10.0.0.9").isDropped();
      assertThat(web).ruleset(Family.IPV4).hasChain("filter", "FO-tap3");
    }

    @Test
    @FilterTest(
        value = FILTERS + "web.xml",
        parameters = "IP=10.0.0.7",
        network = FILTERS + "lan.network")
    void network(CompiledAssert web, GuestSituation situation, Simulator simulator) {
      web.toGuest("tcp 10.1.2.3:40000 > 10.0.0.7:22").isRejected();
      assertThat(situation.compiled()).fails(tcpHandshake(80));
      Packet request = situation.packetFromGuest("arp who-has 10.0.0.1 tell 10.0.0.7");
      assertEquals(Fate.ARRIVES, simulator.run(request, situation.guestEntry()).fate());
    }

    @Nested
    class Inner {
      @Test
      void nested(CompiledAssert web) {
        web.completes(tcpHandshake(80));
      }
    }

    @Test
    void wrongType(CompiledDomain machine) {
      assertThat(machine).hasNoWarnings();
    }

    @Test
    @FilterTest(FILTERS + "lan.network")
    void wrongDocument(CompiledRules rules) {
      assertThat(rules).hasNoWarnings();
    }

    @Test
    @FilterTest(value = FILTERS + "web.xml", parameters = "IP")
    void wrongParameter(CompiledRules rules) {
      assertThat(rules).hasNoWarnings();
    }
  }

  @GoldenDirectory("src/test/resources/junit/golden")
  static class Golden {

    @Test
    void same(GoldenFiles golden) {
      golden.assertMatches("used.txt", () -> "used\n");
    }

    @Nested
    class Inner {
      @Test
      void nested(GoldenFiles golden) {
        golden.assertMatches("inner/used.txt", "inner\n");
      }
    }
  }

  @GoldenDirectory("src/test/resources/junit/stale")
  static class Stale {

    @Test
    void first(GoldenFiles golden) {
      golden.assertMatches("used.txt", "used\n");
    }

    @Test
    void second() {}
  }

  @GoldenDirectory("src/test/resources/junit/stale")
  static class WithProperty {

    @Test
    void first(GoldenFiles golden) {
      golden.assertMatches("used.txt", "used\n");
    }

    /** jqwik runs it, so Jupiter does not hear of it. */
    @Property
    void property() {}
  }

  @GoldenDirectory("src/test/resources/junit/stale")
  static class Different {

    @Test
    void other(GoldenFiles golden) {
      golden.assertMatches("used.txt", "other\n");
    }

    @Test
    void byChance(GoldenFiles golden) {
      Iterator<String> texts = List.of("one\n", "two\n").iterator();
      golden.assertMatches("used.txt", texts::next);
    }
  }
}
