package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the canonical text of a kernel's state: a line for each chain, {@code iptables filter INPUT
 * ACCEPT}, and an indented one for each of its rules.
 */
final class DumpText {

  /** The lines of each table as a {@code -save} tool prints them: first chains, then rules. */
  private record Table(StringBuilder chains, StringBuilder rules) {}

  /** So does ebtables print the EtherType 0x600, too; libvirt never asks for a length. */
  private static final String PRINTED_0X600 = " -p Length ";

  private final Map<String, Map<String, Table>> families = new LinkedHashMap<>();
  private Table table = new Table(new StringBuilder(), new StringBuilder());
  private String chain = "";

  private final ToolVersion tools;

  private DumpText(ToolVersion tools) {
    this.tools = tools;
  }

  /**
   * {@return the rulesets that a text describes, of all families}
   *
   * @param text the text
   * @param tools which tools have printed it
   */
  static ImmutableMap<Family, Ruleset> rulesets(String text, ToolVersion tools) {
    DumpText dump = new DumpText(tools);
    text.lines().forEach(dump::line);
    return Stream.of(Family.values()).collect(toImmutableMap(f -> f, dump::ruleset));
  }

  private void line(String line) {
    if (line.startsWith("  ")) {
      String rule = line.substring(1).replace(PRINTED_0X600, " -p 0x600 ");
      table.rules().append("-A ").append(chain).append(rule).append('\n');
      return;
    }
    List<String> words = Splitter.on(' ').splitToList(line);
    chain = words.get(2);
    table =
        families
            .computeIfAbsent(words.get(0), family -> new LinkedHashMap<>())
            .computeIfAbsent(
                words.get(1), name -> new Table(new StringBuilder(), new StringBuilder()));
    table.chains().append(':').append(chain).append(' ').append(words.get(3)).append(" [0:0]\n");
  }

  private Ruleset ruleset(Family family) {
    StringBuilder saved = new StringBuilder();
    families
        .getOrDefault(family.tool(), Map.of())
        .forEach(
            (name, lines) ->
                saved
                    .append('*' + name + '\n')
                    .append(lines.chains())
                    .append(lines.rules())
                    .append("COMMIT\n"));
    return saved.isEmpty()
        ? Ruleset.empty(family)
        : SaveText.read(family, TextSource.text(saved.toString(), "dump").of(tools));
  }
}
