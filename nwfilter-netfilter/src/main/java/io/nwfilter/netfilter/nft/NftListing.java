package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;

/**
 * Reads what {@code nft list ruleset} prints. Statements and parts of tables that are not known
 * here are kept word for word; {@link NftScript} writes all of it back.
 *
 * <pre>{@code
 * NftRuleset ruleset = NftListing.read(TextSource.file(path));
 * }</pre>
 */
public final class NftListing {

  private NftListing() {}

  /**
   * {@return the ruleset of a listing}
   *
   * @param source the text
   * @throws TextException if the text cannot be read, is too large, or is not of the syntax of such
   *     a listing; or if the kernel could not have such a table, for instance as a rule jumps to a
   *     chain that is missing
   */
  public static NftRuleset read(TextSource source) {
    WordStream words = Lexer.words(source);
    ImmutableList.Builder<NftTable> tables = ImmutableList.builder();
    ImmutableList.Builder<NftObject> others = ImmutableList.builder();
    words.skipEnds();
    while (!words.isAtEnd()) {
      if (!words.peek().is("table")) {
        throw words.syntax("a table is expected, not " + WordStream.shown(words.peek()));
      }
      TableReader.read(words).add(tables, others);
      words.skipEnds();
    }
    return built(words, tables.build(), others.build());
  }

  /**
   * {@return whether a text begins as such a listing does: with a table, perhaps after comments} A
   * source that can be read only once can still be read afterwards.
   *
   * @param source the text
   * @throws TextException if the text cannot be read
   */
  public static boolean begins(TextSource source) {
    return source
        .beginning()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .filter(line -> line.startsWith("table "))
        .isPresent();
  }

  private static NftRuleset built(WordStream words, List<NftTable> tables, List<NftObject> others) {
    try {
      return new NftRuleset(tables, others);
    } catch (IllegalArgumentException e) {
      throw words.refused(e);
    }
  }
}
