package io.nwfilter.netfilter.nft;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.text.TextException;
import java.util.Optional;

/** Reads the parts of a table. */
final class TableReader {

  private final WordStream words;
  private final TableDraft table;

  private TableReader(WordStream words, TableDraft table) {
    this.words = words;
    this.table = table;
  }

  /**
   * Reads the parts of a table, up to the brace that closes it.
   *
   * @throws TextException if they are not of the syntax
   * @throws IllegalArgumentException if a script cannot carry a name
   */
  static void parts(WordStream words, TableDraft table) {
    new TableReader(words, table).parts();
  }

  private void parts() {
    words.skipEnds();
    while (!words.take("}")) {
      if (words.take("comment")) {
        table.comment(comment(words));
      } else if (words.take("flags")) {
        flags();
      } else {
        block();
      }
      words.skipEnds();
    }
  }

  private void flags() {
    do {
      table.flag(
          TableFlag.of(words.peek().text())
              .orElseThrow(
                  () -> words.syntax(WordStream.shown(words.peek()) + " is not a known flag")));
      words.next();
    } while (words.take(","));
    if (!words.peek().isEnd() && !words.peek().is("}")) {
      throw words.syntax("',' is expected, not " + WordStream.shown(words.peek()));
    }
  }

  private void block() {
    int start = words.position();
    boolean read =
        switch (words.next().text()) {
          case "chain" -> {
            Optional<NftChain> chain = ChainReader.read(table, words.next().text(), words);
            chain.ifPresent(table::chain);
            yield chain.isPresent();
          }
          case "set" -> {
            Optional<NftSet> set = SetReader.set(words, new NftName(words.next().text()));
            set.ifPresent(table::set);
            yield set.isPresent();
          }
          case "map" -> {
            Optional<NftVerdictMap> map = SetReader.map(words, new NftName(words.next().text()));
            map.ifPresent(table::map);
            yield map.isPresent();
          }
          default -> false;
        };
    if (!read) {
      words.back(start);
      table.other(Blocks.other(words, 1));
    }
  }

  /** {@return a comment after its keyword} */
  static Comment comment(WordStream words) {
    if (!words.peek().quoted()) {
      throw words.syntax("a comment in quotation marks is expected");
    }
    try {
      return new Comment(words.next().text());
    } catch (IllegalValueException e) {
      throw words.refused(e);
    }
  }
}
