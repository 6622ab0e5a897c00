package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Elements of a set, of which no two overlap: Linux refuses others where a key has several fields,
 * and nft where they lead to different verdicts.
 */
final class Elements {

  private final Set<List<Interval>> all = new LinkedHashSet<>();

  /** Those that hold more than one value. */
  private final Set<List<Interval>> wide = new LinkedHashSet<>();

  /** Adds an element unless it overlaps with another one; false if it does. */
  boolean addApart(List<Interval> element) {
    if (!overlapping(element).isEmpty()) {
      return false;
    }
    add(element);
    return true;
  }

  /** Adds what is in an element and not yet here; false if that is not one element. */
  boolean addUnion(List<Interval> element) {
    List<List<Interval>> overlapping = overlapping(element);
    if (overlapping.stream().anyMatch(other -> contains(other, element))) {
      return true;
    }
    if (!overlapping.stream().allMatch(other -> contains(element, other))) {
      return false;
    }
    overlapping.forEach(all::remove);
    overlapping.forEach(wide::remove);
    add(element);
    return true;
  }

  private void add(List<Interval> element) {
    all.add(element);
    if (!isSingle(element)) {
      wide.add(element);
    }
  }

  private List<List<Interval>> overlapping(List<Interval> element) {
    if (all.contains(element)) {
      return ImmutableList.of(element);
    }
    Set<List<Interval>> others = isSingle(element) ? wide : all;
    return others.stream().filter(other -> overlap(element, other)).toList();
  }

  private static boolean isSingle(List<Interval> element) {
    return element.stream().allMatch(Interval::isSingle);
  }

  private static boolean overlap(List<Interval> one, List<Interval> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).overlaps(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(List<Interval> one, List<Interval> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).contains(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@return the elements as nft has them} */
  ImmutableSet<SetKey> keys(List<Field> fields) {
    return all.stream().map(element -> key(element, fields)).collect(ImmutableSet.toImmutableSet());
  }

  static SetKey key(List<Interval> element, List<Field> fields) {
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    for (int i = 0; i < fields.size(); i++) {
      parts.add(element.get(i).values(fields.get(i)));
    }
    return new SetKey(parts.build());
  }

  /**
   * {@return the values of one field that are in some intervals} Single values stay in order;
   * others are in the order in which nft lists them, and those that overlap or touch are one.
   */
  static Values union(Collection<Interval> intervals, Field field) {
    List<Interval> merged = new ArrayList<>();
    for (Interval next : intervals.stream().sorted().distinct().toList()) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).joins(next)) {
        merged.set(last, merged.get(last).and(next));
      } else {
        merged.add(next);
      }
    }
    boolean single = intervals.stream().allMatch(Interval::isSingle);
    ImmutableList<Values> values =
        (single ? new LinkedHashSet<>(intervals) : merged)
            .stream()
                .map(interval -> interval.values(field))
                .collect(ImmutableList.toImmutableList());
    return values.size() == 1 ? values.get(0) : new Values.Union(values);
  }
}
