package io.nwfilter.netfilter.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The queries on the page about queries can be read, and its tables have every word. */
class QueriesPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("nwfilter.rootDirectory", ".."), "docs", "queries.md");

  private static final Map<String, List<String>> VARIABLES =
      ImmutableMap.of(
          "MAC", ImmutableList.of("52:54:00:01:02:03"),
          "IP", ImmutableList.of("10.0.0.7"),
          "IPV6", ImmutableList.of("fd00::7"));

  private static Stream<String> blocks(String kind) throws IOException {
    return Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(block -> block.group(1));
  }

  /** {@return the words in the first column of the tables of a section} */
  private static Set<String> words(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + heading + "\n");
    assertTrue(start >= 0, heading);
    int end = page.indexOf("\n## ", start + 1);
    Set<String> words = new TreeSet<>();
    page.substring(start, end)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.indexOf('|', 1)))
        .flatMap(column -> Pattern.compile("`(.*?)`").matcher(column).results())
        .forEach(word -> words.add(word.group(1)));
    return words;
  }

  @Test
  void queriesReadBackEqual() throws IOException {
    List<String> texts = blocks("query").flatMap(String::lines).toList();

    assertTrue(texts.size() > 15, () -> "there are only " + texts.size());
    for (String text : texts) {
      PacketQuery query = PacketQuery.parse(text, VARIABLES);
      assertEquals(query, PacketQuery.parse(query.toString()), text);
    }
  }

  @Test
  void tablesHaveAllWords() throws IOException {
    TreeSet<String> kinds = new TreeSet<>(Kind.BY_WORD.keySet());
    kinds.addAll(Abbreviations.MEANINGS.keySet());

    assertEquals(new TreeSet<>(PacketDirection.BY_WORD.keySet()), words("Where packets go"));
    assertEquals(kinds, words("What kind of packets"));
    assertEquals(new TreeSet<>(Terms.BY_WORD.keySet()), words("All words"));
  }

  @Test
  void abbreviationsAreAsShown() throws IOException {
    String page = Files.readString(PAGE);

    Abbreviations.MEANINGS
        .values()
        .forEach(meaning -> assertTrue(page.contains("`" + meaning + "`"), meaning));
  }

  @Test
  void statesAndDirectionsAreAsShown() throws IOException {
    String page = Files.readString(PAGE);

    for (String word : List.of("state", "connection-direction")) {
      String row =
          page.lines()
              .filter(line -> line.startsWith("| `" + word + "`"))
              .findFirst()
              .orElseThrow();
      Terms.BY_WORD
          .get(word)
          .notation()
          .expected()
          .forEach(name -> assertTrue(row.contains("`" + name + "`"), name));
    }
  }

  @Test
  void exampleInJavaIsTrue() throws IOException {
    assertTrue(blocks("java").findFirst().orElseThrow().contains("arp announce 10.0.0.1"));
    assertTrue(
        PacketQuery.parse("from-vm src-mac != $MAC", VARIABLES)
            .contains(Packet.parse("arp announce 10.0.0.1")));
  }

  @Test
  void errorIsAsShown() throws IOException {
    String shown = blocks("text").findFirst().orElseThrow().stripTrailing();
    String text = Arrays.asList(shown.split("\n", -1)).get(1);

    assertEquals(
        shown,
        assertThrows(QueryException.class, () -> PacketQuery.parse(text, VARIABLES)).getMessage());
  }
}
