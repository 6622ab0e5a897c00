package io.nwfilter.netfilter.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a case assumes, where rules ask for many sets that are not given. */
class AssumptionsTextTest {

  private static List<String> cases(int sets) {
    String rules =
        IntStream.range(0, sets)
            .mapToObj(i -> "-A FORWARD -m set --match-set s" + i + " src -j DROP\n")
            .collect(Collectors.joining());
    Simulator host =
        Simulator.of(
            Situation.bridge("br0", "vnet0", "vnet1"),
            SaveText.read(
                Family.IPV4,
                TextSource.text("*filter\n:FORWARD ACCEPT\n" + rules + "COMMIT\n", "rules")));
    Packet packet = Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:2 dst-mac 52:54:00:00:00:02");
    return host.run(packet, Entry.port("vnet0")).courses().stream()
        .map(ExplanationText::assumptions)
        .toList();
  }

  @Test
  void theChainIsNamedOnce() {
    assertEquals(
        "iptables, table filter, chain FORWARD, rule 1 (in set s0 src) is not met, and rule 2 (in"
            + " set s1 src) is met",
        cases(2).get(1));
  }

  @Test
  void ofManyTheLastOneIsNamed() {
    List<String> cases = cases(9);

    assertEquals(
        "iptables, table filter, chain FORWARD, rule 1 (in set s0 src) is not met, and rule 2 (in"
            + " set s1 src) is not met, and rule 3 (in set s2 src) is not met, and rule 4 (in set"
            + " s3 src) is not met, and rule 5 (in set s4 src) is not met, and 3 more hold, and"
            + " rule 9 (in set s8 src) is met",
        cases.get(cases.size() - 2));
  }
}
