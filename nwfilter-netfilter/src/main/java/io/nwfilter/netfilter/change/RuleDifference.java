package io.nwfilter.netfilter.change;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fewest deletions and insertions that turn one list of rules into another, as long as the
 * parts in which they differ are not very long. Longer ones are taken apart at rules that each list
 * has exactly once; where there are none, they are replaced as a whole.
 */
final class RuleDifference {

  /** How many pairs of rules are compared at most: what a table of the longest runs may cost. */
  private static final long MAX_PAIRS = 4_000_000;

  /** How often parts between anchors are taken apart again, so that the work stays linear. */
  private static final int MAX_DEPTH = 32;

  private final String table;
  private final String chain;
  private final List<ChainRule> before;
  private final List<ChainRule> after;

  RuleDifference(String table, String chain, List<ChainRule> before, List<ChainRule> after) {
    this.table = table;
    this.chain = chain;
    this.before = before;
    this.after = after;
  }

  void addTo(ImmutableList.Builder<Edit> edits) {
    differ(before, after, 0, 0, edits);
  }

  /** Everything before a position of the list is already as it is to be. */
  private void differ(
      List<ChainRule> was,
      List<ChainRule> wanted,
      int position,
      int depth,
      ImmutableList.Builder<Edit> edits) {
    int head = 0;
    int shorter = Math.min(was.size(), wanted.size());
    while (head < shorter && was.get(head).equals(wanted.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && was.get(was.size() - 1 - tail).equals(wanted.get(wanted.size() - 1 - tail))) {
      tail++;
    }
    List<ChainRule> old = was.subList(head, was.size() - tail);
    List<ChainRule> fresh = wanted.subList(head, wanted.size() - tail);
    if (old.isEmpty() || fresh.isEmpty()) {
      replace(position + head, old.size(), fresh, edits);
    } else if ((long) old.size() * fresh.size() > MAX_PAIRS) {
      split(old, fresh, position + head, depth, edits);
    } else {
      compare(position + head, old, fresh, edits);
    }
  }

  /** Long lists are compared part by part, between rules that each of them has once. */
  private void split(
      List<ChainRule> old,
      List<ChainRule> fresh,
      int position,
      int depth,
      ImmutableList.Builder<Edit> edits) {
    List<Anchors.Pair> anchors = depth < MAX_DEPTH ? Anchors.of(old, fresh) : ImmutableList.of();
    if (anchors.isEmpty()) {
      replace(position, old.size(), fresh, edits);
      return;
    }
    int left = 0;
    int right = 0;
    for (Anchors.Pair anchor : anchors) {
      differ(
          old.subList(left, anchor.left()),
          fresh.subList(right, anchor.right()),
          position + right,
          depth + 1,
          edits);
      left = anchor.left() + 1;
      right = anchor.right() + 1;
    }
    differ(
        old.subList(left, old.size()),
        fresh.subList(right, fresh.size()),
        position + right,
        depth + 1,
        edits);
  }

  private void replace(
      int position, int deleted, List<ChainRule> rules, ImmutableList.Builder<Edit> edits) {
    if (deleted > 0) {
      edits.add(new Edit.Delete(table, chain, position + 1, deleted));
    }
    if (!rules.isEmpty()) {
      edits.add(new Edit.Insert(table, chain, position + 1, ImmutableList.copyOf(rules)));
    }
  }

  /** Walks along a longest common subsequence and gathers what is not in it. */
  private void compare(
      int head, List<ChainRule> old, List<ChainRule> fresh, ImmutableList.Builder<Edit> edits) {
    int[][] common = common(numbers(old, fresh), old.size(), fresh.size());
    int position = head;
    int left = 0;
    int right = 0;
    while (left < old.size() || right < fresh.size()) {
      int leftStart = left;
      int rightStart = right;
      while ((left < old.size() || right < fresh.size()) && !isCommon(common, left, right)) {
        if (right == fresh.size()
            || (left < old.size() && common[left + 1][right] >= common[left][right + 1])) {
          left++;
        } else {
          right++;
        }
      }
      replace(position, left - leftStart, fresh.subList(rightStart, right), edits);
      position += right - rightStart;
      while (left < old.size() && right < fresh.size() && isCommon(common, left, right)) {
        left++;
        right++;
        position++;
      }
    }
  }

  /** {@return whether both rules are the same, and on the way that was chosen} */
  private static boolean isCommon(int[][] common, int left, int right) {
    return left < common.length - 1
        && right < common[0].length - 1
        && common[left][right] == common[left + 1][right + 1] + 1
        && common[left][right] > common[left + 1][right]
        && common[left][right] > common[left][right + 1];
  }

  /** Equal rules get equal numbers, so that each is compared and hashed only once. */
  private static int[] numbers(List<ChainRule> old, List<ChainRule> fresh) {
    Map<RuleKey, Integer> known = new HashMap<>();
    int[] numbers = new int[old.size() + fresh.size()];
    int next = 0;
    for (List<ChainRule> rules : List.of(old, fresh)) {
      for (ChainRule rule : rules) {
        Integer number = known.putIfAbsent(new RuleKey(rule), known.size());
        numbers[next++] = number == null ? known.size() - 1 : number;
      }
    }
    return numbers;
  }

  /** {@return for each pair of positions, how long the longest common subsequence from there is} */
  private static int[][] common(int[] numbers, int oldSize, int freshSize) {
    int[][] common = new int[oldSize + 1][freshSize + 1];
    for (int i = oldSize - 1; i >= 0; i--) {
      for (int j = freshSize - 1; j >= 0; j--) {
        common[i][j] =
            numbers[i] == numbers[oldSize + j]
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
