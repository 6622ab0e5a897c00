package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Rulesets as the text that {@code iptables-save}, {@code ip6tables-save} and {@code ebtables-save}
 * print. What is not known here is kept word for word. Loaded with the tool's {@code -restore},
 * what was written leaves the same rules in a kernel as what was read.
 */
public final class SaveText {

  private SaveText() {}

  /**
   * Reads a ruleset: what the tool has printed, or what {@code -restore} would make of a text on a
   * host without rules.
   *
   * @param family the family, and so the tool whose text it is
   * @param source the text
   * @return the ruleset, whose rules know their lines and counters
   * @throws TextException if the text cannot be read, is cut off, too large, or not of the tool's
   *     syntax, or uses a chain that it does not declare before
   */
  public static Ruleset read(Family family, TextSource source) {
    return Ruleset.empty(family).after(new TextReader(family, source, true).read());
  }

  /**
   * Returns the text of a ruleset, with the counters that are known.
   *
   * @param ruleset the ruleset
   * @return the text; empty if there are no tables
   * @throws InexpressibleException if the tool has no option for what a rule asks
   */
  public static String write(Ruleset ruleset) {
    BlockWriter blocks = new BlockWriter(ruleset.family(), Spelling.SAVE, null);
    write(ruleset, blocks);
    return blocks.out.toString();
  }

  /**
   * Writes the text that {@link #write(Ruleset)} returns piece by piece.
   *
   * @param ruleset the ruleset
   * @param out where to
   * @throws IOException if that fails
   * @throws InexpressibleException if the tool has no option for what a rule asks; a part of the
   *     text may be written by then
   */
  public static void write(Ruleset ruleset, Appendable out) throws IOException {
    BlockWriter blocks = new BlockWriter(ruleset.family(), Spelling.SAVE, out);
    try {
      write(ruleset, blocks);
      blocks.handOn();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(Ruleset ruleset, BlockWriter blocks) {
    for (Table table : ruleset.tables().values()) {
      blocks.table(table.name());
      table.chains().values().forEach(chain -> declare(ruleset.family(), chain, blocks.out));
      for (Chain chain : table.chains().values()) {
        for (ChainRule rule : chain.rules()) {
          rule.counters().ifPresent(c -> blocks.out.append('[').append(c).append("] "));
          blocks.out.append("-A ").append(chain.name());
          blocks.rule(rule);
        }
      }
    }
    blocks.commit();
  }

  private static void declare(Family family, Chain chain, StringBuilder out) {
    out.append(':').append(chain.name()).append(' ');
    if (family == Family.BRIDGE) {
      out.append(chain.policy()).append('\n');
    } else {
      out.append(chain.isBase() ? chain.policy().name() : "-");
      out.append(" [").append(chain.counters().orElse(Counters.ZERO)).append("]\n");
    }
  }
}
