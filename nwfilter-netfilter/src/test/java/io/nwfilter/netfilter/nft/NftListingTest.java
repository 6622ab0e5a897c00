package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.InexpressibleException;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NftListingTest {

  private static final Path LISTINGS = Path.of("src", "test", "resources", "nft");

  /** {@return the lines that are not empty} Where nft breaks lines differs by release and type. */
  private static List<String> lines(String text) {
    return text.replaceAll(",\n\\s+", ", ").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * {@return a listing with octets of several fields field by field, and with the usual of two
   * questions for IPv4, as they are printed}
   */
  private static String apart(String text) {
    return text.replace(
            "@nh,48,96 0x35254009f804500000000",
            "@nh,48,16 0x3 @nh,64,48 0x5254009f8045 @nh,112,32 0x0")
        .replace("@nh,144,80 0x5254009f804500000000", "@nh,144,48 0x5254009f8045 @nh,192,32 0x0")
        .replaceAll("(?s)(table inet .*)meta protocol ip drop", "$1meta nfproto ipv4 drop");
  }

  static NftRuleset read(String text) {
    return NftListing.read(TextSource.text(text, "listing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "networks-11.3/99-nat-then-route.nft",
        "networks-11.3/iso.nft",
        "networks-11.3/iso6.nft",
        "networks-11.3/nat.nft",
        "networks-11.3/nat6.nft",
        "networks-11.3/nat6only.nft",
        "networks-11.3/natdev.nft",
        "networks-11.3/open.nft",
        "networks-11.3/route.nft",
        "filters-12.8/clean-traffic.nft",
        "filters-12.8/moge.nft",
        "inet-1.0.6.nft",
        "objects-1.0.6.nft",
        "bridge-1.0.6.nft"
      })
  void whatIsReadIsPrintedBack(String file) throws IOException {
    String text = Files.readString(LISTINGS.resolve(file));

    NftRuleset ruleset = read(text);
    String printed = NftScript.write(ruleset);

    assertEquals(ruleset, read(printed));
    assertEquals(String.join("\n", lines(apart(text))), String.join("\n", lines(printed)));
  }

  /** A table that a program owns, as firewalld makes it, has that in a comment (nft 1.1.3). */
  @Test
  void readsFlagsOfTables() {
    NftTable table =
        read("""
        table inet firewalld { # progname firewalld
        	flags owner,persist

        	ct helper helper-tftp-udp {
        		type "tftp" protocol udp
        		l3proto inet
        	}
        }
        """)
            .tables()
            .get(0);

    assertEquals(Set.of(TableFlag.OWNER, TableFlag.PERSIST), table.flags());
    assertEquals(
        List.of("ct helper", "helper-tftp-udp"),
        List.of(table.others().get(0).kind(), table.others().get(0).name()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flags owner,shy | listing:2:14: error: rules-syntax: 'shy' is not a known flag",
        "flags owner dormant | listing:2:14: error: rules-syntax: ',' is expected, not 'dormant'"
      })
  void otherFlagsAreRefusedByName(String flags, String refusal) {
    TextException refused =
        assertThrows(TextException.class, () -> read("table ip t {\n " + flags + "\n}\n"));

    assertEquals(refusal, refused.diagnostic().toString());
  }

  private static ChainRule rule(String family, String line) {
    String text = "table " + family + " t {\n chain c {\n" + line + "\n }\n}\n";
    return read(text).tables().get(0).chain("c").orElseThrow().rules().get(0);
  }

  @Test
  void addsWhatNftAsksWithoutAWord() {
    FieldMatch tcp = FieldMatch.of(Field.IP_PROTOCOL, 6);
    FieldMatch port = FieldMatch.of(Field.DESTINATION_PORT, 22);
    FieldMatch ipv4 =
        FieldMatch.of(Field.IPV4_SOURCE, Values.prefix(Field.IPV4_SOURCE, Bits.ZERO, 0));

    assertEquals(ChainRule.of(Target.DROP, tcp, port), rule("bridge", "tcp dport 22 drop"));
    assertEquals(
        ChainRule.of(Target.DROP, ipv4, tcp.via("ip")), rule("bridge", "ip protocol tcp drop"));
    assertEquals(ChainRule.of(Target.DROP, tcp.via("ip")), rule("ip", "ip protocol tcp drop"));
    assertEquals(ChainRule.of(Target.DROP, port), rule("inet", "th dport 22 drop"));
  }

  /** Packets of the other family go on (Linux 6.18). */
  @Test
  void translationsToAnAddressAreForItsFamily() {
    FieldMatch ipv4 =
        FieldMatch.of(Field.IPV4_SOURCE, Values.prefix(Field.IPV4_SOURCE, Bits.ZERO, 0));
    ChainRule dnat = rule("inet", "th dport 8080 counter dnat ip to 192.168.122.10:80");
    ChainRule again = rule("inet", "ip saddr 10.0.0.1 snat ip to 192.168.122.10");

    assertEquals(ipv4, dnat.matches().get(2));
    assertEquals(1, again.matches().size());
    assertEquals(dnat, rule("inet", NftScript.line(NftFamily.INET, dnat)));
    assertEquals(
        "th dport 8080 counter dnat ip to 192.168.122.10:80", NftScript.line(NftFamily.INET, dnat));
    assertEquals(List.of(), rule("inet", "masquerade").matches());
    assertThrows(
        InexpressibleException.class,
        () -> NftScript.line(NftFamily.INET, ChainRule.of(dnat.target())));
  }

  @Test
  void readsTheStatusOfConnections() {
    Field state = Field.CONNECTION_STATE;
    long invalid = TrackedState.INVALID.bit();
    long untracked = TrackedState.UNTRACKED.bit();
    long snat = TrackedState.SNAT.bit();
    long dnat = TrackedState.DNAT.bit();

    assertAll(
        status("ct status dnat", FieldMatch.of(state, Values.anyOf(dnat))),
        status("ct status snat,dnat", FieldMatch.of(state, Values.anyOf(snat, dnat))),
        status(
            "ct status ! dnat",
            FieldMatch.of(state, Values.anyOf(invalid, untracked, dnat)).negate()),
        status(
            "ct status ! snat,dnat",
            FieldMatch.of(state, Values.anyOf(invalid, untracked, snat, dnat)).negate()),
        status("ct status assured", FieldMatch.of(Field.CONNECTION_STATUS, Values.anyOf(4))));
  }

  private static Executable status(String listed, FieldMatch match) {
    ChainRule rule = ChainRule.of(Target.DROP, match);
    return () -> {
      assertEquals(rule, rule("inet", listed + " drop"));
      assertEquals(listed + " drop", NftScript.line(NftFamily.INET, rule));
    };
  }

  /** The kernel has bits of a status that nft has no name for, and compares all of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ct status == dnat",
        "ct status != assured",
        "ct status { assured, confirmed }",
        "ct status dnat,assured",
        "ct status == 0x0"
      })
  void keepsComparisonsOfAWholeStatus(String listed) {
    assertEquals(
        ChainRule.of(Target.DROP, new StatementMatch(new NftStatement(listed))),
        rule("inet", listed + " drop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inet | tcp dport >= 1024 | tcp dport 1024-65535",
        "inet | tcp dport < 1024 | tcp dport 0-1023",
        "inet | tcp dport lt 1 | tcp dport 0",
        "inet | meta length > 30 | meta length 31-65535",
        "ip | ip saddr <= 10.0.0.255 | ip saddr 0.0.0.0-10.0.0.255",
        "ip | ip dscp > cs1 | ip dscp 0x09-0x3f",
        "inet | tcp dport == 22 | tcp dport 22",
        "inet | tcp dport ne 22 | tcp dport != 22",
        "inet | meta mark and 0xff == 0x10 | meta mark & 0x000000ff == 0x00000010",
        "inet | meta protocol ip | meta nfproto ipv4",
        "inet | meta nfproto != ipv4 | meta nfproto ipv6",
        "inet | iif lo | iif \"lo\"",
        "inet | meta iifname { eth0, vnet* } | iifname { \"eth0\", \"vnet*\" }",
        "inet | mark 7 | meta mark 0x00000007",
        "inet | tcp dport ssh | tcp dport 22",
        "inet | udp dport \"mdns\" | udp dport 5353",
        "inet | tcp dport { http, https, 8000-8010 } | tcp dport { 80, 443, 8000-8010 }",
        "inet | ct state 0x8 | ct state new",
        "inet | ct state 0x2,0x4 | ct state established,related",
        "inet | ct state == 0x40 | ct state == untracked",
        "inet | ct status 0x20 | ct status dnat",
        "inet | tcp flags 0x2 | tcp flags syn",
        "inet | meta nfproto 10 | meta nfproto ipv6",
        "bridge | meta protocol 0x86dd | meta protocol ip6",
        "inet | ip6 nexthdr ipv6-icmp | ip6 nexthdr icmpv6",
        "ip6 | ip6 nexthdr { 6, 17 } | ip6 nexthdr { tcp, udp }",
        "inet | fib daddr type local | fib daddr type local",
        "ip | fib saddr type != { 2, 3, 5 } | fib saddr type != { local, broadcast, multicast }"
      })
  void readsOtherFormsOfAQuestion(String family, String listed, String usual) {
    ChainRule rule = rule(family, listed + " drop");

    assertTrue(rule.matches().stream().noneMatch(StatementMatch.class::isInstance));
    assertEquals(usual + " drop", NftScript.line(NftFamily.of(family).orElseThrow(), rule));
    assertEquals(rule, rule(family, usual + " drop"));
  }

  @Test
  void readsControlBitsWithBars() {
    assertEquals(
        rule("inet", "tcp flags != syn / fin,syn,rst,ack drop"),
        rule("inet", "tcp flags & (fin|syn|rst|ack) != syn drop"));
    assertEquals(
        rule("inet", "tcp flags syn / fin,syn drop"),
        rule("inet", "tcp flags & ( fin | syn ) == syn drop"));
    assertEquals(
        FieldMatch.of(Field.TCP_FLAGS, new Masked(Bits.ZERO, Bits.of(3))),
        rule("inet", "tcp flags & (fin | syn) == 0x0 drop").matches().get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp dport < 0",
        "meta nfproto { ipv4, ipv6 }",
        "fib daddr type blackhole",
        "fib daddr type > local",
        "iifname > \"a\"",
        "ct state > new"
      })
  void otherComparisonsAreOpen(String open) {
    assertEquals(
        ChainRule.of(Target.DROP, new StatementMatch(new NftStatement(open))),
        rule("inet", open + " drop"));
  }

  /** Parts of them would be statements of their own elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fib saddr . iif oif \"outside\"",
        "fib saddr . iif oif 0",
        "fib daddr . mark . iif oifname != \"eth0\"",
        "ct original ip saddr 10.0.0.1",
        "ct reply ip6 daddr ::1",
        "ct original proto-dst 22",
        "ct count over 5",
        "socket cgroupv2 level 1 \"a.slice\"",
        "socket mark 7",
        "numgen inc mod 2 offset 3 4",
        "jhash ip saddr . tcp dport mod 2 0",
        "osf ttl loose name \"Linux\"",
        "rt ip nexthop 10.0.0.1",
        "ipsec in spnum 1 ip saddr 10.0.0.1",
        "ip saddr . meta cpu @pairs",
        "meta cpu . ip saddr @pairs",
        "meta mark 1 | 2",
        "tcp option maxseg size set rt mtu",
        "limit rate over 10/second burst 5 packets",
        "add @seen { ip saddr . tcp dport timeout 10s }",
        "ct mark set ip saddr & 255.0.0.0",
        "meta priority set ip dscp map { cs0 : 1:2 }"
      })
  void whatIsNotKnownIsWhole(String open) {
    ChainRule rule = rule("ip", "meta length 60 " + open + " iif \"eth0\" counter accept");

    assertEquals(
        List.of(
            FieldMatch.of(Field.PACKET_LENGTH, 60),
            new StatementMatch(new NftStatement(open)),
            FieldMatch.of(
                    Field.IN_INTERFACE, Values.single(Field.IN_INTERFACE, Bits.ofName("eth0")))
                .via("iif"),
            CounterMatch.COUNTER),
        rule.matches());
    assertEquals(Target.ACCEPT, rule.target());
  }

  @Test
  void readsCongestion() {
    FieldMatch codePoint = FieldMatch.of(Field.IP_TOS, new Masked(Bits.of(0x3c), Bits.of(0xfc)));
    FieldMatch congestion = FieldMatch.of(Field.IP_TOS, new Masked(Bits.of(3), Bits.of(3)));
    ChainRule both = rule("ip", "ip dscp 0x0f ip ecn ce drop");

    assertEquals(ChainRule.of(Target.DROP, codePoint, congestion), both);
    assertEquals("ip dscp 0x0f ip ecn ce drop", NftScript.line(NftFamily.IP, both));
    assertEquals(ChainRule.of(Target.DROP, congestion.negate()), rule("ip", "ip ecn != ce drop"));
  }

  /** One comparison that holds unless both are there is listed as two which both hold (1.0.6). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp sport != 1 tcp dport != 2",
        "ether daddr != 00:00:00:00:00:01 ether saddr != 00:00:00:00:00:02 ether type != ip",
        "arp hlen != 6 arp plen != 4",
        "ip dscp != 0x0f ip ecn != ce",
        "icmp type != echo-request icmp code != net-unreachable"
      })
  void exclusionsOfNeighboursAreOpen(String open) {
    assertEquals(
        ChainRule.of(
            Target.DROP,
            FieldMatch.of(Field.MARK, 7),
            new StatementMatch(new NftStatement(open)),
            FieldMatch.of(Field.PACKET_TYPE, 2)),
        rule("bridge", "meta mark 7 " + open + " meta pkttype multicast drop"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp dport != 2 tcp sport != 1",
        "tcp sport 1 tcp dport != 2",
        "tcp sport != 1-2 tcp dport != 2",
        "tcp sport != { 1, 2 } tcp dport != 2",
        "tcp sport != 1 tcp dport & 65535 != 2",
        "ip saddr != 10.0.0.1 ip daddr != 10.0.0.2",
        "th sport != 1 th dport != 2",
        "ether saddr != 00:00:00:00:00:01 arp operation != request"
      })
  void otherExclusionsAreKnown(String known) {
    assertTrue(
        rule("bridge", known + " drop").matches().stream()
            .allMatch(match -> match instanceof FieldMatch));
  }

  /** nft makes one comparison of several of neighbouring octets, and lists that (nft 1.0.6). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@nh,32,16 0x604 | @nh,32,8 0x6 @nh,40,8 0x4",
        "@nh,0,32 0x10800 | @nh,0,16 0x1 @nh,16,16 0x800",
        "@nh,144,80 0x5254007b359400000000 | @nh,144,48 0x5254007b3594 @nh,192,32 0x0",
        """
        @nh,32,112 0x60400035254007b35940a000006 | @nh,32,8 0x6 @nh,40,8 0x4 @nh,48,16 0x3 \
        @nh,64,48 0x5254007b3594 @nh,112,32 0xa000006\
        """,
        """
        @nh,0,64 & 0xffffff00ffffff00 == 0x1080006040300 | @nh,0,16 0x1 \
        @nh,16,16 & 0xff00 == 0x800 @nh,32,8 0x6 @nh,40,8 0x4 @nh,48,16 & 0xff00 == 0x300\
        """,
        "@th,0,32 0x430044 | th sport 67 th dport 68"
      })
  void readsOctetsOfSeveralFields(String listed, String written) {
    ChainRule rule = rule("bridge", "ether type 0x8035 " + listed + " accept");

    assertEquals(
        "ether type 0x8035 " + written + " accept", NftScript.line(NftFamily.BRIDGE, rule));
    assertEquals(rule("bridge", "ether type 0x8035 " + written + " accept"), rule);
  }

  /** Those that are not fields, of which one must differ, or of which there are several. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@nh,40,32 0x4",
        "@nh,32,112 != 0x604",
        "@nh,32,16 { 0x604, 0x605 }",
        "@nh,32,16 0x10604",
        "@nh,32,16 & 0xff00 == 0x604",
        "@nh,32,16 & 0xff00 != 0x600",
        "@nh,32,16 604",
        "@nh,32,4096 0x604",
        "@nh,32,0 0x0",
        "@th,8,32 0x604"
      })
  void keepsOtherOctets(String listed) {
    assertEquals(
        ChainRule.of(Target.DROP, new StatementMatch(new NftStatement(listed))),
        rule("bridge", listed + " drop"));
  }

  @Test
  void asksAMapForTheStateOfAConnection() {
    ChainRule rule = rule("inet", "ct state . tcp dport vmap { new . 22 : accept }");

    assertEquals(List.of(FieldMatch.of(Field.IP_PROTOCOL, 6)), rule.matches());
    VerdictMapTarget target = assertInstanceOf(VerdictMapTarget.class, rule.target());
    assertEquals(
        List.of(Selector.of(Field.CONNECTION_STATE), Selector.of(Field.DESTINATION_PORT)),
        target.key());
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    assertEquals(
        ChainRule.of(
            Target.ACCEPT,
            FieldMatch.of(Field.MARK, 5),
            new StatementMatch(new NftStatement("limit rate 10/second burst 5 packets"))),
        rule("ip", "meta mark 5 limit rate 10/second burst 5 packets accept"));
    assertEquals(
        ChainRule.of(new StatementTarget(new NftStatement("queue flags bypass to 1-3"))),
        rule("ip", "queue flags bypass to 1-3"));
    assertEquals(
        ChainRule.of(
            Target.DROP, new StatementMatch(new NftStatement("add @s { ip saddr timeout 5s }"))),
        rule("ip", "add @s { ip saddr timeout 5s } drop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chain ip t | a table is expected, not 'chain'",
        "table ip t { chain c { jump d ; } } | there is no chain 'd'",
        "table ip t { chain c { drop comment 5 ; } } | a comment in quotation marks is expected",
        "table ip t { chain c { drop | the text ends before chain c does",
        "table ip t { chain c { counter packets 1 drop ; } } | 'bytes' is expected, not 'drop'",
        "table ip t { chain c { iifname \"a | a quotation mark is not closed",
        "table ip t { chain c { ip saddr $a ; } } | variable 'a' is not defined before",
        "table ip t { chain c { ip saddr a$b ; } } | variable 'b' is not defined before",
        "table ip t { chain c { ip saddr $ ; } } | the name of a variable is expected after '$'",
        "define a = { 1, 2 }; table ip t { chain c { dnat to $a:80 ; } } | variable 'a' is not one"
            + " word to be joined to others",
        "table ip t { chain c { goto d ; } ; chain d { jump c ; } ; chain e { jump c ; } } | chains"
            + " that lead to each other: c > d > c (listing:1:24, listing:1:47)",
        "define a = 1; define a = 2 | variable 'a' is defined already",
        "define a 1 | 'define NAME = VALUE' is expected",
        "undefine a | there is no such variable",
        "table ip t { define a = 1; }; define b = $a | variable 'a' is not defined before",
        "include 'x' | 'include' is not read: give what 'nft list ruleset' prints, or one file",
        "add table ip t; add rule ip t c drop | there is no chain 'c'",
        "add rule t c drop | there is no table 'ip t'",
        "delete chain ip t c | 'delete chain' is not a command that is read here",
        "list ruleset | 'list ruleset' is not a command that is read here",
        "rename chain ip t c d | 'rename chain' is not a command that is read here",
        "replace rule t c handle 5 drop | 'replace rule' is not a command that is read here",
        "table ip t { chain c { } }; insert rule t c index 1 drop | there is no rule at that index"
            + " of the chain",
        "table ip t { chain c { } }; insert rule t c position 1 drop | 'position' is the place of a"
            + " rule in a kernel",
        "table ip t { }; add chain t c { type filter hook ingress priority 0; } | chain 'c' is not"
            + " known, and is only kept in the block of its table",
      })
  void saysWhatIsWrong(String text, String message) {
    TextException e = assertThrows(TextException.class, () -> read(text));

    assertEquals(message, e.diagnostic().message());
  }

  @ParameterizedTest
  @CsvSource({
    "IP,PREROUTING,-100,dstnat",
    "IP,OUTPUT,-100,-100",
    "INET,POSTROUTING,95,srcnat - 5",
    "IP,FORWARD,-151,mangle - 1",
    "IP6,INPUT,11,11",
    "BRIDGE,FORWARD,-200,filter",
    "BRIDGE,PREROUTING,0,0",
    "BRIDGE,OUTPUT,103,out + 3"
  })
  void priorities(NftFamily family, Hook hook, int priority, String text) {
    String[] words = text.split(" ", -1);

    assertEquals(text, Priorities.write(family, hook, priority));
    assertEquals(
        OptionalInt.of(priority),
        Priorities.read(family, hook, words[0], words.length == 1 ? null : words[1] + words[2]));
  }
}
