package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets that rules change: only what asks them afterwards is not known. */
class ChangedSetsTest {

  private static final String PACKET = "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST;

  private static Simulator host(String rules) {
    return Simulator.of(
        TestHost.situation().set("known", "10.0.0.11").set("other", "10.0.0.11").build(),
        TestHost.forward(Family.IPV4, "filter", rules));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -j SET --add-set known src | ARRIVES | 1
          -m limit --limit 1/sec -j SET --add-set known src | ARRIVES | 1
          -j SET --add-set known src; -m set --match-set other src -j DROP | DROPPED | 1
          -m set --match-set known src -j DROP; -j SET --del-set known src | DROPPED | 1
          -m set ! --match-set known src -j DROP; -j SET --del-set known src | ARRIVES | 1
          -j SET --del-set known src; -m set --match-set known src -j DROP | DEPENDS | 2
          -j SET --add-set known src --exist --timeout 9; -m set --match-set known src -j DROP \
          | DEPENDS | 2
          -j SET --add-set a src; -m set --match-set a src -j DROP; \
          -m set ! --match-set a src -j DROP | DROPPED | 2
          -m set --match-set a src -j DROP; -j SET --add-set a src; \
          -m set --match-set a src -j DROP | DEPENDS | 3
          -j SET --map-set known src --map-mark | DEPENDS | 3
          """)
  void whatAsksThem(String rules, Fate fate, int courses) {
    Explanation explanation = TestHost.run(host(rules), PACKET, Entry.port("vnet0"));

    assertEquals(fate, explanation.fate());
    assertEquals(courses, explanation.courses().size());
  }

  @Test
  void laterPacketsOfAConversationAskAChangedSet() {
    Conversation conversation =
        host("-m set ! --match-set known src -j DROP; -j SET --del-set known src").conversation();
    Packet packet = Packet.parse(PACKET);

    assertEquals(Fate.ARRIVES, conversation.fate(packet, Entry.port("vnet0")));
    assertEquals(Fate.DEPENDS, conversation.fate(packet, Entry.port("vnet0")));
  }
}
