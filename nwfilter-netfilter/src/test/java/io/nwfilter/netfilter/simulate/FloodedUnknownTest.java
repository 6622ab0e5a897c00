package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of a packet that a bridge floods at rules of which it is not known what they do. */
class FloodedUnknownTest {

  private static final int PORTS = 16;
  private static final Packet BROADCAST =
      Packet.parse("udp 192.0.2.10:68 > 255.255.255.255:67 dst-mac ff:ff:ff:ff:ff:ff");

  private static Explanation run(String rules) {
    String[] ports =
        IntStream.rangeClosed(0, PORTS).mapToObj(i -> "vnet" + i).toArray(String[]::new);
    Situation situation =
        Situation.builder()
            .bridge("br0", ports)
            .mac("br0", MacAddress.parse("02:00:00:00:00:fe"))
            .build();
    String dump = "*filter\n:FORWARD DROP\n:INPUT DROP\n" + rules + "COMMIT\n";
    Simulator host =
        Simulator.of(situation, SaveText.read(Family.IPV4, TextSource.text(dump, "rules")));
    return host.run(BROADCAST, Entry.port("vnet0"));
  }

  /** {@return of each course how many copies arrive, and how much is assumed} */
  private static List<String> courses(Explanation explanation) {
    return explanation.courses().stream()
        .map(
            course ->
                course.endings().stream().filter(one -> one.fate() == Fate.ARRIVES).count()
                    + " arrive, "
                    + course.assumptions().stream()
                        .map(Assumption::assumed)
                        .collect(Collectors.joining(", ")))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "-m geoip --source-country DE",
    "-m limit --limit 1/second",
    "-m geoip --source-country DE -m limit --limit 1/second",
  })
  void fareAlikeAtEachRule(String matches) {
    assertEquals(
        List.of("0 arrive, not met", "16 arrive, met"),
        courses(run("-A FORWARD " + matches + " -j ACCEPT\n")));
  }

  @Test
  void fareAlikeByEachTarget() {
    assertEquals(
        List.of("0 arrive, drops", "0 arrive, goes on", "16 arrive, accepts"),
        courses(run("-A FORWARD -j FANCY --now\n")));
  }

  /** Two rules ask twice, also for the same: two rate limits differ. */
  @Test
  void otherRulesAskAnew() {
    String rule = "-A FORWARD -m limit --limit 1/second -j ACCEPT\n";

    assertEquals(
        List.of("0 arrive, not met, not met", "16 arrive, met", "16 arrive, not met, met"),
        courses(run(rule + rule)));
  }
}
