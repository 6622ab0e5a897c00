package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Conditions of a description that packets meet all at once.
 *
 * @param conditions the conditions
 */
public record Alternative(ImmutableList<Condition> conditions) {

  /** That of all packets. */
  static final Alternative ALL = new Alternative(ImmutableList.of());

  /** {@return the packets that meet another condition, too} */
  public Alternative with(Condition condition) {
    return new Alternative(
        ImmutableList.<Condition>builder().add(condition).addAll(conditions).build());
  }

  /** {@return the packets that need not meet one of the conditions} */
  Alternative without(int index) {
    List<Condition> others = new ArrayList<>(conditions);
    others.remove(index);
    return new Alternative(ImmutableList.copyOf(others));
  }

  /** {@return the packets that meet another condition in place of one} */
  public Alternative with(int index, Condition condition) {
    List<Condition> changed = new ArrayList<>(conditions);
    changed.set(index, condition);
    return new Alternative(ImmutableList.copyOf(changed));
  }

  /** {@return the packets that meet another condition, too, in the place after one} */
  Alternative withNext(int index, Condition condition) {
    List<Condition> changed = new ArrayList<>(conditions);
    changed.add(index + 1, condition);
    return new Alternative(ImmutableList.copyOf(changed));
  }

  /** {@return the packets} */
  public int set(Diagrams diagrams) {
    int set = EVERYTHING;
    for (Condition condition : conditions) {
      set = diagrams.and(set, condition.set());
    }
    return set;
  }

  /** {@return whether there are words for all of it} */
  boolean isSayable() {
    return conditions.stream().allMatch(condition -> condition.says().isPresent());
  }

  /** {@return the conditions in words} */
  public List<PacketCondition> says() {
    return conditions.stream()
        .flatMap(condition -> condition.says().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the only place at which two alternatives ask different values of the same field; empty
   * if they differ in another way, too}
   */
  Optional<Integer> onlyDifference(Alternative other) {
    if (conditions.size() != other.conditions.size()) {
      return Optional.empty();
    }
    Optional<Integer> found = Optional.empty();
    for (int i = 0; i < conditions.size(); i++) {
      Condition one = conditions.get(i);
      Condition two = other.conditions.get(i);
      if (one.equals(two)) {
        continue;
      }
      boolean sameField =
          one.wanted()
              .flatMap(left -> two.wanted().filter(right -> right.field() == left.field()))
              .isPresent();
      if (!sameField || found.isPresent()) {
        return Optional.empty();
      }
      found = Optional.of(i);
    }
    return found;
  }
}
