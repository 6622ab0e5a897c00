package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Iterators;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list of rules, some of which are computed on access, so that a chain may have
 * millions of rules without keeping them.
 */
public final class RuleSequence extends AbstractList<ChainRule> implements RandomAccess {

  private final ImmutableList<List<ChainRule>> parts;
  private final int[] ends;

  private RuleSequence(ImmutableList<List<ChainRule>> parts) {
    this.parts = parts;
    this.ends = new int[parts.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end = Math.addExact(end, parts.get(i).size());
      ends[i] = end;
    }
  }

  /** {@return a builder without rules} */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public ChainRule get(int index) {
    Objects.checkIndex(index, size());
    int found = Arrays.binarySearch(ends, index + 1);
    int part = found < 0 ? -found - 1 : found;
    while (part > 0 && ends[part - 1] > index) {
      part--; // equal ends are those of empty parts
    }
    return parts.get(part).get(part == 0 ? index : index - ends[part - 1]);
  }

  @Override
  public Iterator<ChainRule> iterator() {
    return Iterators.unmodifiableIterator(Iterables.concat(parts).iterator());
  }

  /** Builds a list of rules, which is a {@link RuleSequence} only where it has to be. */
  public static final class Builder {

    private final ImmutableList.Builder<List<ChainRule>> parts = ImmutableList.builder();
    private ImmutableList.Builder<ChainRule> kept = ImmutableList.builder();
    private boolean computed;

    private Builder() {}

    /**
     * Adds a rule.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder add(ChainRule rule) {
      kept.add(rule);
      return this;
    }

    /**
     * Adds rules. Those of a {@link RuleSequence} that are computed stay so; all others are kept.
     *
     * @param rules the rules
     * @return this builder
     */
    public Builder addAll(List<ChainRule> rules) {
      if (rules instanceof RuleSequence sequence) {
        for (List<ChainRule> part : sequence.parts) {
          if (part instanceof ImmutableList) {
            kept.addAll(part);
          } else {
            addComputed(part);
          }
        }
      } else {
        kept.addAll(rules);
      }
      return this;
    }

    /**
     * Adds rules that are not kept, but computed anew on every access.
     *
     * @param rules a list that never changes
     * @return this builder
     */
    public Builder addComputed(List<ChainRule> rules) {
      parts.add(kept.build()).add(rules);
      kept = ImmutableList.builder();
      computed = true;
      return this;
    }

    /** {@return the rules} */
    public List<ChainRule> build() {
      if (!computed) {
        return kept.build();
      }
      return new RuleSequence(
          ImmutableList.<List<ChainRule>>builder().addAll(parts.build()).add(kept.build()).build());
    }
  }
}
