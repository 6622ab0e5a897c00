package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp 0.0.0.0:68 > 255.255.255.255:67",
        "arp who-has 10.0.0.1 tell 10.0.0.7",
        "arp announce 10.0.0.1",
        "arp reply 10.0.0.1 is-at 52:54:00:01:02:03",
        "rarp who-is 52:54:00:01:02:03",
        "rarp reply 10.0.0.9 is-at 52:54:00:01:02:03",
        "icmp echo-request 10.0.0.1 > 10.0.0.2 seq 7",
        "icmp 99/3 10.0.0.1 > 10.0.0.2",
        "icmp port-unreachable 10.0.0.1 > 10.0.0.2 about \"udp 10.0.0.2:7 > 10.0.0.1:9 ttl 3\"",
        "icmp host-unreachable 10.0.0.1 > 10.0.0.2 data 0x450000",
        "icmpv6 packet-too-big fe80::1 > fe80::2 about \"tcp syn [fe80::2]:7 > [fe80::3]:9\" seq"
            + " 1400",
        "tcp none 10.0.0.1:40000 > 10.0.0.2:22 df",
        "tcp fin,syn,rst,psh,ack,urg,ece,cwr 10.0.0.1:40000 > 10.0.0.2:22 ip-options 0x01010100",
        "tcp ack [fe80::1]:1 > [fe80::2]:2 hop-by-hop 0x010400000000 routing 0x000000000000",
        "udp [fe80::1]:1 > [fe80::2]:2 frag 0+ data 0x0102030405060708 frag-id 9",
        "ip 10.0.0.1 > 10.0.0.2 frag 1480+ data 0x01 proto 17",
        "ip6 fe80::1 > fe80::2 proto 59",
        "sctp 10.0.0.1:1 > 10.0.0.2:2 data 0x01000004 tag 0x5",
        "igmp leave 10.0.0.1 > 224.0.0.2 group 224.1.2.3",
        "esp 10.0.0.1 > 10.0.0.2 data 0x01 spi 0x100 seq 5",
        "ah fe80::1 > fe80::2",
        "ip 10.0.0.1 > 10.0.0.2 auth 0x00000007 data 0x01 proto 6",
        "stp config padding 8 root-priority 32768",
        "stp tcn",
        "llc data 0xffff dsap 0xe0 ssap 0xe0",
        "snap vlan 3 snap-type 0x809b",
        "ether data 0x00 ether-type 0x88cc",
        "ether vlan 3 vlan-type 0x88cc data 0x00",
        "udp 1.2.3.4:5 > 5.6.7.8:9 src-mac 00:00:00:00:00:05 dst-mac 00:00:00:00:00:06 svlan 7"
            + " svlan-priority 1 vlan 0 vlan-priority 5 vlan-dei 1",
        "udp 1.2.3.4:5 > 5.6.7.8:9 padding 0x0001 checksum 0x0",
        "dns example.org 10.0.0.1 > 10.0.0.2",
        "dhcp discover src-mac 52:54:00:01:02:03",
        "dhcp request 10.0.0.9 from 10.0.0.1 xid 0x99",
        "dhcp offer 10.0.0.9 from 10.0.0.1",
        "dhcp ack 10.0.0.9 from 10.0.0.1 dst-mac 52:54:00:01:02:03",
        "dhcpv6 solicit",
        "dhcpv6 advertise",
        "dhcpv6 request",
        "dhcpv6 reply dst-mac 52:54:00:01:02:03",
        "ra src-mac 52:54:00:01:02:03",
        "ns fe80::9",
        "na fe80::9",
        "icmpv6 neighbor-solicitation fe80::1 > ff02::1 target fe80::2",
        "raw 0x0000000000000000000000000806ffff080000000001",
      })
  void whatIsPrintedIsWhatWasRead(String text) {
    assertEquals(text, Packet.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ping 10.0.0.1 > 10.0.0.2 | icmp echo-request 10.0.0.1 > 10.0.0.2
          ping fe80::1 > fe80::2 | icmpv6 echo-request fe80::1 > fe80::2
          ping [fe80::1] > fe80::2 | icmpv6 echo-request fe80::1 > fe80::2
          tcp 10.0.0.1:1 > 10.0.0.2:2 | tcp syn 10.0.0.1:1 > 10.0.0.2:2
          tcp 10.0.0.1:1 > 10.0.0.2:2 flags ack,rst | tcp rst,ack 10.0.0.1:1 > 10.0.0.2:2
          ttl 3 udp 10.0.0.1:1 > 10.0.0.2:2 | udp 10.0.0.1:1 > 10.0.0.2:2 ttl 3
          udp 10.0.0.1 > 10.0.0.2 frag 8 | ip 10.0.0.1 > 10.0.0.2 frag 8 proto 17
          udp fe80::1 > fe80::2 frag 8 | ip6 fe80::1 > fe80::2 frag 8 proto 17
          udp 1.2.3.4:5 > 5.6.7.8:9 data "a b" | udp 1.2.3.4:5 > 5.6.7.8:9 data 0x612062
          icmpv6 neighbour-solicitation fe80::1 > ff02::1 | \
          icmpv6 neighbor-solicitation fe80::1 > ff02::1
          ip6 fe80::1 > fe80::2 hop-by-hop 0x010400000000 proto 6 data 0x01 | \
          ip6 fe80::1 > fe80::2 hop-by-hop 0x010400000000 data 0x01 proto 6
          """)
  void otherWaysToSayIt(String text, String printed) {
    assertEquals(printed, Packet.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "udp 1.2.3.4:5 > 255.255.255.255:9, ff:ff:ff:ff:ff:ff",
    "udp 1.2.3.4:5 > 239.129.2.3:9, 01:00:5e:01:02:03",
    "udp [fe80::1]:5 > [ff02::1:2]:9, 33:33:00:01:00:02",
    "arp who-has 1.2.3.4 tell 1.2.3.5, ff:ff:ff:ff:ff:ff",
    "arp reply 1.2.3.4 is-at 00:00:00:00:00:09, 02:00:00:00:00:02",
    "stp tcn, 01:80:c2:00:00:00",
    "udp 1.2.3.4:5 > 5.6.7.8:9, 02:00:00:00:00:02",
  })
  void framesGoToWhomTheyAreMeantFor(String text, String mac) {
    Layer frame = Packet.parse(text).layers().get(0);

    assertEquals(
        mac, TextValues.print(Slot.ETHERNET_DESTINATION, frame.get(Slot.ETHERNET_DESTINATION)));
  }

  /** {@return what is wrong, with the text where it is in brackets} */
  private static String problem(String text) {
    PacketTextException failure = assertThrows(PacketTextException.class, () -> Packet.parse(text));
    List<String> lines =
        new ArrayList<>(Splitter.on('\n').splitToList(String.valueOf(failure.getMessage())));
    assertEquals(3, lines.size(), failure.getMessage());
    String carets = lines.get(2);
    assertEquals(failure.position(), carets.indexOf('^'));
    String shown = lines.get(1) + " ".repeat(Math.max(0, carets.length() - lines.get(1).length()));
    return lines.get(0) + " @" + shown.substring(carets.indexOf('^'), carets.length()).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          udpp 1.2.3.4:5 > 5.6.7.8:9 | 'udpp' is not a word of a packet; did you mean 'udp'? @udpp
          udp 1.2.3.4:5 > 5.6.7.8:99999 | '99999' is not a number from 0 to 65535 @99999
          udp 1.2.3.4 > 5.6.7.8 | 'udp' needs ports, such as 10.0.0.1:22 @udp
          udp 1.2.3.4:5 > fe80::1 | a port is missing @fe80::1
          udp 1.2.3.4:5 > [fe80::1]:6 | 1.2.3.4 and fe80::1 are of different families @[fe80::1]:6
          udp 1.2.3.4:5 5.6.7.8:9 | '>' is expected, not '5.6.7.8:9' @5.6.7.8:9
          udp 01.2.3.4:5 > 5.6.7.8:9 | '01.2.3.4' is not an IPv4 address of four decimal numbers @01.2.3.4
          udp 192.168.122.10:5>5.6.7.8:9 | spaces are missing around '>' @192.168.122.10:5>5.6.7.8:9
          ping 1.2.3.4>1.2.3.5 | spaces are missing around '>' @1.2.3.4>1.2.3.5
          ping 1.2.3.4:5 > 1.2.3.5 | this kind of packet has no ports @1.2.3.4:5
          ping 1.2.3.4 > 1.2.3.5:6 | this kind of packet has no ports @1.2.3.5:6
          tcp 1.2.3.4:http > 1.2.3.5:80 | 'http' is not a number from 0 to 65535 @http
          tcp [fe80::1]:http > [fe80::2]:80 | 'http' is not a number from 0 to 65535 @http
          tcp 1.2.3.4: > 1.2.3.5:80 | '' is not a number from 0 to 65535 @
          tcp sym 1.2.3.4:5 > 5.6.7.8:9 | 'sym' is not a control bit of TCP, such as syn,ack; did you mean 'syn'? @sym
          arp who-has 1.2.3.4 tel 1.2.3.5 | 'tell' is expected, not 'tel' @tel
          arp whohas 1.2.3.4 tell 1.2.3.5 | 'whohas' is not an operation of 'arp'; did you mean 'who-has'? @whohas
          arp announce 1.2.3.4 ttl 3 | 'ttl' is not a setting of 'arp' @ttl
          arp announce 1.2.3.4 frag 8 | only packets of IP have fragments or extension headers @frag 8
          tcp 1.2.3.4:5 > 5.6.7.8:9 tll 3 | 'tll' is not a word of a packet; did you mean 'ttl'? @tll
          tcp 1.2.3.4:5 > 5.6.7.8:9 ttl 256 | '256' is not a number from 0 to 255 @256
          tcp 1.2.3.4:5 > 5.6.7.8:9 ttl 0xg | '0xg' is not a number from 0 to 255 @0xg
          tcp 1.2.3.4:5 > 5.6.7.8:9 udp | a packet is of one kind; this one already is 'tcp' @udp
          tcp 1.2.3.4:5 > 5.6.7.8:9 ttl | the value of 'ttl' is missing at the end @
          tcp 1.2.3.4:5 > 5.6.7.8:9 vlan 4096 | '4096' is not a number from 0 to 4095 @4096
          tcp 1.2.3.4:5 > 5.6.7.8:9 vlan-dei 1 | 'vlan-dei' is not after the tag that it belongs to @vlan-dei
          tcp 1.2.3.4:5 > 5.6.7.8:9 vlan-did 1 | 'vlan-did' is not a word of a packet; did you mean 'vlan-dei'? @vlan-did
          tcp 1.2.3.4:5 > 5.6.7.8:9 options 0x01 | with options the header has a multiple of 4 octets, at most 60 @0x01
          udp 1.2.3.4:5 > 5.6.7.8:9 options 0x01 | this packet has no header with 'options' @options
          udp 1.2.3.4:5 > 5.6.7.8:9 frag 12 | the place of a fragment is a multiple of 8 octets @12
          udp 1.2.3.4:5 > 5.6.7.8:9 frag 8 | a fragment other than the first has no header of udp @frag 8
          udp 1.2.3.4:5 > 5.6.7.8:9 frag 0+ frag 0 | a packet is one fragment only @frag
          udp 1.2.3.4:5 > 5.6.7.8:9 hop-by-hop 0x000000000000 | only packets of IPv6 have such extension headers @hop-by-hop 0x000000000000
          udp 1.2.3.4:5 > 5.6.7.8:9 auth 0x routing 0x000000000000 ttl 3 | only packets of IPv6 have such extension headers @routing 0x000000000000
          arp announce 1.2.3.4 hop-by-hop 0x000000000000 | only packets of IP have fragments or extension headers @hop-by-hop 0x000000000000
          frag 16+ tcp 1.2.3.4:5 > 5.6.7.8:9 frag 8 | a packet is one fragment only @frag
          ping fe80::1 > fe80::2 hop-by-hop 0x00 | after the first two octets, such a header has 6, 14, 22 or more octets in steps of 8 @0x00
          ping fe80::1 > fe80::2 df | only packets of IPv4 can forbid fragments @df
          ping 1.2.3.4 > 5.6.7.8 data 0x0 | '0x0' is not octets of two hexadecimal digits each @0x0
          ping 1.2.3.4 > 5.6.7.8 data abc | 'abc' is not octets such as 0x0102 or "text" @abc
          ping 1.2.3.4 > 5.6.7.8 data "abc | the quotation does not end @"
          icmp ecko-request 1.2.3.4 > 5.6.7.8 | 'ecko-request' is not a message of 'icmp'; did you mean 'echo-request'? @ecko-request
          icmp 8/0 fe80::1 > fe80::2 | 'icmp' has addresses of IPv4 @fe80::2
          icmp 8/0 1.2.3.4:5 > 5.6.7.8 | this kind of packet has no ports @1.2.3.4:5
          igmp qery 1.2.3.4 > 5.6.7.8 | 'qery' is not a message of 'igmp'; did you mean 'query'? @qery
          stp conf | 'conf' is not a BPDU: config or tcn @conf
          dhcp discver | 'discver' is not a message of DHCP: discover, offer, request or ack; did you mean 'discover'? @discver
          dhcpv6 sollicit | 'sollicit' is not a message of DHCPv6: solicit, advertise, request or reply; did you mean 'solicit'? @sollicit
          icmp 3/1 1.2.3.4 > 5.6.7.8 about "tcp 1.1.1.1:2 > 3.3.3.3" | a port is missing @3.3.3.3
          icmp 3/1 1.2.3.4 > 5.6.7.8 about 0x45 | a packet in quotation marks is expected @0x45
          icmp 3/1 1.2.3.4 > 5.6.7.8 about "ra" | the message is about a packet of the other family @"ra"
          esp 1.2.3.4 > 5.6.7.8 about "ra" | only messages of ICMP and ICMPv6 are about a packet @"ra"
          dns a..b 1.2.3.4 > 5.6.7.8 | 'a..b' is not a name such as example.org @a..b
          src-mac 52:54:00:00:00:01 | what kind of packet it is, such as tcp or arp, is missing @
          src-mac 52:54:00:00:00 stp tcn | '52:54:00:00:00' is not a MAC address such as 52:54:00:9f:80:45 @52:54:00:00:00
          raw 0x00 | a frame has at least 14 octets, this one has 1 @0x00
          raw 0x0000000000000000000000000806 ttl 3 | nothing may follow the octets of a frame @ttl
          """)
  void whatIsWrongIsSaidWithItsPlace(String text, String problem) {
    assertEquals(problem, problem(text));
  }

  @Test
  void aSettingIsGivenOnce() {
    assertEquals(
        """
        'ttl' is there already
        udp 1.2.3.4:5 > 5.6.7.8:9 ttl 3 ttl 4
                                        ^^^\
        """,
        assertThrows(
                PacketTextException.class,
                () -> Packet.parse("udp 1.2.3.4:5 > 5.6.7.8:9 ttl 3 ttl 4"))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e | \
          000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e
          000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f | \
          000102030405060708090a0b0c0d0e0f… (32 octets)
          000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 | \
          000102030405060708090a0b0c0d0e0f… (33 octets)
          """)
  void manyOctetsAreCutShortForPeople(String octets, String shown) {
    assertEquals(
        "udp 1.2.3.4:5 > 5.6.7.8:9 data 0x" + shown + " ttl 3, from port vnet0",
        PacketText.abbreviated(
            Packet.parse("udp 1.2.3.4:5 > 5.6.7.8:9 ttl 3 data 0x" + octets)
                + ", from port vnet0"));
  }

  @Test
  void theCaretsAreUnderTheWord() {
    assertEquals(
        """
        'tll' is not a word of a packet; did you mean 'ttl'?
        udp 1.2.3.4:5 > 5.6.7.8:9 tll 3
                                  ^^^\
        """,
        assertThrows(
                PacketTextException.class, () -> Packet.parse("udp 1.2.3.4:5 > 5.6.7.8:9\ttll 3"))
            .getMessage());
  }

  @Test
  void aPacketThatIsTooLongIsRefused() {
    String data = "0x" + "00".repeat(65_500);

    assertEquals(
        "65543 octets do not fit IPV4_LENGTH",
        String.valueOf(
                assertThrows(
                        PacketTextException.class,
                        () ->
                            Packet.parse("udp 1.2.3.4:5 > 5.6.7.8:9 data " + data + "0".repeat(30)))
                    .getMessage())
            .lines()
            .findFirst()
            .orElseThrow());
  }
}
