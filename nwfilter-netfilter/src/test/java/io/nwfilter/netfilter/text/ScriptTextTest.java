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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTextTest {

  private static final ChainRule DROP_UDP =
      ChainRule.of(Target.DROP, FieldMatch.of(Field.IP_PROTOCOL, 17));

  private static final String NEEDS_SHELL =
      " needs a shell: run the script in a network namespace (ip netns exec), and restore the rules"
          + " that iptables-save prints there";

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
            new ScriptCommand.DeleteRules(
                Family.IPV4, "filter", "INPUT", List.of(DROP_UDP), line(10)),
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
        List.of(
            new ScriptCommand.ExitOnFailure(true, line(2)),
            make(6, Family.IPV4, new Edit.MakeChain("filter", "mine"))),
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
        "iptables -t foo -F ~ 1:1 ~ iptables has no table 'foo', only filter, nat, mangle, raw,"
            + " security",
        "iptables -A ~ 1:1 ~ no chain follows -A",
        "iptables -P INPUT ~ 1:1 ~ no policy follows -P",
        "iptables -C INPUT -j DROP ~ 1:1 ~ '-C' is not a command for rules",
        "iptables -6 -F ~ 1:1 ~ iptables does not take -6",
        "ip6tables -4 -F ~ 1:1 ~ ip6tables does not take -4",
        "iptables -A INPUT -ieth0 -j DROP ~ 1:1 ~ iptables does not take '-ieth0': write -i eth0",
        "iptables -A INPUT --jump=DROP ~ 1:1 ~ iptables does not take '--jump=DROP': write --jump"
            + " DROP",
        "iptables -A INPUT -s 10.0.0.1 -s 10.0.0.2 ~ 1:1 ~ a rule has -s only once",
        "ebtables -A INPUT -p ARP --protocol ARP ~ 1:1 ~ a rule has -p only once",
        "iptables -A INPUT ! -s 10.0.0.1,10.0.0.2 ~ 1:1 ~ a list of addresses cannot be negated",
        "iptables -R INPUT 1 -s 10.0.0.1,10.0.0.2 ~ 1:1 ~ -R replaces a rule by one rule, not by"
            + " one for each address",
        "iptables -t nat -A PREROUTING -j DNAT --to-destination 10.0.0.1:80 -p tcp ~ 1:1 ~"
            + " --to-destination with a port needs the protocol (-p) before it",
        "iptables -N a b ~ 1:1 ~ 'b' is one word too many",
        "iptables-restore rules.v4 ~ 1:1 ~ the rules are in the file 'rules.v4', which is not"
            + " there",
        "ip6tables-restore -T nat ~ 1:1 ~ '-T' is not read here",
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
  @ValueSource(strings = {"$", "`", ";", "|", "&", "<", ">", "(", ")", "*", "?", "~"})
  void whatNeedsAShellIsRefused(String sign) {
    assertEquals(
        "own.sh:2:14: error: rules-syntax: '" + sign + "'" + NEEDS_SHELL,
        refused("iptables -F\niptables -F  " + sign + "x y\n"));
  }

  @Test
  void variablesNeedAShellBetweenDoubleQuotationMarks() {
    assertEquals(
        "own.sh:1:15: error: rules-syntax: '$'" + NEEDS_SHELL, refused("iptables -F \"a$b\"\n"));
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
        "own.sh:1:13: error: rules-syntax: no line follows that the command could go on in",
        refused("iptables -F \\"));
  }

  @Test
  void emptyWordsAreWords() {
    assertEquals(
        List.of(new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of(""), line(1))),
        read("iptables -F ''\n"));
  }

  @Test
  void linesGoOnAfterABackslash() {
    assertEquals(
        read("iptables -F INPUT\n\niptables -X\n").get(0), read("iptables -F \\\nINPUT\n").get(0));
    assertEquals(
        List.of(
            new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of("INPUT"), line(1)),
            new ScriptCommand.DeleteChain(Family.IPV4, "filter", Optional.empty(), line(4))),
        read("iptables \\\n -F \\\nINPUT\niptables -X\n"));
    assertEquals(List.of(), read("# iptables -F \\\n"));
  }

  @Test
  void aListOfAddressesIsSeveralRules() {
    ScriptCommand.Make made =
        (ScriptCommand.Make)
            read("iptables -I INPUT 2 -s 10.0.0.1,10.0.0.2 -d 10.1.0.0/16,10.2.0.0/16\n").get(0);

    assertEquals(
        Stream.of(
                "-s 10.0.0.1 -d 10.1.0.0/16",
                "-s 10.0.0.1 -d 10.2.0.0/16",
                "-s 10.0.0.2 -d 10.1.0.0/16",
                "-s 10.0.0.2 -d 10.2.0.0/16")
            .map(rule -> edit("iptables -I INPUT 2 " + rule))
            .toList(),
        made.change().edits());
    assertEquals(
        List.of(
            new ScriptCommand.DeleteRules(
                Family.IPV6,
                "filter",
                "INPUT",
                List.of(rule("ip6tables -A INPUT -d ::1"), rule("ip6tables -A INPUT -d ::2")),
                line(1))),
        read("ip6tables -D INPUT --dst ::1,::2\n"));
  }

  private static Edit edit(String line) {
    return ((ScriptCommand.Make) read(line + "\n").get(0)).change().edits().get(0);
  }

  private static ChainRule rule(String line) {
    return ((Edit.Append) edit(line)).rules().get(0);
  }

  /** Each pair does the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "iptables -w 5 -AINPUT -p udp -j DROP ~ iptables -A INPUT -p udp -j DROP",
        "iptables -w5 -t nat -F ~ iptables -F -t nat",
        "iptables --wait=5 --table=nat -F ~ iptables -tnat -F",
        "iptables -4 -W 10 -v -F ~ iptables -F",
        "ip6tables -6 --flush ~ ip6tables -F",
        "iptables -p udp -j DROP -A INPUT ~ iptables -A INPUT -p udp -j DROP",
        "iptables -j DROP -I INPUT 2 -p udp ~ iptables -I INPUT 2 -p udp -j DROP",
        "iptables --append=INPUT -p udp ~ iptables -A INPUT -p udp",
        "iptables -PINPUT DROP ~ iptables -P INPUT DROP",
        "iptables -A INPUT -p tcp --dport=22 ~ iptables -A INPUT -p tcp --dport 22",
        "iptables -A INPUT -p tcp --dport ssh ~ iptables -A INPUT -p tcp --dport 22",
        "iptables -A INPUT -p tcp ! --dport http:https ~ iptables -A INPUT -p tcp ! --dport 80:443",
        "iptables -A INPUT -p udp -m multiport --ports domain,ntp ~ iptables -A INPUT -p udp -m"
            + " multiport --ports 53,123",
        "iptables -A INPUT -p TCP ~ iptables -A INPUT -p tcp",
        "iptables -A INPUT -p gre ~ iptables -A INPUT -p 47",
        "iptables -A INPUT -mlimit --limit 1/s ~ iptables -A INPUT -m limit --limit 1/s",
        "iptables -A INPUT -m comment --comment --dport=ssh ~ iptables -A INPUT -m comment"
            + " --comment '--dport=ssh'",
        "ebtables -A INPUT -pARP -ieth0 -jDROP ~ ebtables -A INPUT -p ARP -i eth0 -j DROP",
        "iptables -A INPUT ! -p tcp --dport 53 ~ iptables -A INPUT ! -p tcp -m tcp --dport 53",
        "ip6tables -A INPUT -p tcp -j DNAT --to-destination [::1]:80 ~ ip6tables -A INPUT -p tcp -j"
            + " DNAT --to-destination '[::1]:80'",
        "ebtables --concurrent -F ~ ebtables -F",
        "iptables -F >/dev/null 2>&1 || true ~ iptables -F",
        "iptables -F 2> /dev/null ~ iptables -F",
        "iptables -F || : ~ iptables -F",
      })
  void waysToWriteTheSame(String written, String plain) {
    assertEquals(read(plain + "\n"), read(written + "\n"));
  }

  @Test
  void whatChangesNoRulesIsSkippedAndNamedOnce() {
    assertEquals(
        List.of(
            new ScriptCommand.Skipped(List.of("echo", "modprobe", "sysctl"), line(1)),
            new ScriptCommand.Flush(Family.IPV4, "filter", Optional.empty(), line(5))),
        read(
            """
            echo 1 > /proc/sys/net/ipv4/ip_forward
            modprobe "$MODULE"
            /sbin/sysctl -w net.ipv4.ip_forward=1 >/dev/null || true
            echo done
            iptables -F
            """));
    assertEquals(
        "own.sh:1:7: error: rules-syntax: ';'" + NEEDS_SHELL, refused("echo 1; iptables -F\n"));
    assertEquals(
        "own.sh:1:6: error: rules-syntax: '$'" + NEEDS_SHELL, refused("echo $(iptables -F)\n"));
  }

  @Test
  void whatTheShellDoesAfterFailures() {
    assertEquals(
        List.of(
            new ScriptCommand.ExitOnFailure(true, line(1)),
            new ScriptCommand.ExitOnFailure(false, line(2)),
            new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of("mine"), line(2)),
            new ScriptCommand.ExitOnFailure(true, line(2)),
            new ScriptCommand.ExitOnFailure(false, line(3)),
            new ScriptCommand.Flush(Family.IPV4, "filter", Optional.of("mine"), line(4)),
            new ScriptCommand.ExitOnFailure(true, line(5))),
        read(
            """
            #!/bin/sh -e
            iptables -F mine || true
            set +e
            iptables -F mine || true
            set -u -o errexit
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "LAN=eth0 ~ the assignment to LAN",
        "for i in 1 2 ~ 'for'",
        "export PATH ~ 'export'",
        "[ -f rules ] ~ '['",
        "iptables-restore ~ rules from standard input",
      })
  void whatOnlyAShellCanDo(String line, String what) {
    assertEquals("own.sh:1:1: error: rules-syntax: " + what + NEEDS_SHELL, refused(line + "\n"));
  }

  @Test
  void unknownServicesNeedNumbers() {
    assertEquals(
        "own.sh:1:1: error: illegal-option-value: the service 'gopher' is not known here: write the"
            + " number of its port",
        refused("iptables -A INPUT -p tcp --dport gopher\n"));
  }

  @Test
  void filesAreRestored() {
    String dump = "*nat\n:mine - [0:0]\n-A mine -j ACCEPT\nCOMMIT\n";
    String text =
        """
        iptables-restore < rules.v4
        iptables-restore -n rules.v4
        iptables -t nat -A OUTPUT -j mine
        """;
    Ruleset rules = SaveText.read(Family.IPV4, TextSource.text(dump, "rules.v4"));
    List<ScriptCommand> commands =
        ScriptText.read(
            TextSource.text(text, "own.sh"),
            List.of(),
            name ->
                name.equals("rules.v4")
                    ? Optional.of(TextSource.text(dump, name))
                    : Optional.empty());

    assertEquals(new ScriptCommand.Restore(rules, line(1)), commands.get(0));
    assertEquals(
        new ScriptCommand.Make(
            RestoreText.read(Family.IPV4, TextSource.text(dump, "rules.v4")), line(2)),
        commands.get(1));
    assertEquals(
        make(
            3,
            Family.IPV4,
            new Edit.Append(
                "nat", "OUTPUT", ImmutableList.of(ChainRule.of(new Target.Jump("mine"))))),
        commands.get(2));
    assertEquals(
        "own.sh:1:1: error: rules-syntax: the rules are in the file 'rules.v4', which is not there",
        refused("iptables-restore < rules.v4\n"));
  }
}
