package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A bridge learns where senders are, in a conversation as in the kernel. */
class LearningKernelTest {

  private static final RuleCase RULES =
      RuleCase.of(
          "what is dropped is not learned",
          """
          # ebtables
          *filter
          :INPUT ACCEPT
          :FORWARD ACCEPT
          :OUTPUT ACCEPT
          -A FORWARD -s 52:54:00:00:00:04 -j DROP
          *nat
          :PREROUTING ACCEPT
          :OUTPUT ACCEPT
          :POSTROUTING ACCEPT
          -A PREROUTING -s 52:54:00:00:00:03 -j DROP
          """,
          """
          # iptables
          *raw
          :PREROUTING ACCEPT [0:0]
          :OUTPUT ACCEPT [0:0]
          -A PREROUTING -s 192.168.122.55 -j DROP
          COMMIT
          """);

  private static final String GUEST = Place.GUEST.mac.toString();

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  private static SentPacket sent(Place from, String sender, String receiver) {
    return sent(from.entry(), sender, receiver, "192.168.122.77");
  }

  private static SentPacket sent(Entry from, String sender, String receiver, String source) {
    String text = "udp %s:1 > 192.168.122.78:2 src-mac %s dst-mac %s";
    return new SentPacket(Packet.parse(text.formatted(source, sender, receiver)), from);
  }

  @Test
  void sendersAreAtThePortsOfTheirLastFrames() {
    String one = "52:54:00:00:00:01";
    String other = "52:54:00:00:00:02";
    String dropped = "52:54:00:00:00:03";
    String notForwarded = "52:54:00:00:00:04";
    String unknown = "52:54:00:00:00:05";
    List<SentPacket> packets =
        List.of(
            sent(Place.GUEST, GUEST, one),
            sent(Place.NEIGHBOR, one, GUEST),
            sent(Place.GUEST, GUEST, one),
            sent(Place.OTHER_GUEST, one, GUEST),
            sent(Place.GUEST, GUEST, one),
            sent(Place.OTHER_GUEST, other, one),
            sent(Entry.raw(Place.BRIDGE), Situation.BRIDGE_MAC.toString(), other, "192.168.122.1"),
            sent(Place.NEIGHBOR, dropped, GUEST),
            sent(Place.GUEST, GUEST, dropped),
            sent(Place.NEIGHBOR.entry(), dropped, GUEST, "192.168.122.55"),
            sent(Place.GUEST, GUEST, dropped),
            sent(Place.NEIGHBOR, notForwarded, GUEST),
            sent(Place.GUEST, GUEST, notForwarded),
            sent(Place.OTHER_GUEST, GUEST, other),
            sent(Place.NEIGHBOR, one, GUEST),
            sent(Place.GUEST, GUEST, one),
            sent(Place.NEIGHBOR, other, GUEST),
            sent(Place.GUEST, other, other),
            sent(Place.GUEST, unknown, unknown),
            sent(Place.NEIGHBOR, unknown, unknown));
    Situation.Builder situation = Testbed.situation();
    Place.PORTS.forEach(port -> situation.learning(port.device, true));
    try (Testbed testbed = new Testbed()) {
      testbed.load(RULES.rulesets());
      testbed.learnSenders();
      Tally tally = new Tally(testbed);

      tally.converse(
          RULES.name(), Simulator.of(situation.build(), RULES.rulesets().values()), packets);

      assertEquals("", String.join("\n", tally.differences()));
      assertEquals(packets.size(), tally.sent());
    }
  }
}
