package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a packet does not arrive refutes something if rules are the reason. */
class LossTest {

  private static final Packet OPENING =
      Packet.parse("udp 192.168.122.99:40000 > 192.0.2.10:53 dst-mac 52:54:00:9f:80:45");
  private static final Packet REPLY =
      Packet.parse(
          "udp 192.0.2.10:53 > 192.168.122.99:40000 src-mac 52:54:00:9f:80:45"
              + " dst-mac 02:00:00:00:00:01");

  private static Outcome judged(String rules, String first) {
    Subject subject =
        DumpedHost.of(
            "iptables",
            "*filter\n:FORWARD ACCEPT\n" + rules,
            MacAddress.parse("52:54:00:9f:80:46"));
    PacketQuery query = PacketQuery.parse("from-vm at others-virbr0 udp to 192.168.122.99");
    Statement.All statement =
        (Statement.All) new Requirement(Requirement.Kind.ALWAYS, query).statement(subject);
    Statement.Always always = (Statement.Always) statement.parts().get(0);
    Conversation conversation = subject.simulator().conversation();
    Explanation opened = conversation.run(OPENING, Entry.port(first));
    Explanation replied = conversation.run(REPLY, Entry.port("vnet2"));
    return new Loss(subject, always)
        .judged(REPLY, List.of(opened, replied), conversation.tracked());
  }

  @Test
  void aPacketThatRulesDropIsLost() {
    assertEquals(
        Outcome.REFUTED, judged("-A FORWARD -p udp --sport 53 -j DROP\n", "others-virbr0"));
  }

  @Test
  void aPacketThatArrivesIsNot() {
    assertEquals(
        Outcome.CHECKED, judged("-A FORWARD -p udp --sport 54 -j DROP\n", "others-virbr0"));
  }

  /** The bridge leads it to where the first packet came from, whatever the rules are. */
  @Test
  void whatTheBridgeLeadsElsewhereIsNot() {
    assertEquals(Outcome.IRRELEVANT, judged("-A FORWARD -p udp --sport 54 -j DROP\n", "vnet3"));
  }
}
