package io.nwfilter.netfilter.restore;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.io.IOException;

/**
 * Writes a ruleset as restore text: for each table a block from {@code *TABLE} to {@code COMMIT},
 * which the tools load as a whole or not at all.
 *
 * <p>The text is meant for {@code --noflush}: it makes, or empties, the ruleset's own chains and
 * adds to the kernel's. Loading it twice adds to those twice.
 */
public final class RestoreWriter {

  /** How many characters are written at once. */
  private static final int PIECE = 1 << 15;

  private final Family family;
  private final StringBuilder out;
  private final RuleWriter rules;

  private RestoreWriter(Family family, StringBuilder out) {
    this.family = family;
    this.out = out;
    this.rules =
        family == Family.BRIDGE ? new EbtablesRuleWriter(out) : new IptablesRuleWriter(family, out);
  }

  /**
   * Returns the text of a ruleset.
   *
   * @param ruleset the ruleset
   * @return the text; empty if there are no tables
   */
  public static String write(Ruleset ruleset) {
    StringBuilder out = new StringBuilder();
    new RestoreWriter(ruleset.family(), out).append(ruleset, () -> {});
    return out.toString();
  }

  /**
   * Writes the text of a ruleset piece by piece, so that it is nowhere kept as a whole.
   *
   * @param ruleset the ruleset
   * @param out where to
   * @throws IOException if that fails
   */
  public static void write(Ruleset ruleset, Appendable out) throws IOException {
    StringBuilder piece = new StringBuilder(PIECE + 512);
    Drain<IOException> drain =
        () -> {
          out.append(piece);
          piece.setLength(0);
        };
    new RestoreWriter(ruleset.family(), piece)
        .append(
            ruleset,
            () -> {
              if (piece.length() >= PIECE) {
                drain.run();
              }
            });
    drain.run();
  }

  /** Takes what was written so far, or leaves it there. */
  private interface Drain<E extends Exception> {
    void run() throws E;
  }

  private <E extends Exception> void append(Ruleset ruleset, Drain<E> drain) throws E {
    for (Table table : ruleset.tables()) {
      out.append('*').append(table.name()).append('\n');
      for (Chain chain : table.chains()) {
        if (chain.placement() == Placement.OWN || chain.placement() == Placement.SHARED) {
          declare(chain);
        }
      }
      for (Chain chain : table.chains()) {
        append(chain, drain);
      }
      out.append("COMMIT\n");
    }
  }

  /** The policy of a chain of one's own means nothing, but the syntax wants one. */
  private void declare(Chain chain) {
    out.append(':').append(chain.name());
    out.append(family == Family.BRIDGE ? " ACCEPT\n" : " - [0:0]\n");
  }

  private <E extends Exception> void append(Chain chain, Drain<E> drain) throws E {
    int position = 1;
    for (ChainRule rule : chain.rules()) {
      if (chain.placement() == Placement.HEAD) {
        out.append("-I ").append(chain.name()).append(' ').append(position++);
      } else {
        out.append("-A ").append(chain.name());
      }
      rules.append(rule);
      out.append('\n');
      drain.run();
    }
  }
}
