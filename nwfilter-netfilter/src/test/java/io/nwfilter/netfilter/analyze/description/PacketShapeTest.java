package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Point;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketShapeTest {

  private static final List<String> QUERIES =
      List.of(
          "from-vm",
          "from-vm arp",
          "from-vm ip",
          "from-vm ip tcp dport 22",
          "from-vm ip udp dport 53",
          "from-vm ip6 icmpv6",
          "from-vm ip from 192.0.2.1 to 192.0.2.2");

  private final Simulator simulator = Simulator.of(Situation.bridge("virbr0", "vnet0", "others"));
  private final PacketSpace space = PacketSpace.of(1_000_000);
  private final PacketClassSets classes = new PacketClassSets(space);

  private Point point(Packet packet) {
    return new Point(space, simulator.view(packet));
  }

  @Test
  void aPacketIsInASetIfItIsInWhatTheSetAsksOfItsShape() {
    for (String text :
        List.of(
            "tcp syn 192.0.2.1:40000 > 192.0.2.2:22",
            "udp 192.0.2.1:40000 > 192.0.2.2:53",
            "arp who-has 192.0.2.2 tell 192.0.2.1",
            "icmpv6 echo-request 2001:db8::1 > 2001:db8::2")) {
      Packet packet = Packet.parse(text);
      Point point = point(packet);
      PacketShape shape = new PacketShape(space, packet, point);
      for (String query : QUERIES) {
        int set = classes.of(PacketQuery.parse(query).packets());

        int asked = shape.in(set);

        assertEquals(point.isIn(set), point.isIn(asked), text + " in " + query);
        assertFalse(space.diagrams.asked(asked).contains(space.variables.presence(Header.IPV4)));
        for (int bit : space.variables.bits(Field.ETHER_TYPE)) {
          assertFalse(space.diagrams.asked(asked).contains(bit));
        }
      }
    }
  }

  @Test
  void noPacketOfAnotherShapeCounts() {
    Packet packet = Packet.parse("tcp syn 192.0.2.1:40000 > 192.0.2.2:22");
    PacketShape shape = new PacketShape(space, packet, point(packet));

    assertEquals(NOTHING, shape.in(classes.of(PacketQuery.parse("from-vm arp").packets())));
    assertEquals(NOTHING, shape.in(classes.of(PacketQuery.parse("from-vm udp").packets())));
    assertNotEquals(
        NOTHING, shape.in(classes.of(PacketQuery.parse("from-vm tcp dport 25").packets())));
    assertNotEquals(NOTHING, shape.in(space.universe(Family.BRIDGE)));
  }
}
