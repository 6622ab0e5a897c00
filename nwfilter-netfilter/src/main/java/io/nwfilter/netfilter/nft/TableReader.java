package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.text.TextException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a table. */
final class TableReader {

  /** What was read: a table, or one that is not modelled. */
  record Result(@Nullable NftTable table, @Nullable NftObject other) {

    void add(ImmutableList.Builder<NftTable> tables, ImmutableList.Builder<NftObject> others) {
      if (table != null) {
        tables.add(table);
      }
      if (other != null) {
        others.add(other);
      }
    }
  }

  private final WordStream words;

  private TableReader(WordStream words) {
    this.words = words;
  }

  /**
   * Reads a table.
   *
   * @throws TextException if it is not of the syntax, or the kernel could not have it
   */
  static Result read(WordStream words) {
    return new TableReader(words).read();
  }

  private Result read() {
    int start = words.position();
    words.require("table");
    String family = words.next().text();
    Optional<NftFamily> known = NftFamily.of(family);
    if (known.isEmpty()) {
      words.back(start);
      return new Result(null, Blocks.other(words, 2));
    }
    String name = words.next().text();
    NftTable.Builder table;
    try {
      table = NftTable.builder(known.get(), name);
      words.require("{");
      parts(known.get(), table);
      int end = words.position();
      words.back(start);
      NftTable built = table.build();
      words.back(end);
      return new Result(built, null);
    } catch (IllegalArgumentException e) {
      throw words.refused(e);
    }
  }

  private void parts(NftFamily family, NftTable.Builder table) {
    words.skipEnds();
    while (!words.take("}")) {
      if (words.take("comment")) {
        table.comment(comment(words));
      } else if (words.peek().is("flags") && words.peek(1).is("dormant") && words.peek(2).isEnd()) {
        words.skip(2);
        table.dormant(true);
      } else {
        block(family, table);
      }
      words.skipEnds();
    }
  }

  private void block(NftFamily family, NftTable.Builder table) {
    int start = words.position();
    boolean read =
        switch (words.peek().text()) {
          case "chain" -> {
            Optional<NftChain> chain = ChainReader.read(family, words);
            chain.ifPresent(table::chain);
            yield chain.isPresent();
          }
          case "set" -> {
            Optional<NftSet> set = SetReader.set(words);
            set.ifPresent(table::set);
            yield set.isPresent();
          }
          case "map" -> {
            Optional<NftVerdictMap> map = SetReader.map(words);
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
