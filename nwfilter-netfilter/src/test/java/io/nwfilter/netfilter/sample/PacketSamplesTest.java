package io.nwfilter.netfilter.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PacketSamplesTest {

  private static final Ruleset RULES =
      SaveText.read(
          Family.IPV4,
          TextSource.text(
              """
              *filter
              :FORWARD ACCEPT [0:0]
              -A FORWARD -s 192.0.2.16/28 -p tcp -m tcp --dport 1000:1999 -j DROP
              -A FORWARD -p icmp -m icmp --icmp-type 3/13 -j DROP
              COMMIT
              """,
              "rules"));

  private static Set<Long> values(List<Packet> packets, Field field) {
    return packets.stream()
        .flatMap(packet -> packet.value(field).stream())
        .map(Bits::low)
        .collect(Collectors.toSet());
  }

  @Test
  void everyKindOfPacketIsThere() {
    List<Packet> packets = PacketSamples.around(RULES).limit(20_000);
    Set<LayerType> types = EnumSet.noneOf(LayerType.class);
    packets.forEach(packet -> packet.layers().forEach(layer -> types.add(layer.type())));
    Set<LayerType> missing = EnumSet.complementOf(EnumSet.copyOf(types));

    assertEquals(EnumSet.of(LayerType.TRAILER), missing);
    assertTrue(packets.stream().anyMatch(packet -> !packet.has(Header.TCP)));
  }

  @Test
  void theEndsOfRangesAreThereAndWhatIsNextToThem() {
    List<Packet> packets = PacketSamples.around(RULES).limit(5_000);

    assertTrue(
        values(packets, Field.DESTINATION_PORT).containsAll(Set.of(999L, 1000L, 1999L, 2000L)));
    assertTrue(
        values(packets, Field.IPV4_SOURCE)
            .containsAll(Set.of(0xc000_020fL, 0xc000_0210L, 0xc000_021fL, 0xc000_0220L)));
    assertTrue(values(packets, Field.ICMP_TYPE).contains(0x030dL));
  }

  @Test
  void addressesOfTheUserAreThere() {
    MacAddress mac = MacAddress.parse("52:54:00:01:02:03");
    Ipv4Address address = Ipv4Address.parseDottedQuad("203.0.113.9");
    List<Packet> packets =
        PacketSamples.around(RULES).with(List.of(mac), List.of(address)).limit(500);

    assertTrue(values(packets, Field.ETHERNET_SOURCE).contains(mac.bits()));
    assertTrue(values(packets, Field.IPV4_DESTINATION).contains(0xcb00_7109L));
  }

  @Test
  void theSameSeedGivesTheSamePackets() {
    PacketSamples samples = PacketSamples.around(RULES);

    assertEquals(samples.seed(5).limit(100), samples.seed(5).limit(100));
    assertEquals(samples.limit(100), samples.stream().limit(100).toList());
    assertTrue(!samples.seed(5).limit(100).equals(samples.seed(6).limit(100)));
  }

  @Test
  void onlySomeKinds() {
    assertTrue(
        PacketSamples.around(RULES).only("arp", "rarp").limit(200).stream()
            .allMatch(packet -> packet.has(Header.ARP) || packet.has(Header.VLAN)));
    assertEquals(
        "there are no packets of the kinds [foo]",
        assertThrows(IllegalArgumentException.class, () -> PacketSamples.around(RULES).only("foo"))
            .getMessage());
  }
}
