package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreTextTest {

  private static final ChainRule DROP = ChainRule.of(Target.DROP);
  private static final FieldMatch TCP = FieldMatch.of(Field.IP_PROTOCOL, 6);
  private static final MacAddress MAC = MacAddress.parse("1:2:3:4:5:6");

  private static String text(Family family, Edit... edits) {
    return RestoreText.write(new Change(family, ImmutableList.copyOf(edits)));
  }

  private static Edit append(String chain, ChainRule... rules) {
    return new Edit.Append("filter", chain, ImmutableList.copyOf(rules));
  }

  /** The line of a single rule, without chain and target. */
  private static String line(Family family, Match... matches) {
    String line = RoundTrip.restoreText(family, ChainRule.of(Target.DROP, matches));
    String tail = " -j DROP";
    assertEquals(tail, line.substring(line.length() - tail.length()));
    return line.substring(0, line.length() - tail.length());
  }

  @Test
  void chainsAreMadeAndFilled() {
    Edit make = new Edit.MakeChain("filter", "c");

    assertEquals(
        "*filter\n:c - [0:0]\n-A c -j DROP\nCOMMIT\n", text(Family.IPV6, make, append("c", DROP)));
    assertEquals(
        "*filter\n:c ACCEPT\n-A c -j DROP\nCOMMIT\n", text(Family.BRIDGE, make, append("c", DROP)));
    assertEquals(
        "*filter\n-I c 1 -j DROP\n-I c 2 -g d\nCOMMIT\n",
        text(
            Family.IPV4,
            new Edit.Insert(
                "filter", "c", 1, ImmutableList.of(DROP, ChainRule.of(new Target.Goto("d"))))));
    assertEquals(
        "*filter\n-A c -j DROP\n-A c -j d\nCOMMIT\n",
        text(Family.BRIDGE, append("c", DROP, ChainRule.of(new Target.Jump("d")))));
  }

  @Test
  void aTargetIsNotWrittenAsTheChainOfItsName() {
    ChainRule log = ChainRule.of(new Target.ExtensionTarget("LOG", ImmutableList.of()));
    Edit make = new Edit.MakeChain("filter", "LOG");
    InexpressibleException e =
        assertThrows(
            InexpressibleException.class, () -> text(Family.IPV4, make, append("INPUT", log)));

    assertEquals("iptables would read the chain 'LOG' as the target of that name", e.getMessage());
    assertThrows(
        InexpressibleException.class,
        () -> text(Family.IPV4, make, new Edit.UseTable("nat"), append("INPUT", log)));
    assertEquals("*filter\n-A INPUT -j LOG\nCOMMIT\n", text(Family.IPV4, append("INPUT", log)));
  }

  @Test
  void rulesAndChainsAreTakenOut() {
    assertEquals(
        "*filter\n-D c 3\n-D c 3\n-X c\nCOMMIT\n",
        text(
            Family.IPV4,
            new Edit.Delete("filter", "c", 3, 2),
            new Edit.DeleteChain("filter", "c")));
  }

  @Test
  void policiesAreSet() {
    Edit drop =
        new Edit.SetPolicy("filter", "INPUT", Verdict.DROP, Optional.of(new Counters(1, 2)));
    Edit end = new Edit.SetPolicy("filter", "c", Verdict.RETURN, Optional.empty());

    assertEquals("*filter\n:INPUT DROP [1:2]\nCOMMIT\n", text(Family.IPV4, drop));
    assertEquals("*filter\n-P INPUT DROP\nCOMMIT\n", text(Family.BRIDGE, drop));
    assertEquals("*filter\n-P c RETURN\nCOMMIT\n", text(Family.BRIDGE, end));
    InexpressibleException e =
        assertThrows(InexpressibleException.class, () -> text(Family.IPV6, end));
    assertEquals("ip6tables cannot set the policy RETURN", e.getMessage());
    Edit user = new Edit.SetPolicy("filter", "c", Verdict.ACCEPT, Optional.empty());
    e = assertThrows(InexpressibleException.class, () -> text(Family.IPV4, user));
    assertEquals("iptables has policies only for base chains, not for 'c'", e.getMessage());
  }

  /** With --noflush, iptables-restore 1.8.9 takes no rule out for {@code :INPUT - [0:0]}. */
  @Test
  void baseChainsAreFlushedAndNotMade() {
    Edit flush = new Edit.FlushChain("filter", "INPUT");
    Edit make = new Edit.MakeChain("filter", "INPUT");

    assertEquals("*filter\n-F INPUT\nCOMMIT\n", text(Family.IPV4, flush));
    assertEquals("*filter\n-F INPUT\nCOMMIT\n", text(Family.BRIDGE, flush));
    InexpressibleException e =
        assertThrows(InexpressibleException.class, () -> text(Family.IPV4, make));
    assertEquals(
        "iptables already has the base chain 'INPUT' and cannot create it", e.getMessage());
  }

  /** To ebtables 1.8.9, CONTINUE is the target, even if there is a chain of that name. */
  @Test
  void noFrameEntersAChainNamedContinue() {
    Edit jump =
        new Edit.Append(
            "filter", "INPUT", ImmutableList.of(ChainRule.of(new Target.Jump("CONTINUE"))));

    assertEquals("*filter\n-A INPUT -j CONTINUE\nCOMMIT\n", text(Family.IPV4, jump));
    InexpressibleException e =
        assertThrows(InexpressibleException.class, () -> text(Family.BRIDGE, jump));
    assertEquals("ebtables has no target for Jump[chain=CONTINUE]", e.getMessage());
    assertEquals(
        ImmutableList.of(ChainRule.of(Verdict.CONTINUE)),
        SaveText.read(
                Family.BRIDGE,
                TextSource.text(
                    "*filter\n:INPUT ACCEPT\n:CONTINUE DROP\n-A INPUT -j CONTINUE\n", "dump"))
            .chain("filter", "INPUT")
            .rules());
  }

  @Test
  void everyTableIsABlockOfItsOwn() throws IOException {
    Change change =
        new Change(
            Family.IPV4,
            ImmutableList.of(
                new Edit.UseTable("nat"),
                append("c", DROP),
                new Edit.UseTable("filter"),
                new Edit.UseTable("nat")));
    StringBuilder out = new StringBuilder("# head\n");

    RestoreText.write(change, out);

    assertEquals(
        "# head\n*nat\nCOMMIT\n*filter\n-A c -j DROP\nCOMMIT\n*nat\nCOMMIT\n", out.toString());
    assertEquals("", RestoreText.write(Change.none(Family.IPV4)));
  }

  @Test
  void aLongTextIsHandedOnPieceByPiece() throws IOException {
    List<ChainRule> rules =
        RuleSequence.builder().addComputed(Collections.nCopies(200_000, DROP)).build();
    Change change =
        new Change(Family.IPV4, ImmutableList.of(new Edit.Append("filter", "c", rules)));
    int[] sizes = new int[2];

    RestoreText.write(
        change,
        new Appendable() {
          @Override
          public Appendable append(CharSequence piece) {
            sizes[0] += piece.length();
            sizes[1] = Math.max(sizes[1], piece.length());
            return this;
          }

          @Override
          public Appendable append(CharSequence piece, int start, int end) {
            return append(piece.subSequence(start, end));
          }

          @Override
          public Appendable append(char c) {
            return append(String.valueOf(c));
          }
        });

    assertEquals("*filter\nCOMMIT\n".length() + 200_000 * "-A c -j DROP\n".length(), sizes[0]);
    assertEquals(true, sizes[1] < 40_000);
  }

  @Test
  void aDestinationThatTakesNoMoreIsHeardOf() {
    IOException full = new IOException("full");
    Appendable out =
        new Appendable() {
          @Override
          public Appendable append(CharSequence piece) throws IOException {
            throw full;
          }

          @Override
          public Appendable append(CharSequence piece, int start, int end) throws IOException {
            throw full;
          }

          @Override
          public Appendable append(char c) throws IOException {
            throw full;
          }
        };
    Change change = new Change(Family.IPV4, ImmutableList.of(append("c", DROP)));

    assertSame(full, assertThrows(IOException.class, () -> RestoreText.write(change, out)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "plain, plain",
        "with blanks, with blanks",
        "say \"a\", say \\\"a\\\"",
        "back\\slash, back\\\\slash",
        "it's, it's",
        "\u00e4\u4e2d\ud83d\ude00, \u00e4\u4e2d\ud83d\ude00",
        "# $x `y` ;, # $x `y` ;"
      })
  void commentsAreQuoted(String text, String quoted) {
    assertEquals(
        "-m comment --comment \"" + quoted + "\"",
        line(Family.IPV4, new CommentMatch(new Comment(text))));
  }

  @Test
  void negationStandsBeforeTheOptionInIptablesAndAfterItInEbtables() {
    Match source =
        FieldMatch.of(
                Field.IPV4_SOURCE,
                Values.prefix(Field.IPV4_SOURCE, Bits.of(Ipv4Address.parse("10.1.2.3")), 8))
            .negate();
    Match port = FieldMatch.of(Field.DESTINATION_PORT, Values.range(7, 8)).negate();
    Match mac = FieldMatch.of(Field.ETHERNET_SOURCE, MAC.bits()).negate();

    assertEquals(
        "-p tcp -m mac ! --mac-source 01:02:03:04:05:06 ! -s 10.0.0.0/8 -m tcp ! --dport 7:8",
        line(Family.IPV4, TCP, mac, source, port));
    assertEquals(
        "-s ! 01:02:03:04:05:06 -p 0x800 --ip-source ! 10.0.0.0/8 --ip-protocol 6"
            + " --ip-destination-port ! 7:8",
        line(Family.BRIDGE, mac, FieldMatch.of(Field.ETHER_TYPE, 0x800), source, TCP, port));
    assertEquals("! --arp-gratuitous", line(Family.BRIDGE, new GratuitousArpMatch(true)));
    assertEquals(
        "-m connlimit --connlimit-upto 3",
        line(Family.IPV4, new ConnectionLimitMatch(false, 3, OptionalInt.empty(), true)));
  }

  @Test
  void ebtablesHasOptionsForEachVersionOfIp() {
    FieldMatch destination =
        FieldMatch.of(
            Field.IPV6_DESTINATION,
            Values.single(Field.IPV6_DESTINATION, Bits.of(Ipv6Address.parse("fe80::1"))));
    Match port = FieldMatch.of(Field.SOURCE_PORT, 7);

    assertEquals(
        "-p 0x86dd --ip6-destination fe80::1 --ip6-protocol 6 --ip6-source-port 7",
        line(Family.BRIDGE, FieldMatch.of(Field.ETHER_TYPE, 0x86dd), destination, TCP, port));
    assertEquals(
        "-p 0x800 --ip-protocol 6 --ip-source-port 7",
        line(Family.BRIDGE, FieldMatch.of(Field.ETHER_TYPE, 0x800), TCP, port));
  }

  @Test
  void theVersionOfIpIsForgottenFromRuleToRule() {
    ChainRule ipv6 = ChainRule.of(Target.DROP, FieldMatch.of(Field.ETHER_TYPE, 0x86dd), TCP);
    ChainRule unknown = ChainRule.of(Target.DROP, TCP);

    assertEquals(
        "*filter\n-A c -p 0x86dd --ip6-protocol 6 -j DROP\nCOMMIT\n",
        text(Family.BRIDGE, append("c", ipv6)));
    InexpressibleException e =
        assertThrows(
            InexpressibleException.class, () -> text(Family.BRIDGE, append("c", ipv6, unknown)));
    assertEquals(
        "ebtables cannot match IP_PROTOCOL in 0x6/0xff: --ip-protocol needs a match on ETHER_TYPE"
            + " 2048 before it",
        e.getMessage());
  }

  @Test
  void theExtensionOfAProtocolIsLoadedOnceInEveryRule() {
    ChainRule rule =
        ChainRule.of(
            Target.DROP,
            FieldMatch.of(Field.IP_PROTOCOL, 17),
            FieldMatch.of(Field.SOURCE_PORT, 7),
            FieldMatch.of(Field.DESTINATION_PORT, 8));

    assertEquals(
        """
        *filter
        -A c -p udp -m udp --sport 7 --dport 8 -j DROP
        -A c -p udp -m udp --sport 7 --dport 8 -j DROP
        COMMIT
        """,
        text(Family.IPV4, append("c", rule, rule)));
  }

  @Test
  void icmpHasRangesInEbtablesAndMaybeACodeInIptables() {
    FieldMatch ipv6 = FieldMatch.of(Field.ETHER_TYPE, 0x86dd);
    FieldMatch icmp = FieldMatch.of(Field.IP_PROTOCOL, 1);
    FieldMatch icmpv6 = FieldMatch.of(Field.IP_PROTOCOL, 58);

    assertEquals(
        "-p 0x86dd --ip6-protocol 58 --ip6-icmp-type ! 1:2/3:4",
        line(
            Family.BRIDGE,
            ipv6,
            icmpv6,
            FieldMatch.of(Field.ICMPV6_TYPE, IcmpValues.box(1, 2, 3, 4)).negate()));
    assertEquals(
        "-p 0x86dd --ip6-protocol 58 --ip6-icmp-type 1:1/0:255",
        line(Family.BRIDGE, ipv6, icmpv6, FieldMatch.of(Field.ICMPV6_TYPE, IcmpValues.ofType(1))));
    assertEquals(
        "-p icmp -m icmp --icmp-type 3/4",
        line(Family.IPV4, icmp, FieldMatch.of(Field.ICMP_TYPE, IcmpValues.of(3, 4))));
    assertEquals(
        "-p ipv6-icmp -m icmp6 ! --icmpv6-type 3",
        line(Family.IPV6, icmpv6, FieldMatch.of(Field.ICMPV6_TYPE, IcmpValues.ofType(3)).negate()));
  }

  @Test
  void masksOfMacAddressesArePrintedInEbtables() {
    assertEquals(
        "-d 01:02:00:00:00:00/ff:ff:00:00:00:00",
        line(
            Family.BRIDGE,
            FieldMatch.of(
                Field.ETHERNET_DESTINATION, Values.masked(MAC.bits(), 0xffff_0000_0000L))));
  }

  @Test
  void ebtablesHasNoTargetReject() {
    Edit reject = append("c", ChainRule.of(Target.Reject.DEFAULT));
    InexpressibleException e =
        assertThrows(InexpressibleException.class, () -> text(Family.BRIDGE, reject));

    assertEquals("ebtables has no target for Reject[reason=PORT_UNREACHABLE]", e.getMessage());
  }
}
