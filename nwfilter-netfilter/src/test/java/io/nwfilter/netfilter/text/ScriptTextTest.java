package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTextTest {

  private static final ChainRule DROP_UDP =
      ChainRule.of(Target.DROP, FieldMatch.of(Field.IP_PROTOCOL, 17));

  private static List<ScriptCommand> read(String text, Ruleset... host) {
    return ScriptText.read(TextSource.text(text, "own.sh"), List.of(host));
  }

  private static SourceLocation line(int number) {
    return new SourceLocation("own.sh", number, 1);
  }

  private static ScriptCommand make(int line, Family family, Edit edit) {
    return new ScriptCommand.Make(new Change(family, ImmutableList.of(edit)), line(line));
  }

  private static String refused(String text, Ruleset... host) {
    return assertThrows(TextException.class, () -> read(text, host)).diagnostic().toString();
  }

  @Test
  void eachCommand() {
    assertEquals(
        List.of(
            make(
                1,
                Family.IPV4,
                new Edit.SetPolicy("filter", "INPUT", Target.Verdict.DROP, Optional.empty())),
            new ScriptCommand.Flush(Family.IPV4, "filter", Optional.empty(), line(2)),
            new ScriptCommand.Flush(Family.IPV6, "mangle", Optional.of("INPUT"), line(3)),
            new ScriptCommand.DeleteChain(Family.BRIDGE, "nat", Optional.empty(), line(4)),
            make(5, Family.IPV4, new Edit.MakeChain("nat", "mine")),
            new ScriptCommand.DeleteChain(Family.IPV4, "nat", Optional.of("mine"), line(6)),
            make(7, Family.IPV4, new Edit.Append("filter", "INPUT", ImmutableList.of(DROP_UDP))),
            make(8, Family.IPV4, new Edit.Insert("filter", "INPUT", 1, ImmutableList.of(DROP_UDP))),
            make(9, Family.IPV4, new Edit.Insert("filter", "INPUT", 3, ImmutableList.of(DROP_UDP))),
            new ScriptCommand.DeleteRule(Family.IPV4, "filter", "INPUT", DROP_UDP, line(10)),
            make(11, Family.IPV4, new Edit.Delete("filter", "INPUT", 2, 1))),
        read(
            """
            iptables -P INPUT DROP
            iptables -F
            ip6tables -t mangle -F INPUT
            ebtables -t nat -X
            iptables -N mine -t nat
            /sbin/iptables --table nat --delete-chain mine
            iptables -A INPUT -p udp -j DROP
            iptables -I INPUT -p udp -j DROP
            iptables --insert INPUT 3 -p udp -j DROP
            iptables -w -D INPUT -p udp -j DROP
            iptables --wait --delete INPUT 2
            """));
  }

  @Test
  void whatIsNoCommandIsIgnored() {
    assertEquals(
        List.of(make(6, Family.IPV4, new Edit.MakeChain("filter", "mine"))),
        read(
            """
            #!/bin/sh
            set -eu

              # iptables -F
            iptables -Z INPUT
            \tiptables -N mine   # afterwards
            """));
  }

  @Test
  void nothingIsReadAfterTheEnd() {
    assertEquals(
        List.of(make(1, Family.IPV4, new Edit.MakeChain("filter", "mine"))),
        read("iptables -N mine\nexit 0\nmodprobe $module\n"));
  }

  @Test
  void rulesKnowTheirLines() {
    ScriptCommand.Make make =
        (ScriptCommand.Make) read("\n\niptables -A INPUT -p udp -j DROP\n").get(0);

    assertEquals(
        line(3), ((Edit.Append) make.change().edits().get(0)).rules().get(0).origin().location());
  }

  @Test
  void wordsAreQuotedAsForAShell() {
    String plain = "iptables -A INPUT -j LOG --log-prefix \"a b 'c' \\\"d\\\"\"\n";

    assertEquals(
        read(plain), read("iptables -A INPUT -j LOG --log-prefix 'a b '\\''c'\\'' \"d\"'\n"));
    assertEquals(
        read(plain),
        read("ip'tables' -A \"INPUT\" -j L\\OG --log-prefix a\\ b\\ \\'c\\'\\ \\\"d\\\"\n"));
  }

  @Test
  void chainsAreThoseOfTheHostAndOfTheScript() {
    Ruleset host =
        SaveText.read(Family.IPV4, TextSource.text("*filter\n:theirs - [0:0]\nCOMMIT\n", "h"));
    ChainRule jump = ChainRule.of(new Target.Jump("theirs"));

    assertEquals(
        List.of(make(1, Family.IPV4, new Edit.Append("filter", "INPUT", ImmutableList.of(jump)))),
        read("iptables -A INPUT -j theirs\n", host));
    assertEquals(
        "own.sh:1:1: error: rules-syntax: there is no chain 'theirs' in table 'filter'",
        refused("iptables -A INPUT -j theirs\n"));
    assertEquals(
        "own.sh:3:1: error: rules-syntax: there is no chain 'mine' in table 'filter'",
        refused("iptables -N mine\niptables -X mine\niptables -I INPUT -j mine\n"));
    assertEquals(
        "own.sh:2:1: error: rules-syntax: there is no chain 'theirs' in table 'filter'",
        refused("iptables -X\niptables -A INPUT -j theirs\n", host));
    assertEquals(
        "own.sh:1:1: error: rules-syntax: there is no chain 'theirs' in table 'filter'",
        refused("ip6tables -A INPUT -j theirs\n", host));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "nft flush ruleset ~ 1:1 ~ 'nft' is not iptables, ip6tables or ebtables",
        "iptables ~ 1:1 ~ there is no command",
        "iptables -t nat ~ 1:1 ~ there is no command",
        "iptables -A INPUT -t ~ 1:1 ~ no table follows -t",
        "iptables -C INPUT -j DROP ~ 1:1 ~ '-C' is not a command for rules",
        "iptables -E own other ~ 1:1 ~ renamed chains are not followed: make the chain with its"
            + " name",
        "iptables -R INPUT -j DROP ~ 1:1 ~ -R CHAIN NUMBER RULE, of iptables alone, replaces rules",
        "ebtables -R INPUT 1 -j DROP ~ 1:1 ~ -R CHAIN NUMBER RULE, of iptables alone, replaces"
            + " rules",
        "iptables -F INPUT FORWARD ~ 1:1 ~ 'FORWARD' is one word too many",
        "iptables -X a b ~ 1:1 ~ 'b' is one word too many",
      })
  void refusedCommands(String line, String place, String message) {
    assertEquals("own.sh:" + place + ": error: rules-syntax: " + message, refused(line + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "`", ";", "|", "&", "<", ">", "(", ")", "*", "?", "[", "]", "~"})
  void whatNeedsAShellIsRefused(String sign) {
    assertEquals(
        "own.sh:2:14: error: rules-syntax: '" + sign + "' needs a shell",
        refused("iptables -F\niptables -F  " + sign + "x\n"));
  }

  @Test
  void variablesNeedAShellBetweenDoubleQuotationMarks() {
    assertEquals(
        "own.sh:1:15: error: rules-syntax: '$' needs a shell", refused("iptables -F \"a$b\"\n"));
    assertEquals(
        List.of(new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of("a$b"), line(1))),
        read("iptables -F 'a$b'\n"));
    assertEquals(
        List.of(new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of("a$b`\\c"), line(1))),
        read("iptables -F \"a\\$b\\`\\c\"\n"));
  }

  @Test
  void linesEndWithTheirWords() {
    assertEquals(
        "own.sh:1:13: error: rules-syntax: the quotation mark is not closed",
        refused("iptables -F 'a\n"));
    assertEquals(
        "own.sh:1:13: error: rules-syntax: a command that goes on in the next line is not read",
        refused("iptables -F \\\nINPUT\n"));
  }

  @Test
  void emptyWordsAreWords() {
    assertEquals(
        List.of(new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of(""), line(1))),
        read("iptables -F ''\n"));
  }
}
