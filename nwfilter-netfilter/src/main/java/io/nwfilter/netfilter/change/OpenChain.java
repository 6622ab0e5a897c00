package io.nwfilter.netfilter.change;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain while its rules are edited; those that are only appended stay as they were given. */
final class OpenChain {

  private final OpenTable table;
  Chain head;
  private final List<List<ChainRule>> parts = new ArrayList<>();

  /** The rules instead of the parts, once some were inserted or deleted. */
  private @Nullable RuleBlocks blocks;

  OpenChain(OpenTable table, Chain chain) {
    this.table = table;
    this.head = chain;
    append(chain.rules());
  }

  int size() {
    return blocks == null ? parts.stream().mapToInt(List::size).sum() : blocks.size();
  }

  void append(List<ChainRule> rules) {
    if (blocks != null) {
      blocks.insert(blocks.size(), rules);
    } else if (!rules.isEmpty()) {
      parts.add(rules);
    }
    table.added(rules);
  }

  /** Inserts rules so that the first has an index, 0 to {@link #size}. */
  void insert(int index, List<ChainRule> rules) {
    blocks().insert(index, rules);
    table.added(rules);
  }

  void delete(int index, int count) {
    table.removed(blocks().delete(index, count));
  }

  void clear() {
    table.removed(rules());
    parts.clear();
    blocks = null;
  }

  private RuleBlocks blocks() {
    if (blocks == null) {
      blocks = new RuleBlocks();
      for (List<ChainRule> part : parts) {
        blocks.insert(blocks.size(), part);
      }
      parts.clear();
    }
    return blocks;
  }

  List<ChainRule> rules() {
    if (blocks != null) {
      return blocks.rules();
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    RuleSequence.Builder all = RuleSequence.builder();
    parts.forEach(all::addAll);
    return all.build();
  }

  Chain close() {
    return head.withRules(rules());
  }
}
