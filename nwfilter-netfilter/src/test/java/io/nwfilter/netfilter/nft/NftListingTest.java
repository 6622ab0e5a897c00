package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NftListingTest {

  private static final Path LISTINGS = Path.of("src", "test", "resources", "nft");

  /** {@return the lines that are not empty} Where nft breaks lines differs by release and type. */
  private static List<String> lines(String text) {
    return text.replaceAll(",\n\\s+", ", ").lines().filter(line -> !line.isBlank()).toList();
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
        "bridge-1.0.6.nft"
      })
  void whatIsReadIsPrintedBack(String file) throws IOException {
    String text = Files.readString(LISTINGS.resolve(file));

    NftRuleset ruleset = read(text);
    String printed = NftScript.write(ruleset);

    assertEquals(ruleset, read(printed));
    assertEquals(String.join("\n", lines(text)), String.join("\n", lines(printed)));
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
        "table ip t { chain c { ip saddr $a ; } } | '$' is not part of what nft prints",
        "table ip t { } table ip t { } | a second table ip t"
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
