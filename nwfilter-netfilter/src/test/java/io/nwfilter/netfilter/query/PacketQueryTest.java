package io.nwfilter.netfilter.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which packets queries mean, and how queries are printed. */
class PacketQueryTest {

  private static final Map<String, List<String>> VARIABLES =
      ImmutableMap.of(
          "MAC", ImmutableList.of("52:54:00:01:02:03"),
          "IP", ImmutableList.of("10.0.0.7", "10.0.0.8"),
          "IPV6", ImmutableList.of("fd00::7"));

  private static final String TAGGED = " svlan 7 vlan 5";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          src-mac != $MAC                | ether src-mac 52:54:00:01:02:03                 | false
          src-mac != $MAC                | ether src-mac 52:54:00:01:02:04                 | true
          src-mac != $MAC                | arp announce 10.0.0.7 vlan 5                    | true
          src-mac = $MAC                 | ether src-mac 52:54:00:01:02:03                 | true
          dst-mac 01:00:00:00:00:00/01:00:00:00:00:00 | arp announce 10.0.0.7              | true
          dst-mac 01:00:00:00:00:00/01:00:00:00:00:00 | arp reply 10.0.0.7 is-at 02:00:00:00:00:01 | false
          ether-type 0x88cc              | ether ether-type 0x88cc                         | true
          ether-type 0x600-0xffff        | llc                                             | false
          tcp dport 22 from 10.0.0.0/8   | tcp 10.1.2.3:40000 > 10.0.0.7:22                | true
          tcp dport 22 from 10.0.0.0/8   | tcp 11.1.2.3:40000 > 10.0.0.7:22                | false
          tcp dport 22 from 10.0.0.0/8   | tcp 10.1.2.3:40000 > 10.0.0.7:23                | false
          tcp dport 22 from 10.0.0.0/8   | udp 10.1.2.3:40000 > 10.0.0.7:22                | false
          tcp dport 22 from 10.0.0.0/8   | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 5         | false
          vlan 5 tcp dport 22            | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 5         | true
          vlan 5 tcp dport 22            | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 6         | false
          vlan != 5 tcp                  | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 6         | true
          vlan != 5 tcp                  | tcp 10.1.2.3:40000 > 10.0.0.7:22                | false
          (vlan 5 or svlan 7) tcp        | tcp 10.1.2.3:40000 > 10.0.0.7:22 svlan 7        | true
          (vlan 5 or svlan 7) tcp        | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 5         | true
          (vlan 5 or svlan 7) tcp        | tcp 10.1.2.3:40000 > 10.0.0.7:22                | false
          svlan 7 vlan 5 not arp         | arp announce 10.0.0.7 svlan 7 vlan 5            | false
          svlan 7 vlan 5 not arp         | ping 10.0.0.7 > 10.0.0.8 svlan 7 vlan 5         | true
          not (vlan 5 tcp)               | tcp 10.1.2.3:40000 > 10.0.0.7:22 vlan 5         | false
          not (vlan 5 tcp)               | tcp 10.1.2.3:40000 > 10.0.0.7:22                | true
          not (vlan 5 tcp)               | udp 10.1.2.3:40000 > 10.0.0.7:22 vlan 5         | true
          vlan-priority 1-7              | ether vlan 0 vlan-priority 5                    | true
          dport 22-80,443                | tcp 10.1.2.3:40000 > 10.0.0.7:443               | true
          dport 22-80,443                | udp [fd00::1]:1 > [fd00::2]:80                  | true
          dport 22-80,443                | udp [fd00::1]:1 > [fd00::2]:81                  | false
          dport != 22                    | tcp 10.1.2.3:40000 > 10.0.0.7:23                | true
          dport != 22                    | icmp 8/0 10.1.2.3 > 10.0.0.7                    | false
          not dport 22                   | icmp 8/0 10.1.2.3 > 10.0.0.7                    | true
          not dport 22                   | tcp 10.1.2.3:40000 > 10.0.0.7:22                | false
          not tcp not udp                | arp announce 10.0.0.7                           | true
          tcp or udp dport 53            | tcp 10.1.2.3:40000 > 10.0.0.7:22                | true
          (tcp or udp) dport 53          | tcp 10.1.2.3:40000 > 10.0.0.7:22                | false
          (tcp or udp) and dport 53      | udp 10.1.2.3:40000 > 10.0.0.7:53                | true
          to $IP                         | ping 10.1.2.3 > 10.0.0.8                        | true
          to not in $IP                  | ping 10.1.2.3 > 10.0.0.8                        | false
          to != $IP,$IPV6                | ping fd00::1 > fd00::8                          | true
          to != $IP                      | ping fd00::1 > fd00::8                          | false
          from any                       | ping fd00::1 > fd00::8                          | true
          from 10.0.0.3-10.0.0.9         | ping 10.0.0.5 > 10.0.0.1                        | true
          from 10.0.0.3-10.0.0.9         | ping 10.0.0.10 > 10.0.0.1                       | false
          ipv6 from fe80::/10            | ra                                              | true
          icmp echo-request              | ping 10.0.0.1 > 10.0.0.2                        | true
          icmp echo-request              | icmp 8/1 10.0.0.1 > 10.0.0.2                    | false
          icmp 8                         | icmp 8/1 10.0.0.1 > 10.0.0.2                    | true
          icmp 3/1,3/3                   | icmp port-unreachable 10.0.0.1 > 10.0.0.2       | true
          type 130-136 code 0            | ns fd00::9                                      | true
          type 130-136 code 1            | ns fd00::9                                      | false
          target fd00::/8                | ns fd00::9                                      | true
          igmp leave                     | igmp leave 10.0.0.1 > 224.0.0.2                 | true
          igmp leave                     | igmp query 10.0.0.1 > 224.0.0.2                 | false
          arp reply sender-ip != $IP     | arp reply 10.0.0.9 is-at 52:54:00:01:02:03      | true
          arp reply sender-ip != $IP     | arp who-has 10.0.0.9 tell 10.0.0.1              | false
          rarp                           | rarp who-is 52:54:00:01:02:03                   | true
          stp config                     | stp tcn                                         | false
          stp                            | stp tcn                                         | true
          llc                            | snap                                            | true
          snap                           | llc                                             | false
          sap 0xe0                       | llc dsap 0xe0 ssap 0xe0                         | true
          sap 0xe0                       | llc dsap 0xe0 ssap 0xe1                         | false
          tcp syn                        | tcp syn,ack 10.0.0.1:1 > 10.0.0.2:2             | false
          tcp syn,ack                    | tcp syn,ack 10.0.0.1:1 > 10.0.0.2:2             | true
          tcp syn/syn,ack                | tcp syn,ece 10.0.0.1:1 > 10.0.0.2:2             | true
          tcp-option 2                   | tcp 10.0.0.1:1 > 10.0.0.2:2 options 0x020405b4  | true
          tos 0x10/0xfc                  | udp 10.0.0.1:1 > 10.0.0.2:2 tos 0x12            | true
          ttl 1                          | udp [fd00::1]:1 > [fd00::2]:2 ttl 1             | true
          frag-offset != 0               | udp 10.0.0.1 > 10.0.0.2 frag 8 data 0x01        | true
          frag-offset != 0               | udp fe80::1 > fe80::2 frag 16+ data 0x0000000000000000 | true
          ah                             | ah fe80::1 > fe80::2                            | true
          esp                            | ah 10.0.0.1 > 10.0.0.2                          | false
          packet-length 28               | ping 10.0.0.1 > 10.0.0.2                        | true
          dhcp                           | dhcp offer 10.0.0.9 from 10.0.0.1               | true
          dns                            | dns example.org fd00::1 > fd00::2               | true
          proto 47                       | ip 10.0.0.1 > 10.0.0.2 proto 47                 | true
          state new                      | ping 10.0.0.1 > 10.0.0.2                        | false
          """)
  void contains(String query, String packet, boolean expected) {
    assertEquals(
        expected, PacketQuery.parse("from-vm " + query, VARIABLES).contains(Packet.parse(packet)));
  }

  @Test
  void withoutAnythingAllPacketsAreMeant() {
    PacketQuery query = PacketQuery.parse("from-network");

    assertEquals(PacketDirection.FROM_NETWORK, query.direction());
    assertEquals(Optional.empty(), query.end());
    assertEquals(PacketClass.of(), query.packets());
  }

  @Test
  void packetsAreConditions() {
    assertEquals(
        PacketClass.of(
            PacketCondition.outside(
                Field.ETHERNET_SOURCE, Values.single(Field.ETHERNET_SOURCE, 0x5254_0001_0203L))),
        PacketQuery.parse("from-vm src-mac != $MAC", VARIABLES).packets());
  }

  @ParameterizedTest
  @CsvSource({"host", "outside", "vnet0", "others-virbr0"})
  void endIsKept(String text) {
    PacketQuery query = PacketQuery.parse("from-vm at " + text + " tcp");
    End end =
        switch (text) {
          case "host" -> End.HOST;
          case "outside" -> End.network("outside");
          default -> End.port(text);
        };

    assertEquals(Optional.of(end), query.end());
    assertEquals("from-vm at " + text + " tcp", query.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          from-vm src-mac != $MAC            | from-vm src-mac != 52:54:00:01:02:03
          to-vm tcp dport 22 from 10.0.0.0/8 | to-vm tcp dport 22 from 10.0.0.0/8
          to-vm tcp and dport=22 and(src 10.0.0.0/8) | to-vm tcp dport 22 from 10.0.0.0/8
          to-vm ipv4 src-ip 10.0.0.0/255.0.0.0 or ipv6 dst-ip $IPV6 | to-vm ip from 10.0.0.0/8 or ip6 to fd00::7
          from-vm (tcp or (udp or arp)) (dport 0x50 , 81) | from-vm (tcp or udp or arp) dport 80,81
          from-vm not(not (tcp dport 22))    | from-vm not not (tcp dport 22)
          from-vm from any to 10.0.0.1/32    | from-vm from 0.0.0.0/0,::/0 to 10.0.0.1
          from-vm dport any or ping          | from-vm dport any or icmp echo-request or icmpv6 echo-request
          from-vm icmp 8/0,3/77,8            | from-vm icmp echo-request,3/77,8
          from-vm tcp syn , ack or flags 0x2/0x12 | from-vm tcp syn,ack or flags syn/syn,ack
          from-vm state in established,new connection-direction not in reply | from-vm state established,new connection-direction != reply
          """)
  void textIsShort(String text, String printed) {
    PacketQuery query = PacketQuery.parse(text, VARIABLES);

    assertEquals(printed, query.toString());
    assertEquals(query, PacketQuery.parse(printed));
  }

  @Test
  void equality() {
    new EqualsTester()
        .addEqualityGroup(
            PacketQuery.parse("from-vm tcp dport 22"),
            PacketQuery.parse("from-vm tcp and (dport = 22)"))
        .addEqualityGroup(PacketQuery.parse("to-vm tcp dport 22"))
        .addEqualityGroup(PacketQuery.parse("from-vm at host tcp dport 22"))
        .addEqualityGroup(PacketQuery.parse("from-vm tcp dport != 22"))
        .addEqualityGroup(PacketQuery.parse("from-vm tcp or dport 22"))
        .testEquals();
  }

  @Test
  void variablesOfAGuest() {
    Guest guest =
        new Guest(
            "vnet0",
            "virbr0",
            new MacAddress(0x5254_0001_0203L),
            ImmutableList.of(Ipv4Address.parse("10.0.0.7")));

    assertEquals(
        ImmutableMap.of(
            "MAC", ImmutableList.of("52:54:00:01:02:03"),
            "IP", ImmutableList.of("10.0.0.7"),
            "IPV6", ImmutableList.of()),
        GuestVariables.of(guest));
    assertEquals(
        ImmutableMap.of(
            "MAC", ImmutableList.of("52:54:00:01:02:03"),
            "IP", ImmutableList.of("10.0.0.7"),
            "IPV6", ImmutableList.of(),
            "HOST_MAC", ImmutableList.of("02:00:00:00:00:fe")),
        GuestVariables.of(guest, Situation.bridge("virbr0", "vnet0")));
  }

  @Test
  void anAddressIsPrintedByItsName() {
    MacAddress mac = new MacAddress(0x0200_0000_00feL);
    PacketQuery query =
        PacketQuery.parse(
            "from-vm (arp or ip) src-mac 02:00:00:00:00:fd,02:00:00:00:00:fe dst-mac !="
                + " 02:00:00:00:00:fe");
    String text = query.naming(mac, "HOST_MAC").toString();

    assertEquals(query.toString().replace(mac.toString(), "$HOST_MAC"), text);
    assertEquals(
        query,
        PacketQuery.parse(text, ImmutableMap.of("HOST_MAC", ImmutableList.of(mac.toString()))));
    PacketQuery masked = PacketQuery.parse("from-vm dst-mac 02:00:00:00:00:fe/02:00:00:00:00:fe");
    assertEquals(masked.toString(), masked.naming(mac, "HOST_MAC").toString());
  }

  @Test
  void aCopyKeepsAllOtherParts() {
    PacketQuery query =
        PacketQuery.parse("from-vm ip src-mac 02:00:00:00:00:fd dst-mac 02:00:00:00:00:fe");
    PacketQuery named =
        query
            .naming(new MacAddress(0x0200_0000_00feL), "HOST_MAC")
            .naming(new MacAddress(0x0200_0000_00fdL), "MAC");
    String packets = "ip src-mac $MAC dst-mac $HOST_MAC";

    assertEquals("from-vm " + packets, named.toString());
    assertEquals("from-vm at host " + packets, named.at(End.HOST).orElseThrow().toString());
    assertEquals("from-vm vlan 0 " + packets, named.inVlan(0).orElseThrow().toString());
    assertEquals(
        "from-vm at host vlan 0 " + packets,
        named.at(End.HOST).orElseThrow().inVlan(0).orElseThrow().toString());
    assertEquals(
        query.at(End.HOST).orElseThrow().packets(), named.at(End.HOST).orElseThrow().packets());
    assertEquals(query.at(End.HOST), named.at(End.HOST));
  }

  @Test
  void theLastNameOfAnAddressCounts() {
    MacAddress mac = new MacAddress(0x0200_0000_00feL);

    assertEquals(
        "from-vm src-mac $OTHER",
        PacketQuery.parse("from-vm src-mac 02:00:00:00:00:fe")
            .naming(mac, "HOST_MAC")
            .naming(mac, "OTHER")
            .toString());
  }

  @Test
  void tagsInsideAreThoseNextToThem() {
    Packet packet = Packet.parse("tcp 10.0.0.1:1 > 10.0.0.2:2" + TAGGED);

    assertEquals(false, PacketQuery.parse("from-vm tcp").contains(packet));
    assertEquals(false, PacketQuery.parse("from-vm vlan 5 tcp").contains(packet));
    assertEquals(false, PacketQuery.parse("from-vm svlan 7 tcp").contains(packet));
    assertEquals(true, PacketQuery.parse("from-vm vlan 5 svlan 7 tcp").contains(packet));
    assertEquals(true, PacketQuery.parse("from-vm svlan 7 vlan 5 ttl 64").contains(packet));
  }

  @Test
  void whatFollowsATagIsSaidWithTheTag() {
    PacketCondition vlan = PacketCondition.is(Field.ETHER_TYPE, 0x8100);
    PacketCondition port = PacketCondition.is(Field.DESTINATION_PORT, 22);

    assertEquals(
        List.of("from-vm vlan any dport 22", "from-vm ether-type 0x8100"),
        Stream.of(List.of(vlan, port), List.of(vlan))
            .flatMap(some -> PacketQuery.saying(PacketDirection.FROM_VM, some, List.of()).stream())
            .map(PacketQuery::toString)
            .toList());
    PacketQuery query = PacketQuery.parse("from-vm vlan any dport 22");
    assertTrue(query.contains(Packet.parse("tcp syn 10.0.0.1:1 > 10.0.0.2:22 vlan 5")));
    assertFalse(query.contains(Packet.parse("tcp syn 10.0.0.1:1 > 10.0.0.2:22")));
  }

  /** {@return a list of ports, each of which is open to a network of its own} */
  private static String allowed(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "tcp dport %d from 10.0.%d.0/24".formatted(i, i))
        .collect(Collectors.joining(" or "));
  }

  /**
   * To say what is in none of n classes by alternatives may take 2 to the power of n of them, so it
   * is said by exceptions.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void whatIsOutsideALongListIsKnown(int count) {
    PacketQuery list = PacketQuery.parse("from-vm " + allowed(count));
    ImmutableList<PacketClass> others =
        ImmutableList.of(
            list.otherPackets(),
            PacketQuery.parse("from-vm not (" + allowed(count) + ")").packets(),
            PacketQuery.parse("from-vm ip not (" + allowed(count) + ")").packets());

    for (int port = 0; port <= count; port++) {
      for (int network = 0; network <= count; network++) {
        Packet packet = Packet.parse("tcp 10.0.%d.9:4000 > 192.0.2.1:%d".formatted(network, port));
        boolean listed = network == port && port < count;
        assertEquals(listed, list.contains(packet));
        others.forEach(other -> assertEquals(!listed, other.contains(packet)));
      }
    }
    Packet arp = Packet.parse("arp who-has 192.0.2.1 tell 192.0.2.2");
    assertEquals(List.of(true, true, false), others.stream().map(o -> o.contains(arp)).toList());
  }

  @Test
  void whatIsOutsideALongListWithExceptionsIsInside() {
    PacketQuery query = PacketQuery.parse("from-vm ip not (" + allowed(100) + ")");

    assertTrue(query.otherPackets().contains(Packet.parse("arp who-has 192.0.2.1 tell 192.0.2.2")));
    assertTrue(query.otherPackets().contains(Packet.parse("tcp 10.0.7.9:4000 > 192.0.2.1:7")));
    assertFalse(query.otherPackets().contains(Packet.parse("tcp 10.0.7.9:4000 > 192.0.2.1:8")));
  }

  @Test
  void whatTakesTooManyAlternativesIsRefused() {
    PacketQuery query =
        PacketQuery.parse("from-vm (" + allowed(20) + " or udp) not (" + allowed(100) + ")");

    QueryException refused = assertThrows(QueryException.class, query::otherPackets);

    assertEquals(
        "the packets that the query does not mean are too complicated: written as alternatives,"
            + " they are too many",
        refused.getMessage().lines().findFirst().orElse(""));
  }
}
