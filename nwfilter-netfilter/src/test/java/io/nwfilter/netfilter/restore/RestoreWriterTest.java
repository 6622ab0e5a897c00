package io.nwfilter.netfilter.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.AddressMatch;
import io.nwfilter.netfilter.ruleset.AddressRangeMatch;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IcmpMatch;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreWriterTest {

  private static final MacAddress MAC = MacAddress.parse("1:2:3:4:5:6");
  private static final MacAddress MASK = MacAddress.parse("ff:ff:0:0:0:0");

  private static Ruleset of(Family family, Placement placement, ChainRule... rules) {
    Chain chain = new Chain("c", placement, ImmutableList.copyOf(rules));
    return new Ruleset(family, ImmutableList.of(new Table("t", ImmutableList.of(chain))));
  }

  /** The line of a single rule, without chain and target. */
  private static String line(Family family, Match... matches) {
    String text =
        RestoreWriter.write(of(family, Placement.TAIL, ChainRule.of(Target.DROP, matches)));
    String head = "*t\n-A c ";
    String tail = " -j DROP\nCOMMIT\n";
    assertEquals(head, text.substring(0, head.length()));
    assertEquals(tail, text.substring(text.length() - tail.length()));
    return text.substring(head.length(), text.length() - tail.length());
  }

  @Test
  void chainsOfItsOwnAreDeclaredAndTheKernelsAreNot() {
    ChainRule rule = ChainRule.of(Target.DROP);

    assertEquals(
        "*t\n:c - [0:0]\n-A c -j DROP\nCOMMIT\n",
        RestoreWriter.write(of(Family.IPV6, Placement.OWN, rule)));
    assertEquals(
        "*t\n:c ACCEPT\n-A c -j DROP\nCOMMIT\n",
        RestoreWriter.write(of(Family.BRIDGE, Placement.OWN, rule)));
    assertEquals(
        "*t\n-I c 1 -j DROP\n-I c 2 -g d\nCOMMIT\n",
        RestoreWriter.write(
            of(Family.IPV4, Placement.HEAD, rule, ChainRule.of(new Target.Goto("d")))));
    assertEquals(
        "*t\n-A c -j DROP\n-A c -j d\nCOMMIT\n",
        RestoreWriter.write(
            of(Family.BRIDGE, Placement.TAIL, rule, ChainRule.of(new Target.Jump("d")))));
  }

  @Test
  void everyTableIsABlockOfItsOwn() throws IOException {
    Ruleset ruleset =
        new Ruleset(
            Family.IPV4,
            ImmutableList.of(
                new Table("a", ImmutableList.of()), new Table("b", ImmutableList.of())));
    StringBuilder out = new StringBuilder("# head\n");

    RestoreWriter.write(ruleset, out);

    assertEquals("# head\n*a\nCOMMIT\n*b\nCOMMIT\n", out.toString());
    assertEquals("", RestoreWriter.write(Ruleset.empty(Family.IPV4)));
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
    ChainRule rule = new ChainRule(ImmutableList.of(), Target.DROP, Optional.of(new Comment(text)));

    assertEquals(
        "*t\n-A c -m comment --comment \"" + quoted + "\" -j DROP\nCOMMIT\n",
        RestoreWriter.write(of(Family.IPV4, Placement.TAIL, rule)));
  }

  @Test
  void negationStandsBeforeTheOptionInIptablesAndBehindItInEbtables() {
    Match source = new AddressMatch(Field.IP_SOURCE, Ipv4Address.parse("10.1.2.3"), 8, true);
    Match port = new NumberMatch(Field.DESTINATION_PORT, 7, 8, true);
    Match mac = new MacMatch(Field.ETHERNET_SOURCE, MAC, MacAddress.BROADCAST, true);
    Match tcp = NumberMatch.of(Field.IP_PROTOCOL, 6);

    assertEquals(
        "-p tcp -m mac ! --mac-source 01:02:03:04:05:06 ! -s 10.0.0.0/8 -m tcp ! --dport 7:8",
        line(Family.IPV4, tcp, mac, source, port));
    assertEquals(
        "-s ! 01:02:03:04:05:06 --ip-source ! 10.0.0.0/8 --ip-protocol 6 --ip-destination-port !"
            + " 7:8",
        line(Family.BRIDGE, mac, source, tcp, port));
    assertEquals("! --arp-gratuitous", line(Family.BRIDGE, new GratuitousArpMatch(true)));
    assertEquals(
        "-m connlimit --connlimit-upto 3",
        line(Family.IPV4, new ConnectionLimitMatch(Field.IP_SOURCE, 3, true)));
  }

  @Test
  void ebtablesHasOptionsForEachVersionOfIp() {
    Match ipv6 = NumberMatch.of(Field.ETHER_TYPE, 0x86dd);
    Match ipv4 = NumberMatch.of(Field.ETHER_TYPE, 0x0800);
    Match port = NumberMatch.of(Field.SOURCE_PORT, 7);

    assertEquals(
        "-p 0x86dd --ip6-destination fe80::1 --ip6-source-port 7",
        line(
            Family.BRIDGE,
            ipv6,
            new AddressMatch(Field.IP_DESTINATION, Ipv6Address.parse("fe80::1"), 128, false),
            port));
    assertEquals("-p 0x800 --ip-source-port 7", line(Family.BRIDGE, ipv4, port));
  }

  @Test
  void theVersionOfIpIsForgottenFromRuleToRule() {
    ChainRule ipv6 = ChainRule.of(Target.DROP, NumberMatch.of(Field.ETHER_TYPE, 0x86dd));
    ChainRule ipv4 = ChainRule.of(Target.DROP, NumberMatch.of(Field.SOURCE_PORT, 7));

    assertEquals(
        "*t\n-A c -p 0x86dd -j DROP\n-A c --ip-source-port 7 -j DROP\nCOMMIT\n",
        RestoreWriter.write(of(Family.BRIDGE, Placement.TAIL, ipv6, ipv4)));
  }

  @Test
  void theExtensionOfAProtocolIsLoadedOnceInEveryRule() {
    Match udp = NumberMatch.of(Field.IP_PROTOCOL, 17);
    ChainRule rule =
        ChainRule.of(
            Target.DROP,
            udp,
            NumberMatch.of(Field.SOURCE_PORT, 7),
            NumberMatch.of(Field.DESTINATION_PORT, 8));

    assertEquals(
        """
        *t
        -A c -p udp -m udp --sport 7 --dport 8 -j DROP
        -A c -p udp -m udp --sport 7 --dport 8 -j DROP
        COMMIT
        """,
        RestoreWriter.write(of(Family.IPV4, Placement.TAIL, rule, rule)));
  }

  @Test
  void icmpv6HasRangesInEbtables() {
    assertEquals("--ip6-icmp-type ! 1:2/3:4", line(Family.BRIDGE, new IcmpMatch(1, 2, 3, 4, true)));
    assertEquals(
        "--ip6-icmp-type 1:1/0:255", line(Family.BRIDGE, new IcmpMatch(1, 1, 0, 255, false)));
  }

  @Test
  void icmpHasATypeAndMaybeACodeInIptables() {
    Match icmp = NumberMatch.of(Field.IP_PROTOCOL, 1);
    Match icmpv6 = NumberMatch.of(Field.IP_PROTOCOL, 58);

    assertEquals(
        "-p icmp -m icmp --icmp-type 3/4",
        line(Family.IPV4, icmp, new IcmpMatch(3, 3, 4, 4, false)));
    assertEquals(
        "-p ipv6-icmp -m icmp6 ! --icmpv6-type 3",
        line(Family.IPV6, icmpv6, new IcmpMatch(3, 3, 0, 255, true)));
  }

  @Test
  void masksOfMacAddressesArePrintedInEbtables() {
    assertEquals(
        "-d 01:02:00:00:00:00/ff:ff:00:00:00:00",
        line(Family.BRIDGE, new MacMatch(Field.ETHERNET_DESTINATION, MAC, MASK, false)));
  }

  @Test
  void aMatchThatTheToolDoesNotHaveIsNotWritten() {
    Match masked = new MacMatch(Field.ETHERNET_SOURCE, MAC, MASK, false);
    Match destination = new MacMatch(Field.ETHERNET_DESTINATION, MAC, MacAddress.BROADCAST, false);
    Match range =
        new AddressRangeMatch(
            Field.IP_SOURCE, Ipv4Address.parse("1.2.3.4"), Ipv4Address.parse("1.2.3.5"), false);
    Match vlan = NumberMatch.of(Field.VLAN_ID, 7);

    assertThrows(AssertionError.class, () -> line(Family.IPV4, masked));
    assertThrows(AssertionError.class, () -> line(Family.IPV4, destination));
    assertThrows(AssertionError.class, () -> line(Family.IPV4, vlan));
    assertThrows(AssertionError.class, () -> line(Family.IPV4, new GratuitousArpMatch(false)));
    assertThrows(AssertionError.class, () -> line(Family.BRIDGE, range));
    assertThrows(AssertionError.class, () -> line(Family.BRIDGE, NumberMatch.of(Field.IP_DSCP, 7)));
  }

  @Test
  void ebtablesHasNoTargetReject() {
    Ruleset reject = of(Family.BRIDGE, Placement.TAIL, ChainRule.of(new Target.Reject()));

    assertThrows(AssertionError.class, () -> RestoreWriter.write(reject));
  }
}
