package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.RulesetCheck;
import io.nwfilter.netfilter.ruleset.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the tools have printed, read and written again. */
class SaveTextCorpusTest {

  private static final Path RESOURCES =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"), "nwfilter-netfilter/src/test/resources");

  private static final ImmutableMap<String, Family> FAMILIES =
      ImmutableMap.<String, Family>builder()
          .put("iptables.save", Family.IPV4)
          .put("ip6tables.save", Family.IPV6)
          .put("ebtables.save", Family.BRIDGE)
          .put("ipv4.save", Family.IPV4)
          .put("ipv6.save", Family.IPV6)
          .put("bridge.save", Family.BRIDGE)
          .buildOrThrow();

  /** ebtables-save 1.8.9 ends the line of a redirect that accepts with a blank. */
  private static final String ENDS_WITH_BLANK = " -j redirect ";

  private static List<Path> dumps() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files
          .filter(file -> FAMILIES.containsKey(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static Family family(Path dump) {
    return FAMILIES.getOrDefault(dump.getFileName().toString(), Family.BRIDGE);
  }

  private static Ruleset reread(Ruleset ruleset) {
    return SaveText.read(
        ruleset.family(), TextSource.text(SaveText.write(ruleset), "what was written"));
  }

  @Test
  void theCorpusHasAllFamilies() throws IOException {
    List<Path> dumps = dumps();

    for (Family family : Family.values()) {
      assertTrue(dumps.stream().filter(dump -> family(dump) == family).count() >= 9, family.tool());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyLineIsWrittenAsItWas() throws IOException {
    return dumps().stream().map(dump -> dynamicTest(name(dump), () -> requireSameLines(dump)));
  }

  private static String name(Path dump) {
    return RESOURCES.relativize(dump).toString();
  }

  private static void requireSameLines(Path dump) throws IOException {
    Family family = family(dump);
    List<String> expected =
        Files.readAllLines(dump).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.endsWith(ENDS_WITH_BLANK) ? line.stripTrailing() : line)
            .toList();
    if (family == Family.BRIDGE) {
      expected = withCommits(expected);
    }

    String written = SaveText.write(SaveText.read(family, TextSource.file(dump)));

    assertEquals(String.join("\n", expected) + "\n", written);
  }

  /** ebtables-save prints no COMMIT, which ebtables-restore takes all the same. */
  private static List<String> withCommits(List<String> lines) {
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("*") && !all.isEmpty()) {
        all.add("COMMIT");
      }
      all.add(line);
    }
    all.add("COMMIT");
    return all;
  }

  @TestFactory
  Stream<DynamicTest> whatWasWrittenReadsAsTheSame() throws IOException {
    return dumps().stream().map(dump -> dynamicTest(name(dump), () -> requireSameRules(dump)));
  }

  private static void requireSameRules(Path dump) {
    Ruleset read = SaveText.read(family(dump), TextSource.file(dump));

    Ruleset again = reread(read);

    assertEquals(read, again);
    assertEquals(counters(read), counters(again)); // equality does not look at them
    assertEquals(SaveText.write(read), SaveText.write(again));
  }

  private static List<Optional<Counters>> counters(Ruleset ruleset) {
    List<Optional<Counters>> all = new ArrayList<>();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        all.add(chain.counters());
        chain.rules().stream().map(ChainRule::counters).forEach(all::add);
      }
    }
    return all;
  }

  /** What a tool has printed it also prints after it has loaded it again, and a kernel takes it. */
  @TestFactory
  Stream<DynamicTest> dumpsAreInTheFormThatIsPrintedAndHaveNoProblems() throws IOException {
    return dumps().stream()
        .map(
            dump ->
                dynamicTest(
                    name(dump),
                    () -> {
                      Ruleset read = SaveText.read(family(dump), TextSource.file(dump));
                      assertEquals(SaveText.write(read), SaveText.write(SavedForm.of(read)));
                      assertEquals(List.of(), RulesetCheck.problems(read));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theChangeThatMakesThemReadsAsTheSame() throws IOException {
    return dumps().stream().map(dump -> dynamicTest(name(dump), () -> requireSameChange(dump)));
  }

  private static void requireSameChange(Path dump) {
    Family family = family(dump);
    Ruleset read = SaveText.read(family, TextSource.file(dump));
    Change change = Change.between(Ruleset.empty(family), read);

    String written = RestoreText.write(change);
    Change again = RestoreText.read(family, TextSource.text(written, "what was written"));

    assertEquals(read, Ruleset.empty(family).after(change));
    assertEquals(read, Ruleset.empty(family).after(again));
    assertEquals(written, RestoreText.write(again));
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenPieceByPieceIsTheSame() throws IOException {
    return dumps().stream()
        .map(
            dump ->
                dynamicTest(
                    name(dump),
                    () -> {
                      Ruleset read = SaveText.read(family(dump), TextSource.file(dump));
                      StringBuilder pieces = new StringBuilder();
                      SaveText.write(read, pieces);
                      assertEquals(SaveText.write(read), pieces.toString());
                    }));
  }

  @Test
  void theExceptionIsInTheCorpus() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path dump : dumps()) {
      if (Files.readAllLines(dump).stream().anyMatch(line -> line.endsWith(ENDS_WITH_BLANK))) {
        names.add(name(dump));
      }
    }

    assertEquals(List.of("dumps/bridge-nat/ebtables.save", "options/bridge.save"), names);
  }
}
