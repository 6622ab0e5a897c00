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

  private static NftRuleset built(WordStream words, List<NftTable> tables, List<NftObject> others) {
    try {
      return new NftRuleset(tables, others);
    } catch (IllegalArgumentException e) {
      throw words.refused(e);
    }
  }
}
