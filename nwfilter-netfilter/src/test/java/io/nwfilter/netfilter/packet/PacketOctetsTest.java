package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets and their octets. Lengths and checksums were confirmed with Wireshark and Scapy. */
class PacketOctetsTest {

  private static final String MACS = "020000000002" + "020000000001";

  private static List<LayerType> types(Packet packet) {
    return packet.layers().stream().map(Layer::type).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udp 0.0.0.0:68 > 255.255.255.255:67 | 0xffffffffffff0200000000010800 \
          4500001c0000000040117ad200000000ffffffff 004400430008ff57
          arp who-has 10.0.0.1 tell 10.0.0.7 | 0xffffffffffff0200000000010806 \
          00010800060400010200000000010a0000070000000000000a000001
          rarp reply 10.0.0.9 is-at 52:54:00:01:02:03 | 0x0200000000020200000000018035 \
          000108000604000402000000000100000000525400010203 0a000009
          icmp echo-request 10.0.0.1 > 10.0.0.2 | 0x0200000000020200000000010800 \
          4500001c00000000400166df0a0000010a000002 0800f7ff00000000
          tcp 10.0.0.1:40000 > 10.0.0.2:22 options 0x020405b4 data "hello" df ttl 3 tos 0x10 | \
          0x0200000000020200000000010800 4510003100004000030663b50a0000010a000002 \
          9c40001600000000000000006002ffffa3f60000 020405b4 68656c6c6f
          tcp syn,ack [2001:db8::1]:22 > [2001:db8::2]:40000 svlan 7 svlan-priority 2 vlan 5 ttl 1 | \
          0x020000000002020000000001 88a84007 81000005 86dd 6000000000140601 \
          20010db8000000000000000000000001 20010db8000000000000000000000002 \
          00169c4000000000000000005012ffffb8070000
          udplite 10.0.0.1:1 > 10.0.0.2:2 data "xyz" | 0x0200000000020200000000010800 \
          4500001f00000000408866550a0000010a000002 000100020000f8ec 78797a
          sctp 10.0.0.1:1 > 10.0.0.2:2 data 0x01000004 | 0x0200000000020200000000010800 \
          4500002400000000408466540a0000010a000002 0001000200000000862a855e 01000004
          dccp 10.0.0.1:1 > 10.0.0.2:2 options 0x00000001 | 0x0200000000020200000000010800 \
          4500002400000000402166b70a0000010a000002 000100020400e7c70000000000000001
          icmpv6 mld-query fe80::1 > ff02::1 hop-by-hop 0x050200000100 data 0x0000 | \
          0x333300000001020000000001 86dd 6000000000120040 \
          fe800000000000000000000000000001 ff020000000000000000000000000001 \
          3a00050200000100 8200803500000000 0000
          igmp v2-report 10.0.0.1 > 224.0.0.251 group 224.0.0.251 | 0x01005e0000fb0200000000010800 \
          4500001c0000000040028fe40a000001e00000fb 16000904e00000fb
          tcp 10.0.0.1:40000 > 10.0.0.2:22 auth 0x000102030405060708090a0b auth-spi 7 | \
          0x0200000000020200000000010800 4500004000000000403366890a0000010a000002 \
          060400000000000700000000000102030405060708090a0b \
          9c40001600000000000000005002ffffff890000
          udp [fe80::1]:5 > [fe80::2]:6 frag 0+ data 0x0000000000000000 | \
          0x020000000002020000000001 86dd 6000000000182c40 \
          fe800000000000000000000000000001 fe800000000000000000000000000002 \
          1100000100000000 00050006 0010 02bf 0000000000000000
          stp config root-priority 32768 root-mac 52:54:00:01:02:03 padding 8 | \
          0x0180c2000000020000000001 0026 424203 0000000000 8000525400010203 \
          00000000 0000000000000000 0000 0000 0000 0000 0000 0000000000000000
          snap snap-type 0x809b data 0x01 | 0x020000000002020000000001 0009 aaaa03 000000809b 01
          """)
  void haveTheOctetsOfTheStandards(String text, String octets) {
    Octets expected = Octets.parse(octets.replace(" ", ""));

    assertEquals(expected, Packet.parse(text).octets());
    assertEquals(Packet.parse(text), Packet.parse(expected.toByteArray()));
  }

  @Test
  void aPacketIsMadeOfLayers() {
    Packet packet =
        Packet.of(
            Layer.ethernet(new MacAddress(0x0200_0000_0001L), new MacAddress(0x0200_0000_0002L)),
            Layer.vlan(5).with(Slot.VLAN_PRIORITY, 3),
            Layer.ip(Ipv4Address.parse("10.0.0.1"), Ipv4Address.parse("10.0.0.2"))
                .with(Slot.IPV4_TTL, 9),
            Layer.ports(LayerType.TCP, 40000, 22).with(Slot.TCP_FLAGS, 0x12),
            Layer.payload(Octets.parse("0x616263")));

    assertEquals(
        "tcp syn,ack 10.0.0.1:40000 > 10.0.0.2:22 vlan 5 vlan-priority 3 data 0x616263 ttl 9",
        packet.toString());
    assertEquals(
        List.of(
            LayerType.ETHERNET, LayerType.VLAN, LayerType.IPV4, LayerType.TCP, LayerType.PAYLOAD),
        types(packet));
  }

  @Test
  void aChangedPacketHasRightLengthsAndChecksums() {
    Packet packet = Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:2 data 0x01");

    assertEquals(
        Packet.parse("udp 10.9.0.1:1 > 10.0.0.2:2 data 0x01"),
        packet.with(Slot.IPV4_SOURCE, Bits.of(Ipv4Address.parse("10.9.0.1"))));
    assertEquals(
        Packet.parse("udp 10.0.0.1:7 > 10.0.0.2:2 data 0x01"),
        packet.with(Slot.UDP_SOURCE_PORT, Bits.of(7)));
    assertEquals(
        "no layer of udp 10.0.0.1:1 > 10.0.0.2:2 data 0x01 has TCP_FLAGS",
        assertThrows(IllegalArgumentException.class, () -> packet.with(Slot.TCP_FLAGS, Bits.of(1)))
            .getMessage());
  }

  @Test
  void whatIsWrongStaysWrong() {
    Packet packet =
        Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:2 checksum 0 ip-length 99 ether-type 0x800");

    assertEquals(Set.of(Slot.UDP_CHECKSUM), packet.layer(LayerType.UDP).orElseThrow().fixed());
    assertEquals(Set.of(Slot.IPV4_LENGTH), packet.layer(LayerType.IPV4).orElseThrow().fixed());
    assertEquals(Set.of(), packet.layer(LayerType.ETHERNET).orElseThrow().fixed());
    assertEquals(Packet.parse(packet.toBytes()), Packet.of(packet.layers()));
    assertEquals("udp 10.0.0.1:1 > 10.0.0.2:2 ip-length 99 checksum 0x0", packet.toString());
  }

  @ParameterizedTest
  @CsvSource({
    // a version of IP that does not exist, and a header of less than 20 octets
    "0800 35000014000000004006000000000000 00000000, PAYLOAD",
    "0800 44000014000000004006000000000000 00000000, PAYLOAD",
    "0800 4500, PAYLOAD",
    "86dd 6000, PAYLOAD",
    "0806 000108, PAYLOAD",
    "8100 00, PAYLOAD",
    "9000 00, PAYLOAD",
    "0002 aaaa, PAYLOAD",
    "0000 aaaa, TRAILER",
  })
  void whatIsNotUnderstoodIsPayload(String rest, LayerType type) {
    Packet packet = Packet.parse(Octets.parse(MACS + rest.replace(" ", "")).toByteArray());

    assertEquals(List.of(LayerType.ETHERNET, type), types(packet));
  }

  /** The checksums are what Linux leaves to the hardware: the folded sum of the pseudo header. */
  @ParameterizedTest
  @CsvSource({
    "tcp 10.0.0.1:1 > 10.0.0.2:2, 0x141d",
    "tcp 10.0.0.1:1 > 10.0.0.2:2 vlan 5 padding 6, 0x141d",
    "udp 10.0.0.1:1 > 10.0.0.2:2 data 0x01020304, 0x1420",
    "tcp [fe80::1]:1 > [fe80::2]:2, 0xfd1e"
  })
  void offloadedChecksumsAreComputed(String text, String partial) {
    assertEquals(
        Packet.parse(text), Packet.parse(text + " checksum " + partial).withOffloadedChecksums());
    Packet wrong = Packet.parse(text + " checksum 0x141e");
    assertEquals(wrong, wrong.withOffloadedChecksums());
  }

  @Test
  void headersThatAreCutOffArePayload() {
    byte[] whole = Packet.parse("tcp 10.0.0.1:40000 > 10.0.0.2:22").toBytes();
    for (int length = 14; length < whole.length; length++) {
      Packet cut = Packet.parse(Arrays.copyOf(whole, length));

      assertEquals(length >= 34, cut.has(Header.IPV4), "" + length);
      assertEquals(length >= 38, cut.has(Header.TRANSPORT), "" + length);
      assertEquals(false, cut.has(Header.TCP), "" + length);
      assertEquals(cut, Packet.of(cut.layers()));
    }
  }

  @Test
  void framesHaveALength() {
    assertEquals(
        "a frame has at least 14 octets, this one has 13",
        assertThrows(IllegalArgumentException.class, () -> Packet.parse(new byte[13]))
            .getMessage());
    assertEquals(
        "a frame of 65754 octets is longer than 65753",
        assertThrows(
                IllegalArgumentException.class, () -> Packet.parse(new byte[Packet.MAX_LENGTH + 1]))
            .getMessage());
    assertEquals(
        "a packet starts with the header of its frame",
        assertThrows(IllegalArgumentException.class, () -> Packet.of(Layer.vlan(1))).getMessage());
    assertEquals(
        "65536 octets do not fit IPV4_LENGTH",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Packet.of(
                        Layer.of(LayerType.ETHERNET),
                        Layer.of(LayerType.IPV4),
                        Layer.payload(Octets.zeros(65516))))
            .getMessage());
  }

  @Test
  void layersCheckTheirSlots() {
    assertEquals(
        "TCP_WINDOW 0x10000 has more than 16 bits",
        assertThrows(
                IllegalArgumentException.class,
                () -> Layer.of(LayerType.TCP).with(Slot.TCP_WINDOW, 65536))
            .getMessage());
    assertEquals(
        "UDP of 8 octets has no TCP_WINDOW",
        assertThrows(
                IllegalArgumentException.class, () -> Layer.of(LayerType.UDP).get(Slot.TCP_WINDOW))
            .getMessage());
    assertEquals(
        "10.0.0.1 and fe80::1 are of different families",
        assertThrows(
                IllegalArgumentException.class,
                () -> Layer.ip(Ipv4Address.parse("10.0.0.1"), Ipv6Address.parse("fe80::1")))
            .getMessage());
    assertEquals(
        "7 octets are fewer than the 8 of UDP",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Layer(LayerType.UDP, Octets.zeros(7), Set.of()))
            .getMessage());
  }

  @Test
  void equality() {
    new EqualsTester()
        .addEqualityGroup(
            Packet.parse("ping 10.0.0.1 > 10.0.0.2"),
            Packet.parse("icmp 8/0 10.0.0.1 > 10.0.0.2"),
            Packet.parse("icmp echo-request 10.0.0.1 > 10.0.0.2 ttl 64 checksum 0xf7ff"))
        .addEqualityGroup(Packet.parse("ping 10.0.0.1 > 10.0.0.2 ttl 63"))
        .addEqualityGroup(Packet.parse("ping 10.0.0.1 > 10.0.0.2 padding 18"))
        .addEqualityGroup(Octets.parse("0x0102"), Octets.of(new byte[] {1, 2}))
        .addEqualityGroup(Octets.EMPTY, Octets.parse(""), Octets.zeros(0))
        .testEquals();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 1, 0x010000",
    "4, 12, 2748, 0x0abc00",
    "15, 2, 3, 0x000180",
    "0, 24, 1, 0x000001"
  })
  void bitsAreWrittenAndRead(int bit, int width, long value, String expected) {
    Octets written = Octets.zeros(3).with(bit, width, Bits.of(value));

    assertEquals(expected, written.toString());
    assertEquals(value, written.number(bit, width));
  }

  private static byte[] frameWithTags(int tags) {
    byte[] frame = new byte[14 + 4 * tags];
    for (int at = 12; at < frame.length - 2; at += 4) {
      frame[at] = (byte) 0x81;
    }
    return frame;
  }

  /** As many as the longest frame has: what a packet costs is bounded by that. */
  @Test
  void manyTags() {
    int tags = (Packet.MAX_LENGTH - 14) / 4;
    Packet packet = Packet.parse(frameWithTags(tags));

    assertEquals(1 + tags, packet.layers().size());
    assertEquals(packet, Packet.of(packet.layers()));
  }
}
