package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads the output of one {@code -save} tool. */
final class SaveReader {
  private final TableFamily family;
  private final Map<ChainAddress, OpenChain> chains = new LinkedHashMap<>();
  private String table = "";
  private int lineNumber;

  SaveReader(TableFamily family) {
    this.family = family;
  }

  /** Hands over every chain of the text, in its order. */
  void read(String text, BiConsumer<ChainAddress, ChainContent> consumer) {
    text.lines().forEach(this::line);
    chains.forEach((address, chain) -> consumer.accept(address, chain.toContent()));
  }

  private void line(String untrimmed) {
    lineNumber++;
    String line = untrimmed.stripTrailing();
    if (line.startsWith("#")) {
      comment(line);
    } else if (line.startsWith("*")) {
      table = line.substring(1);
    } else if (line.startsWith(":")) {
      chain(line);
    } else if (line.startsWith("-A ") || line.startsWith("[")) {
      rule(line);
    } else if (!line.isEmpty() && !line.equals("COMMIT")) {
      throw unexpected(line);
    }
  }

  private void comment(String line) {
    // "# Table `x' is incompatible, use 'nft' tool.": the table is left out of the output.
    if (line.contains("incompatible")) {
      throw unexpected(line);
    }
  }

  private void chain(String line) {
    String[] words = line.substring(1).split(" ", 3);
    if (words.length < 2 || table.isEmpty()) {
      throw unexpected(line);
    }
    chains.put(
        new ChainAddress(family, table, words[0]),
        new OpenChain(words[1], ImmutableList.builder()));
  }

  private void rule(String line) {
    // With -c, counters come first: "[17:1024] -A INPUT …".
    String rule = line.startsWith("[") ? line.substring(line.indexOf(' ') + 1) : line;
    String[] words = rule.split(" ", 3);
    if (words.length < 2) {
      throw unexpected(line);
    }
    OpenChain chain = chains.get(new ChainAddress(family, table, words[1]));
    if (chain == null) {
      throw unexpected(line);
    }
    chain.rules().add(words.length == 3 ? words[2] : "");
  }

  private IllegalArgumentException unexpected(String line) {
    return new IllegalArgumentException(
        "line %d of the output of %s cannot be parsed: %s"
            .formatted(lineNumber, family.saveCommand(), line));
  }

  private record OpenChain(String policy, ImmutableList.Builder<String> rules) {
    ChainContent toContent() {
      return new ChainContent(policy, rules.build());
    }
  }
}
