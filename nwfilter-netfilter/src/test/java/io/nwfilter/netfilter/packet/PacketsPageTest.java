package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packets on the page about packets can be read, and its tables have every kind of them. */
class PacketsPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("nwfilter.rootDirectory", ".."), "docs", "packets.md");

  private static List<String> blocks(String kind) throws IOException {
    return Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @Test
  void packetsReadBackEqual() throws IOException {
    List<String> texts = blocks("packet").stream().flatMap(String::lines).toList();

    assertTrue(texts.size() > 30, () -> "there are only " + texts.size());
    for (String text : texts) {
      Packet packet = Packet.parse(text);
      assertEquals(packet, Packet.parse(packet.toString()), text);
    }
  }

  @Test
  void everyClauseHasAnExampleOrARow() throws IOException {
    String page = Files.readString(PAGE);

    assertEquals(
        List.of(),
        Clauses.WORDS.stream().filter(word -> !page.contains("`" + word)).sorted().toList());
  }

  @Test
  void errorIsAsShown() throws IOException {
    String shown = blocks("text").get(0).stripTrailing();
    String text = Arrays.asList(shown.split("\n", -1)).get(1);

    assertEquals(
        shown, assertThrows(PacketTextException.class, () -> Packet.parse(text)).getMessage());
  }
}
