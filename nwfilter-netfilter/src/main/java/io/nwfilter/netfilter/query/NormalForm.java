package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the disjunctive normal form of a query: alternatives, each of conditions that all must be
 * met. Conditions are numbered, each next to its complement. What it costs is bounded.
 */
final class NormalForm {

  private static final int MAX_ALTERNATIVES = 1000;
  private static final int MAX_WORK = 5_000_000;

  private final List<PacketCondition> conditions = new ArrayList<>();
  private final Map<PacketCondition, Integer> numbers = new HashMap<>();

  /** For each condition those that no packet meets together with it. */
  private final List<BitSet> excluded = new ArrayList<>();

  private int work;

  /**
   * Some alternatives, none of which another one contains.
   *
   * @param sets the numbers of each one's conditions
   */
  record Alternatives(ImmutableList<BitSet> sets) {

    /** All packets. */
    static final Alternatives ALL = new Alternatives(ImmutableList.of(new BitSet()));
  }

  Alternatives of(PacketCondition condition) {
    return new Alternatives(ImmutableList.of(single(number(condition))));
  }

  private static BitSet single(int number) {
    BitSet set = new BitSet();
    set.set(number);
    return set;
  }

  private int number(PacketCondition condition) {
    Integer known = numbers.get(condition);
    if (known != null) {
      return known;
    }
    int number = conditions.size();
    add(condition);
    add(condition.complement());
    return number;
  }

  private void add(PacketCondition condition) {
    int number = conditions.size();
    BitSet excluding = new BitSet();
    for (int other = 0; other < number; other++) {
      if (other == (number ^ 1) || Exclusion.isCertain(condition, conditions.get(other))) {
        excluding.set(other);
        excluded.get(other).set(number);
      }
    }
    numbers.put(condition, number);
    conditions.add(condition);
    excluded.add(excluding);
  }

  /** {@return the packets of any of several} */
  Alternatives or(List<Alternatives> several) {
    return minimal(several.stream().flatMap(one -> one.sets().stream()).toList());
  }

  /** {@return the packets of both} */
  Alternatives and(Alternatives one, Alternatives other) {
    spend(one.sets().size() * other.sets().size());
    List<BitSet> all = new ArrayList<>();
    for (BitSet left : one.sets()) {
      for (BitSet right : other.sets()) {
        BitSet both = (BitSet) left.clone();
        both.or(right);
        if (isPossible(both)) {
          all.add(both);
        }
      }
    }
    return minimal(all);
  }

  /** {@return all other packets} */
  Alternatives not(Alternatives some) {
    Alternatives others = Alternatives.ALL;
    for (BitSet set : some.sets()) {
      ImmutableList.Builder<BitSet> unmet = ImmutableList.builder();
      set.stream().forEach(number -> unmet.add(single(number ^ 1)));
      others = and(others, new Alternatives(unmet.build()));
    }
    return others;
  }

  PacketClass packets(Alternatives alternatives) {
    return new PacketClass(
        alternatives.sets().stream()
            .map(set -> set.stream().mapToObj(conditions::get).toList())
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Counts what has been done.
   *
   * @throws IllegalArgumentException if it is too much
   */
  void spend(int steps) {
    work += Math.max(1, steps);
    if (work > MAX_WORK) {
      throw excessive();
    }
  }

  private static IllegalArgumentException excessive() {
    return new IllegalArgumentException(
        "the query is too complicated: written as alternatives, it is too long");
  }

  private boolean isPossible(BitSet set) {
    return set.stream().noneMatch(number -> excluded.get(number).intersects(set));
  }

  /** Leaves out what has all conditions of another one. */
  private Alternatives minimal(List<BitSet> sets) {
    List<BitSet> byRank = new ArrayList<>(sets);
    byRank.sort(Comparator.comparingInt(BitSet::cardinality));
    List<BitSet> kept = new ArrayList<>();
    for (BitSet set : byRank) {
      spend(kept.size());
      if (kept.stream().noneMatch(smaller -> contains(set, smaller))) {
        kept.add(set);
      }
      if (kept.size() > MAX_ALTERNATIVES) {
        throw excessive();
      }
    }
    return new Alternatives(ImmutableList.copyOf(kept));
  }

  private static boolean contains(BitSet set, BitSet smaller) {
    BitSet missing = (BitSet) smaller.clone();
    missing.andNot(set);
    return missing.isEmpty();
  }
}
