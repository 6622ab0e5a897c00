package io.nwfilter.netfilter.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketShrinkerTest {

  private static final PacketShrinker SHRINKER =
      new PacketShrinker(
          MacAddress.parse("02:00:00:00:00:01"), MacAddress.parse("02:00:00:00:00:02"));

  private static String shrunk(String packet, Predicate<Packet> shows) {
    Packet large = Packet.parse(packet);
    assertTrue(shows.test(large), packet);
    return SHRINKER.shrink(large, shows).toString();
  }

  @Test
  void onlyWhatMattersIsLeft() {
    assertEquals(
        "tcp syn 10.0.0.1:1 > 10.0.0.2:22",
        shrunk(
            "tcp syn,ack 192.0.2.7:999 > 198.51.100.9:22 vlan 7 ttl 3 tos 0x10 data \"hello\""
                + " src-mac 52:54:00:01:02:03",
            PacketClass.of(PacketCondition.is(Field.DESTINATION_PORT, 22))::contains));
  }

  @Test
  void aTagThatMattersStays() {
    assertEquals(
        "ether vlan 1 vlan-type 0x88b5",
        shrunk(
            "udp 192.0.2.7:999 > 198.51.100.9:53 vlan 77 vlan-priority 3",
            packet -> packet.layer(LayerType.VLAN).isPresent()));
  }

  @Test
  void numbersGetAsSmallAsTheyCan() {
    assertEquals(
        "udp 10.0.0.1:1 > 10.0.0.2:1024",
        shrunk(
            "udp 192.0.2.7:999 > 198.51.100.9:40000",
            PacketClass.of(
                    PacketCondition.is(Field.IP_PROTOCOL, 17),
                    PacketCondition.in(Field.DESTINATION_PORT, Values.range(1024, 65535)))
                ::contains));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dhcp discover",
        "arp who-has 10.0.0.1 tell 10.0.0.7",
        "stp config",
        "tcp [fd00::1]:1 > [fd00::2]:2 hop-by-hop 0x010400000000 options 0x01010101",
        "udp 10.0.0.1 > 10.0.0.2 frag 8 data 0x0000000000000000",
        "icmp port-unreachable 10.0.0.2 > 10.0.0.1 about \"udp 10.0.0.1:4 > 10.0.0.2:5\"",
        "raw 0x0000000000000000000000000806ffff080000000001"
      })
  void anythingShrinksToAnEmptyFrame(String packet) {
    assertEquals("ether", shrunk(packet, any -> true));
  }

  /** A shorter frame, but one that only octets could name, is not simpler. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arp who-has 192.0.2.9 tell 192.0.2.7 vlan 5 src-mac 52:54:00:01:02:03",
        "raw 0x0200000000020200000000018100000508060001080006040001"
      })
  void theTextSaysWhatThePacketIs(String packet) {
    assertEquals(
        "arp announce 10.0.0.1 dst-mac 02:00:00:00:00:02 vlan 1 target-mac 02:00:00:00:00:01",
        shrunk(packet, PacketShrinkerTest::isTaggedArp));
  }

  private static boolean isTaggedArp(Packet packet) {
    return packet.layer(LayerType.VLAN).isPresent() && packet.layer(LayerType.ARP).isPresent();
  }

  @Test
  void whatIsAsSmallAsCanBeStays() {
    Packet packet = Packet.parse("ether");

    assertEquals(packet, SHRINKER.shrink(packet, any -> true));
    assertEquals(0, SHRINKER.simpler(packet).count());
  }
}
