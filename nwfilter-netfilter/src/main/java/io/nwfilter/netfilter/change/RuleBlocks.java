package io.nwfilter.netfilter.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules of a chain in blocks, so that a rule that is inserted or deleted moves those of its block
 * only, and many of them do not take the square of their number.
 */
final class RuleBlocks {

  private static final int BLOCK = 1024;

  private final List<List<ChainRule>> blocks = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  /** Inserts rules so that the first has an index, 0 to {@link #size}. */
  void insert(int index, List<ChainRule> rules) {
    int block = 0;
    int start = 0;
    while (block < blocks.size() && index > start + blocks.get(block).size()) {
      start += blocks.get(block++).size();
    }
    if (block == blocks.size()) {
      blocks.add(new ArrayList<>());
    }
    List<ChainRule> into = blocks.get(block);
    into.addAll(index - start, rules);
    size += rules.size();
    if (into.size() > 2 * BLOCK) {
      blocks.remove(block);
      blocks.addAll(block, Lists.transform(Lists.partition(into, BLOCK), ArrayList::new));
    }
  }

  /**
   * Deletes rules.
   *
   * @param index the first, from 0
   * @param count how many of those that are there
   * @return the deleted ones
   */
  List<ChainRule> delete(int index, int count) {
    ImmutableList.Builder<ChainRule> deleted = ImmutableList.builder();
    int block = 0;
    int start = index;
    while (start >= blocks.get(block).size()) {
      start -= blocks.get(block++).size();
    }
    int left = count;
    while (left > 0) {
      List<ChainRule> from = blocks.get(block);
      List<ChainRule> part = from.subList(start, Math.min(from.size(), start + left));
      left -= part.size();
      deleted.addAll(part);
      part.clear();
      if (from.isEmpty()) {
        blocks.remove(block);
      } else {
        block++;
      }
      start = 0;
    }
    size -= count;
    return deleted.build();
  }

  ImmutableList<ChainRule> rules() {
    ImmutableList.Builder<ChainRule> all = ImmutableList.builderWithExpectedSize(size);
    blocks.forEach(all::addAll);
    return all.build();
  }
}
