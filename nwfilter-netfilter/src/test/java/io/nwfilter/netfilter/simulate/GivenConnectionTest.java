package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not known of a connection of which only the state is given. */
class GivenConnectionTest {

  private static Fate fate(TrackedState state, String rules) {
    Ruleset ruleset = TestHost.forward(Family.IPV4, "mangle", rules);
    return TestHost.run(
            Simulator.of(TestHost.situation().connectionState(state, false).build(), ruleset),
            "udp 10.0.0.11:1 > 10.0.0.12:2" + TestHost.TO_GUEST,
            Entry.port("vnet0"))
        .fate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ESTABLISHED | -m connmark --mark 0x1 -j DROP | DEPENDS
          ESTABLISHED | -m connmark ! --mark 0x1 -j DROP | DEPENDS
          RELATED | -m connmark --mark 0x1 -j DROP | DEPENDS
          NEW | -m connmark --mark 0x1 -j DROP | ARRIVES
          ESTABLISHED | -m connmark --mark 0x0/0x0 -j DROP | DROPPED
          ESTABLISHED | -j CONNMARK --set-xmark 0x1/0xffffffff; -m connmark --mark 0x1 -j DROP \
          | DROPPED
          ESTABLISHED | -j CONNMARK --set-xmark 0x1/0x3; -m connmark --mark 0x1/0x3 -j DROP \
          | DROPPED
          ESTABLISHED | -j CONNMARK --set-xmark 0x1/0x3; -m connmark --mark 0x2/0x3 -j DROP \
          | ARRIVES
          ESTABLISHED | -j CONNMARK --set-xmark 0x1/0x3; -m connmark --mark 0x1 -j DROP | DEPENDS
          ESTABLISHED | -j CONNMARK --set-xmark 0x1/0x0; -m connmark --mark 0x1 -j DROP | DEPENDS
          ESTABLISHED | -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff; \
          -m connmark --mark 0x0 -j DROP | DROPPED
          """)
  void itsMark(TrackedState state, String rules, Fate fate) {
    assertEquals(fate, fate(state, rules));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -m mark --mark 0x1 -j DROP | ARRIVES
          -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff; \
          -m mark --mark 0x1 -j DROP | DEPENDS
          -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xff; \
          -m mark --mark 0x100/0xff00 -j DROP | ARRIVES
          -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff; \
          -j MARK --set-xmark 0x1/0xffffffff; -m mark --mark 0x1 -j DROP | DROPPED
          """)
  void theMarkThatPacketsGetFromIt(String rules, Fate fate) {
    assertEquals(fate, fate(TrackedState.ESTABLISHED, rules));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ESTABLISHED | ASSURED | DEPENDS
          ESTABLISHED | SEEN_REPLY | DROPPED
          ESTABLISHED | SEEN_REPLY,ASSURED | DROPPED
          ESTABLISHED | EXPECTED | DEPENDS
          RELATED | CONFIRMED | DEPENDS
          NEW | ASSURED | ARRIVES
          NEW | SEEN_REPLY | ARRIVES
          """)
  void itsStatus(TrackedState state, String status, Fate fate) {
    assertEquals(fate, fate(state, "-m conntrack --ctstatus " + status + " -j DROP"));
  }
}
