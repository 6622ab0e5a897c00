package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.base.Splitter;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares listings with those that the tools themselves have printed of the same rules. How the
 * files were made is in options/make.sh.
 */
class ListingCorpusTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/options");

  private static final Splitter BLANK = Splitter.on(' ');

  /** Lines before the rules of a chain of iptables. */
  private static final int HEADER = 2;

  private static boolean isOpaque(ChainRule rule) {
    return rule.target() instanceof Target.OpaqueTarget
        || rule.matches().stream().anyMatch(OpaqueMatch.class::isInstance);
  }

  /** What was compared: how many rules, and in which lines the listings differ. */
  private record Comparison(int rules, List<String> differences) {}

  private static Comparison comparePackets(Family family, String name) throws IOException {
    Ruleset ruleset = SaveText.read(family, TextSource.file(DIRECTORY.resolve(name + ".save")));
    ListingOptions numbered = ListingOptions.DEFAULT.withLineNumbers();
    Map<String, List<String>> wanted =
        ListedLines.of(Files.readAllLines(DIRECTORY.resolve(name + ".list")), "# table ", "Chain ");
    Map<String, List<String>> printed =
        ListedLines.of(Listing.text(ruleset, numbered).lines().toList(), "# Table: ", "Chain ");
    assertEquals(wanted.keySet(), printed.keySet());
    int rules = 0;
    List<String> differences = new ArrayList<>();
    for (String chain : wanted.keySet()) {
      List<String> expected = wanted.get(chain);
      List<String> actual = printed.get(chain);
      assertEquals(expected.subList(0, HEADER), actual.subList(0, HEADER));
      List<String> place = BLANK.splitToList(chain);
      List<ChainRule> own = ruleset.chain(place.get(0), place.get(1)).rules();
      assertEquals(expected.size() - HEADER, own.size(), chain);
      assertEquals(expected.size(), actual.size(), chain);
      for (int i = 0; i < own.size(); i++) {
        if (!isOpaque(own.get(i))) {
          rules++;
          compare(chain, expected.get(i + HEADER), actual.get(i + HEADER), differences);
        }
      }
    }
    return new Comparison(rules, differences);
  }

  private static void compare(
      String chain, String expected, String actual, List<String> differences) {
    if (!expected.equals(actual)) {
      differences.add(chain + "\n-" + expected + "\n+" + actual);
    }
  }

  private static String difference(
      String number, String wanted, String wantedEnd, String printed, String printedEnd) {
    String columns = "   --  *      *       0.0.0.0/0            0.0.0.0/0           ";
    return "filter INPUT\n-"
        + (number + "    " + wanted + columns + wantedEnd)
        + "\n+"
        + (number + "    " + printed + columns + printedEnd);
  }

  /** The dump has no counters, and says {@code any} for the type 255 with a code. */
  @Test
  void listsIpv4AsIptables() throws IOException {
    List<String> lostInDump =
        List.of(
            difference(
                "149",
                "  0     0 ACCEPT     1 ",
                " icmptype 255 code 0",
                "  0     0 ACCEPT     1 ",
                " icmptype 255"),
            difference("501", "  7   800 ACCEPT     0 ", "", "  0     0 ACCEPT     0 ", ""),
            difference("502", "  5   600 DROP       1 ", "", "  0     0 DROP       1 ", ""));
    assertEquals(new Comparison(527, lostInDump), comparePackets(Family.IPV4, "ipv4"));
  }

  @Test
  void listsIpv6AsIp6tables() throws IOException {
    assertEquals(new Comparison(513, List.of()), comparePackets(Family.IPV6, "ipv6"));
  }

  /**
   * The tool prints RETURN as the policy of chains that are not base chains, and a blank after
   * {@code -j redirect}.
   */
  @Test
  void listsBridgesAsEbtables() throws IOException {
    Ruleset ruleset =
        SaveText.read(Family.BRIDGE, TextSource.file(DIRECTORY.resolve("bridge.save")));
    Map<String, List<String>> wanted =
        ListedLines.of(
            Files.readAllLines(DIRECTORY.resolve("bridge.list")).stream()
                .filter(line -> !line.startsWith("# table "))
                .map(line -> line.replaceFirst("(: TGT, .*)RETURN$", "$1ACCEPT").stripTrailing())
                .toList(),
            "Bridge table: ",
            "Bridge chain: ");
    Map<String, List<String>> printed =
        ListedLines.of(Listing.text(ruleset).lines().toList(), "Bridge table: ", "Bridge chain: ");
    assertEquals(wanted, printed);
    assertEquals(
        Set.of("filter", "nat"),
        printed.keySet().stream()
            .map(chain -> BLANK.splitToList(chain).get(0))
            .collect(Collectors.toSet()));
    assertEquals(286, printed.values().stream().mapToInt(lines -> lines.size() - 1).sum());
  }

  private static Family familyOf(Path file) {
    return switch (file.getFileName().toString()) {
      case "iptables.save" -> Family.IPV4;
      case "ip6tables.save" -> Family.IPV6;
      default -> Family.BRIDGE;
    };
  }

  private static boolean isRule(String line) {
    return line.matches("(\\[[0-9:]+] )?-A .*");
  }

  /** A line for each rule, and those that begin tables and chains, with empty ones between. */
  private static long lineCount(Ruleset ruleset) {
    int ofChain = ruleset.family() == Family.BRIDGE ? 2 : 3;
    return ruleset.tables().values().stream()
            .mapToLong(table -> table.chains().size() * ofChain + table.ruleCount() + 1)
            .sum()
        + (ruleset.family() == Family.BRIDGE ? ruleset.tables().size() : 0)
        - 1;
  }

  @Test
  void listsEveryRuleOfDumps() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("src/test/resources/dumps"))) {
      files = all.filter(file -> file.toString().endsWith(".save")).toList();
    }
    assertFalse(files.isEmpty());
    for (Path file : files) {
      Ruleset ruleset = SaveText.read(familyOf(file), TextSource.file(file));
      assertEquals(lineCount(ruleset), Listing.text(ruleset).lines().count(), file.toString());
      long rules = Files.readAllLines(file).stream().filter(ListingCorpusTest::isRule).count();
      assertEquals(rules, ruleset.ruleCount(), file.toString());
    }
  }
}
