package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fields of packets that matches look at. */
class PacketFieldsTest {

  private static final Bits SENDER = mac("52:54:00:01:02:03");
  private static final Bits RECEIVER = mac("52:54:00:04:05:06");
  private static final String MACS = " src-mac 52:54:00:01:02:03 dst-mac 52:54:00:04:05:06";

  private static Bits mac(String text) {
    return Bits.of(MacAddress.parse(text));
  }

  private static Bits ip(String text) {
    IpAddress address = text.contains(":") ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
    return Bits.of(address);
  }

  private static Map<Field, Bits> fields(Packet packet) {
    Map<Field, Bits> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      packet.value(field).ifPresent(value -> fields.put(field, value));
    }
    return fields;
  }

  private static Map<Field, Bits> expected(long type, Object... rest) {
    Map<Field, Bits> fields = new EnumMap<>(Field.class);
    fields.put(Field.ETHERNET_SOURCE, SENDER);
    fields.put(Field.ETHERNET_DESTINATION, RECEIVER);
    fields.put(Field.ETHER_TYPE, Bits.of(type));
    for (int i = 0; i < rest.length; i += 2) {
      Bits value = rest[i + 1] instanceof Bits bits ? bits : Bits.of((Integer) rest[i + 1]);
      fields.put((Field) rest[i], value);
    }
    return fields;
  }

  private static Set<Header> headers(String text) {
    Packet packet = Packet.parse(text);
    EnumSet<Header> headers = EnumSet.allOf(Header.class);
    headers.removeIf(header -> !packet.has(header));
    return headers;
  }

  @Test
  void ofTcp() {
    assertEquals(
        expected(
            0x800,
            Field.PACKET_LENGTH,
            44,
            Field.IPV4_SOURCE,
            ip("10.0.0.1"),
            Field.IPV4_DESTINATION,
            ip("10.0.0.2"),
            Field.IPV4_FRAGMENT_OFFSET,
            0,
            Field.IP_PROTOCOL,
            6,
            Field.IP_TOS,
            0x12,
            Field.IP_TTL,
            64,
            Field.SOURCE_PORT,
            40000,
            Field.DESTINATION_PORT,
            22,
            Field.TCP_FLAGS,
            0x12,
            Field.TCP_OPTION,
            2),
        fields(
            Packet.parse(
                "tcp syn,ack 10.0.0.1:40000 > 10.0.0.2:22 tos 0x12 options 0x020405b4" + MACS)));
  }

  @Test
  void ofArp() {
    assertEquals(
        expected(
            0x806,
            Field.ARP_HARDWARE_TYPE,
            1,
            Field.ARP_PROTOCOL_TYPE,
            0x800,
            Field.ARP_HARDWARE_LENGTH,
            6,
            Field.ARP_PROTOCOL_LENGTH,
            4,
            Field.ARP_OPERATION,
            1,
            Field.ARP_SENDER_MAC,
            SENDER,
            Field.ARP_TARGET_MAC,
            mac("52:54:00:07:08:09"),
            Field.ARP_SENDER_IP,
            ip("10.0.0.7"),
            Field.ARP_TARGET_IP,
            ip("10.0.0.1")),
        fields(
            Packet.parse(
                "arp who-has 10.0.0.1 tell 10.0.0.7 target-mac 52:54:00:07:08:09" + MACS)));
  }

  @Test
  void ofArpAboutOtherAddresses() {
    assertEquals(
        expected(
            0x806,
            Field.ARP_HARDWARE_TYPE,
            6,
            Field.ARP_PROTOCOL_TYPE,
            0x801,
            Field.ARP_HARDWARE_LENGTH,
            6,
            Field.ARP_PROTOCOL_LENGTH,
            4,
            Field.ARP_OPERATION,
            1),
        fields(
            Packet.parse(
                "arp who-has 10.0.0.1 tell 10.0.0.7 hardware-type 6 protocol-type 0x801" + MACS)));
    assertEquals(
        expected(
            0x806,
            Field.ARP_HARDWARE_TYPE,
            1,
            Field.ARP_PROTOCOL_TYPE,
            0x800,
            Field.ARP_HARDWARE_LENGTH,
            8,
            Field.ARP_PROTOCOL_LENGTH,
            4,
            Field.ARP_OPERATION,
            1),
        fields(Packet.parse("arp who-has 10.0.0.1 tell 10.0.0.7 hardware-length 8" + MACS)));
  }

  @Test
  void ofTaggedIpv6WithExtensionHeaders() {
    assertEquals(
        expected(
            0x8100,
            Field.PACKET_LENGTH,
            40 + 8 + 8,
            Field.VLAN_ID,
            7,
            Field.VLAN_PRIORITY,
            5,
            Field.VLAN_ETHER_TYPE,
            0x8100,
            Field.IPV6_SOURCE,
            ip("fe80::1"),
            Field.IPV6_DESTINATION,
            ip("ff02::2"),
            Field.IP_PROTOCOL,
            58,
            Field.IP_TOS,
            0x20,
            Field.IP_TTL,
            64,
            Field.ICMPV6_TYPE,
            1 << 8 | 4),
        fields(
            Packet.parse(
                "icmpv6 1/4 fe80::1 > ff02::2 tos 0x20 vlan 7 vlan-priority 5 vlan 8"
                    + " destination-options 0x010400000000"
                    + MACS)));
  }

  @Test
  void ofSpanningTree() {
    assertEquals(
        expected(
            38,
            Field.LLC_SAP,
            0x42,
            Field.STP_TYPE,
            0,
            Field.STP_FLAGS,
            1,
            Field.STP_ROOT_PRIORITY,
            2,
            Field.STP_ROOT_ADDRESS,
            mac("00:00:00:00:00:03"),
            Field.STP_ROOT_COST,
            4,
            Field.STP_SENDER_PRIORITY,
            5,
            Field.STP_SENDER_ADDRESS,
            mac("00:00:00:00:00:06"),
            Field.STP_PORT,
            7,
            Field.STP_MESSAGE_AGE,
            8,
            Field.STP_MAX_AGE,
            9,
            Field.STP_HELLO_TIME,
            10,
            Field.STP_FORWARD_DELAY,
            11),
        fields(
            Packet.parse(
                "stp config stp-flags 1 root-priority 2 root-mac 00:00:00:00:00:03 root-cost 4"
                    + " bridge-priority 5 bridge-mac 00:00:00:00:00:06 port-id 7 message-age 8"
                    + " max-age 9 hello-time 10 forward-delay 11"
                    + MACS)));
    assertEquals(
        expected(7, Field.LLC_SAP, 0x42, Field.STP_TYPE, 0x80),
        fields(Packet.parse("stp tcn" + MACS)));
  }

  @Test
  void ofLogicalLinkControl() {
    assertEquals(
        expected(9, Field.LLC_SAP, 0xaa, Field.SNAP_TYPE, 0x809b),
        fields(Packet.parse("snap snap-type 0x809b data 0x01" + MACS)));
    assertEquals(
        expected(3, Field.LLC_SAP, 0xe0), fields(Packet.parse("llc dsap 0xe0 ssap 0xe0" + MACS)));
  }

  @Test
  void headersOfProtocols() {
    Set<Header> ipv4 = EnumSet.of(Header.ETHERNET, Header.IPV4, Header.IP);
    Set<Header> ipv6 = EnumSet.of(Header.ETHERNET, Header.IPV6, Header.IP);

    assertEquals(with(ipv4, Header.TRANSPORT), headers("udp 1.2.3.4:5 > 5.6.7.8:9"));
    assertEquals(with(ipv6, Header.TRANSPORT), headers("sctp [fe80::1]:5 > [fe80::2]:9"));
    assertEquals(with(ipv4, Header.TRANSPORT), headers("udplite 1.2.3.4:5 > 5.6.7.8:9"));
    assertEquals(with(ipv4, Header.TRANSPORT), headers("dccp 1.2.3.4:5 > 5.6.7.8:9"));
    assertEquals(with(ipv4, Header.TRANSPORT, Header.TCP), headers("tcp 1.2.3.4:5 > 5.6.7.8:9"));
    assertEquals(with(ipv4, Header.ICMP), headers("ping 1.2.3.4 > 5.6.7.8"));
    assertEquals(with(ipv6, Header.ICMPV6), headers("ping fe80::1 > fe80::2"));
    assertEquals(with(ipv4, Header.IGMP), headers("igmp query 1.2.3.4 > 224.0.0.1"));
    assertEquals(ipv4, headers("esp 1.2.3.4 > 5.6.7.8"));
    assertEquals(EnumSet.of(Header.ETHERNET, Header.LLC, Header.STP), headers("stp tcn"));
    assertEquals(EnumSet.of(Header.ETHERNET, Header.LLC), headers("stp tcn stp-version 2"));
    assertEquals(EnumSet.of(Header.ETHERNET), headers("ether"));
  }

  private static Set<Header> with(Set<Header> headers, Header... more) {
    Set<Header> all = EnumSet.copyOf(headers);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void laterFragmentsHaveNoTransport() {
    Packet first = Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:2 frag 0+ data 0x0000000000000000");
    Packet later = Packet.parse("udp 10.0.0.1 > 10.0.0.2 frag 8 data 0x0001000200080000");

    assertTrue(first.has(Header.TRANSPORT));
    assertEquals(Optional.of(Bits.of(17)), later.value(Field.IP_PROTOCOL));
    assertEquals(Optional.of(Bits.of(1)), later.value(Field.IPV4_FRAGMENT_OFFSET));
    assertFalse(later.has(Header.TRANSPORT));

    Packet ipv6 = Packet.parse("udp fe80::1 > fe80::2 frag 16+ data 0x0001000200080000");
    assertEquals(Optional.of(Bits.of(17)), ipv6.value(Field.IP_PROTOCOL));
    assertFalse(ipv6.has(Header.TRANSPORT));
  }

  @Test
  void anAuthenticationHeaderHidesWhatFollowsInIpv4() {
    Packet ipv4 = Packet.parse("tcp 1.2.3.4:5 > 5.6.7.8:9 auth 0x00000000");
    Packet ipv6 = Packet.parse("tcp [fe80::1]:5 > [fe80::2]:9 auth 0x00000000");

    assertEquals(Optional.of(Bits.of(51)), ipv4.value(Field.IP_PROTOCOL));
    assertFalse(ipv4.has(Header.TCP));
    assertEquals(Optional.of(Bits.of(6)), ipv6.value(Field.IP_PROTOCOL));
    assertTrue(ipv6.has(Header.TCP));
  }

  @Test
  void anExtensionHeaderThatIsCutOffLeavesTheProtocolUnknown() {
    Packet packet = Packet.parse("ip6 fe80::1 > fe80::2 proto 60 data 0x1105");

    assertEquals(Optional.empty(), packet.value(Field.IP_PROTOCOL));
    assertTrue(packet.has(Header.IP));
  }

  @Test
  void aMatchIsMetByTheFieldOrNegated() {
    Packet packet = Packet.parse("udp 10.0.0.1:40000 > 10.0.0.2:53");
    Values dns = Values.single(Field.DESTINATION_PORT, 53);

    assertTrue(packet.meets(Field.DESTINATION_PORT, dns, false));
    assertFalse(packet.meets(Field.DESTINATION_PORT, dns, true));
    assertTrue(packet.meets(Field.SOURCE_PORT, dns, true));
    assertFalse(packet.meets(Field.ICMP_TYPE, IcmpValues.all(), false));
    assertFalse(packet.meets(Field.ICMP_TYPE, IcmpValues.ofType(8), true));
  }

  @Test
  void oneOfSeveralOptionsOfTcpHasToBeWanted() {
    // The end of the list does not end it for Linux.
    Packet packet = Packet.parse("tcp 1.2.3.4:5 > 5.6.7.8:9 options 0x020405b400030307");
    Packet none = Packet.parse("tcp 1.2.3.4:5 > 5.6.7.8:9");
    Values scale = Values.single(Field.TCP_OPTION, 3);
    Values sack = Values.single(Field.TCP_OPTION, 4);

    assertEquals(List.of(Bits.of(2), Bits.of(0), Bits.of(3)), packet.values(Field.TCP_OPTION));
    assertTrue(packet.meets(Field.TCP_OPTION, scale, false));
    assertFalse(packet.meets(Field.TCP_OPTION, scale, true));
    assertFalse(packet.meets(Field.TCP_OPTION, sack, false));
    assertTrue(packet.meets(Field.TCP_OPTION, sack, true));
    assertEquals(List.of(), none.values(Field.TCP_OPTION));
    assertFalse(none.meets(Field.TCP_OPTION, scale, false));
    assertTrue(none.meets(Field.TCP_OPTION, scale, true));
    assertFalse(Packet.parse("udp 1.2.3.4:5 > 5.6.7.8:9").meets(Field.TCP_OPTION, scale, true));
  }

  @Test
  void bothServiceAccessPointsHaveToBeWanted() {
    Packet packet = Packet.parse("llc dsap 0x42 ssap 0x43");

    assertEquals(List.of(Bits.of(0x43), Bits.of(0x42)), packet.values(Field.LLC_SAP));
    assertFalse(packet.meets(Field.LLC_SAP, Values.single(Field.LLC_SAP, 0x42), false));
    assertFalse(packet.meets(Field.LLC_SAP, Values.single(Field.LLC_SAP, 0x42), true));
    assertTrue(packet.meets(Field.LLC_SAP, Values.single(Field.LLC_SAP, 0x44), true));
    assertTrue(packet.meets(Field.LLC_SAP, Values.range(0x42, 0x43), false));
  }
}
