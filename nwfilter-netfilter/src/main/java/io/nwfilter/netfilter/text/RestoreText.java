package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Changes as restore text: for each table a block from {@code *TABLE} to {@code COMMIT}, which the
 * tools load as a whole or not at all.
 *
 * <p>The text is meant for {@code --noflush}: it does what the edits say, and leaves everything
 * else alone. If it is loaded twice, it appends and inserts twice.
 */
public final class RestoreText {

  private RestoreText() {}

  /**
   * Returns the options of a rule as its tool takes them after {@code -A CHAIN}.
   *
   * @param family the family, and so the tool
   * @param rule the rule
   * @return the options, such as {@code -p tcp -m tcp --dport 22 -j ACCEPT}; empty if the rule has
   *     none
   * @throws InexpressibleException if the tool has no option for what the rule asks
   */
  public static String write(Family family, ChainRule rule) {
    StringBuilder out = new StringBuilder();
    RuleWriter.of(family, Spelling.RESTORE, out).append(rule);
    return out.toString().strip();
  }

  /**
   * Returns the text of a change.
   *
   * @param change the change
   * @return the text; empty if there are no edits
   * @throws InexpressibleException if the tool has no option for what a rule asks
   */
  public static String write(Change change) {
    BlockWriter blocks = new BlockWriter(change.family(), Spelling.RESTORE, null);
    new ChangeWriter(change.family(), blocks).write(change);
    return blocks.out.toString();
  }

  /**
   * Writes the text of a change piece by piece, so that it is nowhere kept as a whole.
   *
   * @param change the change
   * @param out where to
   * @throws IOException if that fails
   * @throws InexpressibleException if the tool has no option for what a rule asks; a part of the
   *     text may be written by then
   */
  public static void write(Change change, Appendable out) throws IOException {
    write(change, OriginComments.NONE, out);
  }

  /**
   * Writes the text of a change piece by piece, and perhaps where its rules come from.
   *
   * @param change the change
   * @param origins whether there is a comment before each rule that says where it comes from
   * @param out where to
   * @throws IOException if that fails
   * @throws InexpressibleException if the tool has no option for what a rule asks; a part of the
   *     text may be written by then
   */
  public static void write(Change change, OriginComments origins, Appendable out)
      throws IOException {
    BlockWriter blocks = new BlockWriter(change.family(), Spelling.RESTORE, origins, out);
    try {
      new ChangeWriter(change.family(), blocks).write(change);
      blocks.handOn();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Reads a change. A chain that the text neither makes nor declares is assumed to exist.
   *
   * @param family the family, and so the tool whose text it is
   * @param source the text, such as {@code iptables-restore --noflush} loads
   * @return the change, whose rules know their lines
   * @throws TextException if the text cannot be read, is cut off, too large, or not of the tool's
   *     syntax
   */
  public static Change read(Family family, TextSource source) {
    return new TextReader(family, source, false).read();
  }
}
