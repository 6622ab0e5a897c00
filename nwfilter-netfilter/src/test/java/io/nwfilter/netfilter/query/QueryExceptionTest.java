package io.nwfilter.netfilter.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.simulate.End;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of texts that are not queries. */
class QueryExceptionTest {

  private static final Map<String, List<String>> VARIABLES =
      ImmutableMap.of("MAC", ImmutableList.of("52:54:00:01:02:03"), "IPV6", ImmutableList.of());

  private static QueryException refused(String text) {
    return assertThrows(QueryException.class, () -> PacketQuery.parse(text, VARIABLES));
  }

  /** {@return the problem, and the characters that the carets are under} */
  private static String summary(String text) {
    List<String> lines = refused(text).getMessage().lines().toList();
    int start = lines.get(2).indexOf('^');
    int end = Math.min(lines.get(2).length(), lines.get(1).length());
    return lines.get(0) + " [" + (start < end ? lines.get(1).substring(start, end) : "") + "]";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          to-mv tcp          | 'to-mv' is not a direction, with which a query starts; did you mean 'to-vm'? [to-mv]
          ``                 | the query is empty: it starts with a direction []
          from-vm at         | where packets arrive is missing []
          from-vm at ( tcp   | where packets arrive is missing [(]
          from-vm dprot 22   | 'dprot' is not a word of a query, or not here; did you mean 'dport'? [dprot]
          from-vm tcp dport 22 syn | 'syn' cannot be here: it comes directly after 'tcp', or is a value of 'flags' [syn]
          from-vm echo-request | 'echo-request' cannot be here: it comes directly after 'icmp' or 'icmpv6' [echo-request]
          from-vm tcp new    | 'new' cannot be here: it is a value of 'state' [new]
          from-vm ip arp from-vm | 'from-vm' cannot be here: it is a direction, which a query starts with [from-vm]
          from-vm ip at host | 'at' cannot be here: it comes directly after the direction [at]
          from-vm tcp = 5    | '=' cannot be here: it comes between a word and its values, as in 'dport = 22' [=]
          from-vm icmp echo-requst | 'echo-requst' is not a word of a query, or not here; did you mean 'echo-request'? [echo-requst]
          from-vm tcp )      | ')' is not a word of a query, or not here [)]
          from-vm tcp or     | something is missing at the end []
          from-vm not        | something is missing at the end []
          from-vm (tcp       | a parenthesis is not closed []
          from-vm tcp dport  | the value of 'dport' is missing []
          from-vm dport 22,  | the value of 'dport' is missing []
          from-vm (dport) tcp | the value of 'dport' is missing [)]
          from-vm dport tcp  | 'tcp' is not a number from 0 to 65535 [tcp]
          from-vm dport 22,65536 | '65536' is not a number from 0 to 65535 [65536]
          from-vm dport 80-22 | '80-22' ends before it starts [80-22]
          from-vm dport != any | no value is outside these [any]
          from-vm from != 0.0.0.0/0 | no value is outside these [0.0.0.0/0]
          from-vm from 10.0.0.1/8 | '10.0.0.1/8' has bits outside its mask; did you mean '10.0.0.0/8'? [10.0.0.1/8]
          from-vm from 10.0.0.0/33 | a prefix has at most 32 bits, not 33 [10.0.0.0/33]
          from-vm from 10.0.0.256 | '10.0.0.256' is not an IPv4 address such as 192.168.122.1 [10.0.0.256]
          from-vm sender-ip fd00::1 | 'fd00::1' is not an IPv4 address such as 192.168.122.1 [fd00::1]
          from-vm src-mac = $MCA | there is no variable '$MCA'; did you mean '$MAC'? [$MCA]
          from-vm from $IPV6 | '$IPV6' has no value that is known [$IPV6]
          from-vm dport $MAC | '52:54:00:01:02:03' is not a number from 0 to 65535 [$MAC]
          from-vm state enw  | 'enw' is not one of invalid, new, related, established, untracked, snat, dnat; did you mean 'new'? [enw]
          from-vm icmp 300   | '300' is not a number from 0 to 255 [300]
          from-vm flags syn,akc | 'syn,akc' is not control bits of TCP such as syn,ack [syn,akc]
          from-vm tcp udp dport 53 | no packet has 'tcp' and 'udp' at once; is an 'or' missing? [udp]
          from-vm tcp arp    | no packet has 'tcp' and 'arp' at once; is an 'or' missing? [arp]
          from-vm arp dport 22 | no packet has 'arp' and 'dport 22' at once; is an 'or' missing? [dport 22]
          from-vm to 10.0.0.0/8 from fd00::/8 | no packet has 'to 10.0.0.0/8' and 'from fd00::/8' at once; is an 'or' missing? [from fd00::/8]
          from-vm (tcp or udp) dport 22 arp | no packet has '(tcp or udp)' and 'arp' at once; is an 'or' missing? [arp]
          from-vm ip (tcp icmp) dport 1 | no packet has 'tcp' and 'icmp' at once; is an 'or' missing? [icmp]
          from-vm tcp icmp or arp ip | no packet has 'tcp' and 'icmp' at once; is an 'or' missing? [icmp]
          from-vm not (udp or tcp) (tcp or udp) | no packet has 'not (udp or tcp)' and '(tcp or udp)' at once; is an 'or' missing? [(tcp or udp)]
          from-vm (tcp or arp) (arp or udp) (udp or tcp) | no packet has '(udp or tcp)' and all that comes before at once; is an 'or' missing? [(udp or tcp)]
          from-vm vlan 5 arp and udp | no packet has 'arp' and 'udp' at once; is an 'or' missing? [udp]
          from-vm dhcp dns   | no packet has 'dhcp' and 'dns' at once; is an 'or' missing? [dns]
          from-vm to 10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5 arp | no packet has 'to 10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,1...' and 'arp' at once; is an 'or' missing? [arp]
          from-vm icmp type 3 type 4 | no packet has 'type 3' and 'type 4' at once; is an 'or' missing? [type 4]
          from-vm type 3 type 4 | no packet has 'type 3' and 'type 4' at once; is an 'or' missing? [type 4]
          from-vm dport 22-80 dport != 22-80 | no packet has 'dport 22-80' and 'dport != 22-80' at once; is an 'or' missing? [dport != 22-80]
          from-vm tcp not (ip or ip6) | no packet has 'tcp' and 'not (ip or ip6)' at once; is an 'or' missing? [not (ip or ip6)]
          from-vm tcp dport 22 not ip not ip6 | no packet has 'not ip6' and all that comes before at once; is an 'or' missing? [not ip6]
          from-vm arp state untracked | no packet has 'arp' and 'state untracked' at once; is an 'or' missing? [state untracked]
          from-vm arp state new | no packet has 'arp' and 'state new' at once; is an 'or' missing? [state new]
          from-vm state invalid connection-direction reply | no packet has 'state invalid' and 'connection-direction reply' at once; is an 'or' missing? [connection-direction reply]
          from-vm ip frag-offset 5 tcp dport 22 | no packet has 'dport 22' and all that comes before at once; is an 'or' missing? [dport 22]
          from-vm ip ihl 3   | no packet has 'ihl 3' [ihl 3]
          from-vm ip-id 5 ip-id != 5 | no packet has 'ip-id 5' and 'ip-id != 5' at once; is an 'or' missing? [ip-id != 5]
          from-vm udp (dport 1 dport 2 or length 3) | no packet has 'dport 1' and 'dport 2' at once; is an 'or' missing? [dport 2]
          from-vm ip (arp state new or tcp udp) | no packet has 'arp' and 'state new' at once; is an 'or' missing? [state new]
          from-vm tcp not tcp | no packet has 'tcp' and 'not tcp' at once; is an 'or' missing? [not tcp]
          from-vm flags syn/ack | 'syn/ack' is not BITS/OF: there are bits that are not of the others [syn/ack]
          """)
  void problemAndPlaceAreNamed(String text, String summary) {
    assertEquals(summary, summary(text));
  }

  @Test
  void whatCouldBeThereIsListed() {
    QueryException wrongWay = refused("tcp");
    assertEquals(
        """
        'tcp' is not a direction, with which a query starts
        tcp
        ^^^
        possible here: from-vm, to-vm, to-host, from-host, from-network\
        """,
        wrongWay.getMessage());
    assertEquals(0, wrongWay.position());
    assertEquals(
        ImmutableList.of("from-vm", "to-vm", "to-host", "from-host", "from-network"),
        wrongWay.expected());
    assertEquals(
        """
        'x' is not a number from 0 to 65535
        to-vm dport x
                    ^
        possible here: =, !=, in, not in, numbers from 0 to 65535 such as 1, 0-65535, any\
        """,
        refused("to-vm dport x").getMessage());
  }

  @Test
  void whatCouldBeInPlaceOfAContradictionIsListed() {
    ImmutableList<String> expected =
        ImmutableList.copyOf(refused("from-vm arp dport 22").expected());
    assertEquals(ImmutableList.of("or", "not", "("), expected.subList(0, 3));
    assertTrue(
        expected.containsAll(ImmutableList.of("arp", "sender-ip", "src-mac", "operation", "vlan")),
        expected::toString);
    assertTrue(
        Collections.disjoint(expected, ImmutableList.of("dport", "tcp", "ip", "from", "dhcp")),
        expected::toString);
  }

  @Test
  void whatMeansAllValuesIsNotListedWhereItCannotBe() {
    assertEquals(
        ImmutableList.of("numbers from 0 to 65535 such as 1, 0-65535"),
        refused("to-vm dport != any").expected());
  }

  @Test
  void placesOfAHostAreListed() {
    ImmutableSet<End> ends = ImmutableSet.of(End.port("vnet1"), End.HOST, End.network("eth0"));

    assertEquals(
        Optional.of(End.network("eth0")),
        PacketQuery.parse("from-vm at eth0 tcp", ImmutableMap.of(), ends).end());
    assertEquals(
        """
        no packet arrives at 'vnet9'; did you mean 'vnet1'?
        from-vm at vnet9 tcp
                   ^^^^^
        possible here: eth0, host, vnet1\
        """,
        assertThrows(
                QueryException.class,
                () -> PacketQuery.parse("from-vm at vnet9 tcp", ImmutableMap.of(), ends))
            .getMessage());
  }

  /**
   * It was proved that nothing leaves by the interface that is made up, and packets left by eth0.
   */
  @Test
  void oneOfSeveralInterfacesToOtherNetworksIsSaid() {
    End outside = End.network("outside");
    ImmutableSet<End> ends =
        ImmutableSet.of(outside, End.port("vnet1"), End.network("eth1"), End.network("eth0"));

    assertEquals(
        """
        several interfaces lead to other networks: say which, such as 'at eth0', or give --route 0.0.0.0/0=eth0
        from-vm at outside tcp
                   ^^^^^^^
        possible here: eth0, eth1, vnet1\
        """,
        assertThrows(
                QueryException.class,
                () -> PacketQuery.parse("from-vm at outside tcp", ImmutableMap.of(), ends))
            .getMessage());
    assertEquals(
        Optional.of(outside),
        PacketQuery.parse(
                "from-vm at outside tcp",
                ImmutableMap.of(),
                ImmutableSet.of(outside, End.HOST, End.port("vnet1")))
            .end());
  }

  @Test
  void variablesAreListedWhereTheirValuesCanBe() {
    List<String> expected = refused("from-vm src-mac x").expected();

    assertTrue(expected.contains("$MAC"), expected::toString);
    assertFalse(expected.contains("$IPV6"), "no value of it is known");
    assertFalse(refused("from-vm from x").expected().contains("$MAC"));
  }

  @Test
  void longListsHaveSeveralLines() {
    QueryException unknown = refused("to-vm (tcp nothing");
    List<String> list = unknown.getMessage().lines().skip(3).toList();

    assertTrue(list.size() > 5, unknown::getMessage);
    assertTrue(list.stream().allMatch(line -> line.length() <= 100), unknown::getMessage);
    assertEquals(
        "possible here: " + String.join(", ", unknown.expected()),
        list.stream().map(String::strip).collect(Collectors.joining(" ")));
    assertEquals(
        ImmutableList.of("and", "or", "not", "(", ")", "fin", "syn"),
        unknown.expected().subList(0, 7));
    assertTrue(unknown.expected().containsAll(QueryReader.WORDS), unknown::getMessage);
  }

  @Test
  void placesAreRightAfterTabsAndControlCharacters() {
    assertEquals(16, refused("from-vm\ttcp\u001b or x").position());
    assertEquals(
        "from-vm tcp  or x",
        refused("from-vm\ttcp\u001b or x").getMessage().lines().toList().get(1));
  }

  private static String repeated(int times, String separator, String part) {
    return IntStream.range(0, times)
        .mapToObj(i -> part.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(separator));
  }

  static List<Arguments> excessive() {
    String depth = "more than 50 parts within each other";
    String work = "the query is too complicated: written as alternatives, it is too long";
    return ImmutableList.of(
        arguments("(".repeat(60) + "tcp", depth),
        arguments("not ".repeat(60) + "tcp", depth),
        arguments(repeated(200, " ", "(vlan # or vlan #)"), work),
        arguments(repeated(100, " ", "(ttl != # or id != #)"), work),
        arguments("(tcp or not (" + repeated(200, " or ", "ttl # id #") + "))", work),
        arguments("dport " + repeated(1001, ",", "#"), "more than 1000 values"),
        arguments("x".repeat(20_000), "a query of 20008 characters is longer than 10000"));
  }

  /** A limit of work that is counted refuses it, before it takes long. */
  @ParameterizedTest
  @MethodSource("excessive")
  void whatCostsTooMuchIsRefused(String text, String limit) {
    QueryException refused = refused("from-vm " + text);

    assertEquals(limit, refused.getMessage().lines().findFirst().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dport 0-65535",
        "not (not (not (tcp)))",
        "(((((tcp)))))",
        "tcp dport 1 or tcp dport 2"
      })
  void whatIsOrdinaryIsNot(String text) {
    assertTrue(PacketQuery.parse("from-vm " + text).packets().alternatives().size() <= 4);
  }
}
