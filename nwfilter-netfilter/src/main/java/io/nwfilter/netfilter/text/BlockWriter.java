package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks, one for each table, from {@code *TABLE} to {@code COMMIT}. What was written is
 * handed on piece by piece, so that a long text is nowhere kept as a whole.
 */
final class BlockWriter {

  /** How many characters are handed on at once. */
  private static final int PIECE = 1 << 15;

  final StringBuilder out = new StringBuilder(1024); // most texts are short
  private final @Nullable Appendable destination;
  private final RuleWriter rules;
  private final OriginComments origins;
  private final Map<String, Set<String>> declared = new HashMap<>();
  private String open = "";

  /**
   * Creates a writer.
   *
   * @param destination what the text is handed on to; null if it stays in {@link #out}
   */
  BlockWriter(Family family, Spelling spelling, @Nullable Appendable destination) {
    this(family, spelling, OriginComments.NONE, destination);
  }

  /**
   * Creates a writer.
   *
   * @param origins whether there is a comment before each rule
   * @param destination what the text is handed on to; null if it stays in {@link #out}
   */
  BlockWriter(
      Family family, Spelling spelling, OriginComments origins, @Nullable Appendable destination) {
    this.destination = destination;
    this.origins = origins;
    this.rules = RuleWriter.of(family, spelling, out);
  }

  /** Begins the block of a table, unless it is open. */
  void table(String table) {
    if (!table.equals(open)) {
      commit();
      out.append('*').append(table).append('\n');
      open = table;
      rules.chains = declared.computeIfAbsent(table, key -> new HashSet<>());
    }
  }

  /** Notes that the open table has a chain from here on. */
  void declare(String chain) {
    rules.chains.add(chain);
  }

  /** Ends the open block. */
  void commit() {
    if (!open.isEmpty()) {
      out.append("COMMIT\n");
      open = "";
    }
  }

  /** Writes the diagnostics of a rule before its line. */
  void origin(ChainRule rule) {
    origins.append(rule.origin(), out);
  }

  /** Ends a line, whose beginning was written, with a rule. */
  void rule(ChainRule rule) {
    rules.append(rule);
    out.append('\n');
    if (out.length() >= PIECE) {
      handOn();
    }
  }

  /**
   * Hands on what was written.
   *
   * @throws UncheckedIOException if the destination takes no more
   */
  void handOn() {
    if (destination != null) {
      try {
        destination.append(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.setLength(0);
    }
  }
}
