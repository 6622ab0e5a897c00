package io.nwfilter.netfilter.nft;

import com.google.common.base.Splitter;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;

/**
 * Reads what {@code nft list ruleset} prints, and scripts that make tables. Statements and parts of
 * tables that are not known here are kept word for word; {@link NftScript} writes all of it back.
 *
 * <pre>{@code
 * NftRuleset ruleset = NftListing.read(TextSource.file(path));
 * }</pre>
 */
public final class NftListing {

  private NftListing() {}

  /**
   * Reads a listing, or a script that {@code nft -f} takes (nft(8)): tables with blocks, which may
   * be declared several times, {@code add}, {@code create} and {@code insert} of tables, chains,
   * rules, sets and elements, {@code flush}, and {@code delete} of tables; a family that is not
   * named is {@code ip}. Variables may be defined before the tables; files are not included.
   *
   * @param source the text
   * @return the tables of the listing, or those that the script makes where there are none before
   * @throws TextException if the text cannot be read, is too large, or is not of this syntax; or if
   *     the kernel could not have such a table, for instance as a rule jumps to a chain that is
   *     missing
   */
  public static NftRuleset read(TextSource source) {
    return ScriptReader.read(Lexer.words(source));
  }

  /**
   * {@return whether a text begins as a listing or script does: with a command such as {@code
   * table}, perhaps after comments} A source that can be read only once can still be read
   * afterwards.
   *
   * @param source the text
   * @throws TextException if the text cannot be read
   */
  public static boolean begins(TextSource source) {
    List<String> words = Splitter.on(' ').limit(2).splitToList(firstLine(source));
    return words.size() == 2
        && (ScriptReader.isCommand(words.get(0))
            || words.get(0).equals("define")
            || words.get(0).equals("include"));
  }

  /**
   * Checks that a text is not in JSON. A source that can be read only once can still be read
   * afterwards.
   *
   * @param source the text
   * @throws TextException if it is, or the text cannot be read
   */
  public static void refuseJson(TextSource source) {
    if (firstLine(source).startsWith("{")) {
      throw new TextException(
          TextCode.RULES_JSON,
          "this is JSON, which is not read: write what 'nft list ruleset' prints, without -j",
          new SourceLocation(source.name(), 1, 1));
    }
  }

  private static String firstLine(TextSource source) {
    return source
        .beginning()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .orElse("");
  }
}
