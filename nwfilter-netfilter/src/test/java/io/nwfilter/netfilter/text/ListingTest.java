package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the files with listings were made is in listings/make.sh. */
class ListingTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/listings");
  private static final Path NETWORK = Path.of("src/test/resources/dumps/libvirt-nat");

  /** {@return the listing of a tool, with the lines and blank lines that are our own} */
  private static String listing(String name) throws IOException {
    return Files.readString(DIRECTORY.resolve(name + ".list"))
        .replace("\n# table ", "\n\n# table ")
        .replace("# table ", "# Table: ");
  }

  private static Ruleset read(Family family, Path file) {
    return SaveText.read(family, TextSource.file(file));
  }

  private static Ruleset read(String name) {
    return read(Family.IPV4, DIRECTORY.resolve(name + ".rules"));
  }

  /** {@return a ruleset whose chain OUTPUT has the rules} */
  private static Ruleset output(Family family, ChainRule... rules) {
    Table table = BaseChains.of(family).get(Table.FILTER);
    Chain chain = table.chains().get("OUTPUT").withRules(List.of(rules));
    return new Ruleset(
        family,
        ImmutableMap.of(Table.FILTER, new Table(Table.FILTER, ImmutableMap.of("OUTPUT", chain))));
  }

  /** {@return the line of a rule, after the columns} */
  private static String matchPart(Target target, Match... matches) {
    String text = Listing.text(output(Family.IPV4, ChainRule.of(target, matches)));
    String line = text.lines().toList().get(3);
    return line.substring("    0     0 ACCEPT     0    --  ".length());
  }

  @Test
  void printsCountersAsIptables() throws IOException {
    assertEquals(listing("counters"), Listing.text(read("counters")));
  }

  @Test
  void printsExactCountersAndLineNumbersAsIptables() throws IOException {
    ListingOptions options = ListingOptions.DEFAULT.withExactCounters().withLineNumbers();
    assertEquals(listing("counters-exact"), Listing.text(read("counters"), options));
  }

  @Test
  void roundsCountersTwiceForLargeUnits() {
    Map<Long, String> wanted =
        Map.of(
            0L, "0",
            99_999L, "99999",
            100_000L, "100K",
            9_999_499L, "9999K",
            9_999_500L, "10M",
            10_499_499L, "10M",
            10_499_500L, "11M",
            9_999_500_000L, "10G",
            -501L, "18446744T",
            -1L, "18446744T");
    wanted.forEach((count, text) -> assertEquals(text, CounterText.of(count, false)));
    assertEquals("18446744073709551615", CounterText.of(-1, true));
  }

  @Test
  void printsOtherSpellingsAsIptables() throws IOException {
    assertEquals(listing("spellings"), Listing.text(read("spellings")));
  }

  @Test
  void printsNetworkOfLibvirtAsIptables() throws IOException {
    Ruleset ruleset = read(Family.IPV4, NETWORK.resolve("iptables.save"));
    assertEquals(listing("libvirt-nat-ipv4"), Listing.text(ruleset));
  }

  @Test
  void printsNetworkOfLibvirtAsIp6tables() throws IOException {
    Ruleset ruleset = read(Family.IPV6, NETWORK.resolve("ip6tables.save"));
    assertEquals(listing("libvirt-nat-ipv6"), Listing.text(ruleset));
  }

  /** The tool prints RETURN as the policy of chains that are not base chains. */
  @Test
  void numbersRulesOfBridgesAsEbtables() throws IOException {
    Ruleset ruleset = read(Family.BRIDGE, DIRECTORY.resolve("bridge.rules"));
    String wanted =
        Files.readString(DIRECTORY.resolve("bridge-numbered.list"))
            .replace("U, entries: 0, policy: RETURN", "U, entries: 0, policy: ACCEPT");
    assertEquals(wanted, Listing.text(ruleset, ListingOptions.DEFAULT.withLineNumbers()));
  }

  @Test
  void printsPoliciesOfUserChainsOfBridges() {
    String text = "*nat\n:OUTPUT DROP\n:A DROP\n:B RETURN\n-A A -j redirect\n";
    Ruleset ruleset = SaveText.read(Family.BRIDGE, TextSource.text(text, "text"));
    List<String> chains =
        Listing.text(ruleset).lines().filter(line -> line.startsWith("Bridge chain")).toList();
    assertEquals(
        List.of(
            "Bridge chain: PREROUTING, entries: 0, policy: ACCEPT",
            "Bridge chain: OUTPUT, entries: 0, policy: DROP",
            "Bridge chain: POSTROUTING, entries: 0, policy: ACCEPT",
            "Bridge chain: A, entries: 1, policy: DROP",
            "Bridge chain: B, entries: 0, policy: RETURN"),
        chains);
  }

  @Test
  void printsOpaqueMatchesAndTargetsWordForWord() {
    OpaqueMatch match = new OpaqueMatch("u32", ImmutableList.of("!", "--u32", "\"0x6&0xff=0x1\""));
    assertEquals(
        "*      *       0.0.0.0/0            0.0.0.0/0            -m u32 ! --u32 \"0x6&0xff=0x1\"",
        matchPart(Target.ACCEPT, match));
    assertEquals(
        "*      *       0.0.0.0/0            0.0.0.0/0            --queue-num 5 --queue-bypass",
        matchPart(
            new Target.OpaqueTarget(
                "NFQUEUE", ImmutableList.of("--queue-num", "5", "--queue-bypass"))));
  }

  @Test
  void losesNoMatchOnFieldOfColumnThatIsTaken() {
    assertEquals(
        "*      lo      0.0.0.0/0            0.0.0.0/0            ! -o eth+ ! -f",
        matchPart(
            Target.ACCEPT,
            outInterface("lo"),
            outInterface("eth+").negate(),
            FieldMatch.of(Field.IPV4_FRAGMENT_OFFSET, 0).negate(),
            FieldMatch.of(Field.IPV4_FRAGMENT_OFFSET, 0)));
  }

  private static FieldMatch outInterface(String name) {
    return FieldMatch.of(Field.OUT_INTERFACE, InterfaceText.read(name));
  }

  @Test
  void refusesWhatToolHasNoOptionFor() {
    ChainRule arp = ChainRule.of(Target.DROP, new GratuitousArpMatch(false));
    ChainRule port =
        ChainRule.of(Target.DROP, FieldMatch.of(Field.SOURCE_PORT, Values.range(1, 2)));
    ChainRule reject = ChainRule.of(new Target.Reject(Target.RejectReason.NO_ROUTE));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.IPV4, arp)));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.IPV6, port)));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.IPV4, reject)));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.BRIDGE, reject)));
  }

  @Test
  void refusesOptionsWithWrongWords() {
    ChainRule limit = ChainRule.of(Target.DROP, ExtensionMatch.of("limit", OptionUse.of("limit")));
    ChainRule mark =
        ChainRule.of(Target.ExtensionTarget.of("CONNMARK", OptionUse.of("set-mark", "0x5/x")));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.IPV4, limit)));
    assertThrows(InexpressibleException.class, () -> Listing.text(output(Family.IPV4, mark)));
  }

  @Test
  void listsNothingOfEmptyRuleset() {
    assertEquals("", Listing.text(Ruleset.empty(Family.IPV6)));
  }

  @Test
  void writesPieceByPiece() throws IOException {
    ChainRule rule = ChainRule.of(Target.ACCEPT, outInterface("lo"));
    Ruleset ruleset =
        output(Family.IPV6, Collections.nCopies(5000, rule).toArray(ChainRule[]::new));
    StringBuilder whole = new StringBuilder();
    int[] pieces = new int[1];
    Listing.write(
        ruleset,
        new Appendable() {
          @Override
          public Appendable append(CharSequence text) {
            pieces[0]++;
            whole.append(text);
            return this;
          }

          @Override
          public Appendable append(CharSequence text, int start, int end) {
            throw new AssertionError();
          }

          @Override
          public Appendable append(char c) {
            throw new AssertionError();
          }
        });
    assertEquals(Listing.text(ruleset), whole.toString());
    assertEquals(5003, whole.toString().lines().count());
    assertEquals(14, pieces[0]);
  }

  @Test
  void passesFailuresOn() {
    IOException failure = new IOException("full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> Listing.write(output(Family.IPV4), new FailingAppendable(failure)));
    assertSame(failure, thrown);
  }

  private record FailingAppendable(IOException failure) implements Appendable {
    @Override
    public Appendable append(CharSequence text) throws IOException {
      throw failure;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
      throw failure;
    }

    @Override
    public Appendable append(char c) throws IOException {
      throw failure;
    }
  }
}
