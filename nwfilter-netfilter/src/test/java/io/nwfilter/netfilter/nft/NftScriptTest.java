package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.SampleRules;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Reject;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftScriptTest {

  private static final Selector IIF = Selector.of(Field.IN_INTERFACE).via("iif");

  private static String line(NftFamily family, Target target, Match... matches) {
    return RuleText.write(family, ChainRule.of(target, matches));
  }

  private static String refusal(NftFamily family, Target target, Match... matches) {
    return assertThrows(InexpressibleException.class, () -> line(family, target, matches))
        .getMessage();
  }

  private static FieldMatch source(String name) {
    return FieldMatch.of(Field.IN_INTERFACE, Values.single(Field.IN_INTERFACE, Bits.ofName(name)));
  }

  @Test
  void replacesTables() {
    NftTable table =
        NftTable.builder(NftFamily.BRIDGE, "guests")
            .comment(new Comment("made by a test"))
            .map(
                NftVerdictMap.of(
                    "machines",
                    SetType.of(KeyType.INTERFACE_INDEX),
                    ImmutableMap.of(
                        SetKey.of(source("vnet0").values()), new Target.Jump("vnet0-out"))))
            .base(
                "pre",
                new BaseHook(Hook.PREROUTING, -200),
                Verdict.ACCEPT,
                ImmutableList.of(ChainRule.of(VerdictMapTarget.of("machines", IIF))))
            .user("vnet0-out", ImmutableList.of(ChainRule.of(Target.DROP, CounterMatch.COUNTER)))
            .build();

    assertEquals(
        """
        table bridge guests
        delete table bridge guests
        table bridge guests {
        	comment "made by a test"

        	map machines {
        		type iface_index : verdict
        		elements = { "vnet0" : jump vnet0-out }
        	}

        	chain pre {
        		type filter hook prerouting priority filter; policy accept;
        		iif vmap @machines
        	}

        	chain vnet0-out {
        		counter drop
        	}
        }
        """,
        NftScript.replace(List.of(table)));
  }

  @Test
  void asksOnlyOnceForAProtocol() {
    Match tcp = FieldMatch.of(Field.IP_PROTOCOL, 6);
    Match port = FieldMatch.of(Field.DESTINATION_PORT, 22);
    Match mark = FieldMatch.of(Field.MARK, 7);

    assertEquals("tcp dport 22 accept", line(NftFamily.INET, Target.ACCEPT, tcp, port));
    assertEquals("th dport 22 accept", line(NftFamily.INET, Target.ACCEPT, port));
    assertEquals(
        "meta l4proto tcp meta mark 0x00000007 tcp dport 22 accept",
        line(NftFamily.INET, Target.ACCEPT, tcp, mark, port));
    assertEquals("meta l4proto tcp accept", line(NftFamily.INET, Target.ACCEPT, tcp));
    assertEquals(
        "meta l4proto != tcp th dport 22 accept",
        line(NftFamily.INET, Target.ACCEPT, ((FieldMatch) tcp).negate(), port));
  }

  @Test
  void saysWhyPacketsAreRejectedByTheirFamily() {
    Match ipv6 = FieldMatch.of(Field.IPV6_SOURCE, Values.single(Field.IPV6_SOURCE, Bits.of(1)));
    Reject host = new Reject(RejectReason.HOST_UNREACHABLE);
    Reject net = new Reject(RejectReason.NET_UNREACHABLE);

    assertEquals("reject with icmp host-unreachable", line(NftFamily.IP, host));
    assertEquals("reject with icmpv6 addr-unreachable", line(NftFamily.IP6, host));
    assertEquals("reject with icmpx host-unreachable", line(NftFamily.INET, host));
    assertEquals(
        "ip6 saddr ::1 reject with icmpv6 addr-unreachable", line(NftFamily.INET, host, ipv6));
    assertEquals("reject", line(NftFamily.INET, Reject.DEFAULT));
    assertEquals("nft has no NET_UNREACHABLE for both IPv4 and IPv6", refusal(NftFamily.INET, net));
    assertEquals("nft has no NET_UNREACHABLE for IPV6", refusal(NftFamily.IP6, net));
  }

  /**
   * The text of the one comment has quotation marks; translations to an address would be of packets
   * of both families.
   */
  @Test
  void refusesWhatOnlyOtherToolsHave() {
    Stream<Match> matches =
        SampleRules.matches().stream().filter(match -> isRefused(ChainRule.of(Target.DROP, match)));
    Stream<Target> targets =
        SampleRules.targets().stream().filter(target -> isRefused(ChainRule.of(target)));

    assertEquals(
        "{AmongMatch=2, CommentMatch=1, ConnectionLimitMatch=3, EitherPortMatch=2,"
            + " ExtensionMatch=3, GratuitousArpMatch=2, OpaqueMatch=2, SetMatch=1}",
        counts(matches));
    assertEquals(
        "{AddressTranslation=4, ArpReply=2, ExtensionTarget=2, FrameMark=2, MacTranslation=4,"
            + " OpaqueTarget=1, Reject=6}",
        counts(targets));
  }

  private static String counts(Stream<?> refused) {
    return refused
        .collect(
            Collectors.groupingBy(
                one -> one.getClass().getSimpleName(), TreeMap::new, Collectors.counting()))
        .toString();
  }

  private static boolean isRefused(ChainRule rule) {
    try {
      RuleText.write(NftFamily.INET, rule);
      return false;
    } catch (InexpressibleException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "\" drop #"})
  void noTextLeavesItsQuotationMarks(String text) {
    Match comment = new CommentMatch(new Comment(text));
    Match log = LogMatch.of(OptionUse.of("prefix", text));

    assertEquals(
        "nft cannot write the text '" + text + "'", refusal(NftFamily.IP, Target.DROP, comment));
    assertEquals(
        "nft cannot write the text '" + text + "'", refusal(NftFamily.IP, Target.DROP, log));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a*", "a b", "a\\", "a$b", "\u007f"})
  void noNameOfAnInterfaceDoes(String name) {
    assertEquals(
        "nft cannot write the interface '" + name + "'",
        refusal(NftFamily.IP, Target.DROP, source(name)));
  }

  @Test
  void refusesOtherThingsThatALineCannotCarry() {
    Match longComment = new CommentMatch(new Comment("c".repeat(129)));
    Match logLevel = LogMatch.of(OptionUse.of("level", "warn; drop"));

    assertThrows(InexpressibleException.class, () -> line(NftFamily.IP, Target.DROP, longComment));
    assertThrows(InexpressibleException.class, () -> line(NftFamily.IP, Target.DROP, logLevel));
    assertEquals(
        "nft reads 'drop' as a word of its own, not a name",
        assertThrows(
                InexpressibleException.class,
                () ->
                    NftScript.write(NftRuleset.of(NftTable.builder(NftFamily.IP, "drop").build())))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a; drop",
        "a\n drop",
        "a }",
        "a { b",
        "a # b",
        "a \"",
        "a $b",
        "a \\",
        "comment x",
        "type filter hook input priority 0",
        "include \"x\"",
        "a } b {",
        "a \"\n\""
      })
  void noStatementIsMoreThanOne(String text) {
    assertThrows(IllegalValueException.class, () -> new NftStatement(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "counter x { } }",
        "counter x { } table ip y { }",
        "counter x { }\nflush ruleset",
        "counter x { \"}",
        "counter y { }",
        "counter x { include \"a\" }"
      })
  void noBlockIsMoreThanOne(String text) {
    assertThrows(IllegalArgumentException.class, () -> new NftObject("counter", "x", text));
  }
}
