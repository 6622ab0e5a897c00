package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveTextTest {

  private static Ruleset read(Family family, String text) {
    return SaveText.read(family, TextSource.text(text, "dump"));
  }

  private static void check(Family family, String text) throws IOException {
    Ruleset ruleset = read(family, text);
    StringBuilder out = new StringBuilder();
    SaveText.write(ruleset, out);

    assertEquals(text, SaveText.write(ruleset));
    assertEquals(text, out.toString());
  }

  @Test
  void tablesChainsAndCountersStayAsTheyWere() throws IOException {
    check(
        Family.IPV4,
        """
        *nat
        :PREROUTING ACCEPT [1:2]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        :z - [0:0]
        :a - [0:0]
        [5:600] -A PREROUTING -j z
        -A a -s 10.0.0.1/32 -j ACCEPT
        COMMIT
        *filter
        :INPUT DROP [9999500000000000:18446744073709551615]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        COMMIT
        """);
  }

  @Test
  void chainsOfEbtablesHavePolicies() throws IOException {
    String text =
        """
        *filter
        :INPUT DROP
        :FORWARD ACCEPT
        :OUTPUT ACCEPT
        :a ACCEPT
        :b DROP
        :c RETURN
        -A INPUT -p IPv4 -j b
        COMMIT
        """;
    check(Family.BRIDGE, text);
    Ruleset ruleset = read(Family.BRIDGE, text);

    assertEquals(Verdict.DROP, ruleset.chain("filter", "b").policy());
    assertEquals(Verdict.RETURN, ruleset.chain("filter", "c").policy());
  }

  @Test
  void aHostWithoutRulesHasNoText() throws IOException {
    check(Family.IPV4, "");
    check(Family.BRIDGE, "");
    assertEquals(Ruleset.empty(Family.IPV6), read(Family.IPV6, "# a comment\n"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "plain, plain, \"plain\"",
        "a_b-c, a_b-c, \"a_b-c\"",
        "with blanks, \"with blanks\", \"with blanks\"",
        "say \"a\", \"say \\\"a\\\"\", \"say \\\"a\\\"\"",
        "it's, \"it\\'s\", \"it's\"",
        "back\\slash, \"back\\\\slash\", \"back\\\\slash\"",
        "||, \"\", \"\""
      })
  void commentsAreQuotedAsTheToolDoes(String text, String saved, String loaded) {
    ChainRule rule = ChainRule.of(Target.DROP, new CommentMatch(new Comment(text)));

    assertEquals(
        "-m comment --comment " + saved + " -j DROP", RoundTrip.saveText(Family.IPV4, rule));
    assertEquals(
        "-m comment --comment " + loaded + " -j DROP", RoundTrip.restoreText(Family.IPV4, rule));
    assertEquals(rule, RoundTrip.read(Family.IPV4, "-m comment --comment " + saved + " -j DROP"));
  }

  @Test
  void numbersAreWrittenAsTheToolPrintsThem() {
    String line = "-p 802_1Q -d Multicast --vlan-encap 0800 -j CONTINUE";
    ChainRule rule = RoundTrip.read(Family.BRIDGE, line);

    assertEquals(line, RoundTrip.saveText(Family.BRIDGE, rule));
    assertEquals(
        "-p 0x8100 -d 01:00:00:00:00:00/01:00:00:00:00:00 --vlan-encap 800 -j CONTINUE",
        RoundTrip.restoreText(Family.BRIDGE, rule));
  }

  @Test
  void whatTheToolCannotSayIsRefused() {
    ChainRule rule = ChainRule.of(new Target.Goto("a"));
    InexpressibleException e =
        assertThrows(InexpressibleException.class, () -> RoundTrip.saveText(Family.BRIDGE, rule));
    assertEquals("ebtables has no target for Goto[chain=a]", e.getMessage());
  }
}
