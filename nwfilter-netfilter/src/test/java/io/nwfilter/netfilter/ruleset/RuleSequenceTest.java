package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSequenceTest {

  private static ChainRule rule(int number) {
    return ChainRule.of(Target.DROP, FieldMatch.of(Field.SOURCE_PORT, number));
  }

  /** Rules that are made when they are asked for. */
  private static List<ChainRule> computed(int first, int size) {
    return new AbstractList<>() {
      @Override
      public ChainRule get(int index) {
        return rule(first + index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static List<ChainRule> rules(int size) {
    List<ChainRule> rules = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rules.add(rule(i));
    }
    return rules;
  }

  private static List<ChainRule> mixed() {
    return RuleSequence.builder()
        .add(rule(0))
        .addComputed(computed(1, 3))
        .addComputed(computed(4, 0))
        .addAll(ImmutableList.of(rule(4), rule(5)))
        .add(rule(6))
        .addComputed(computed(7, 2))
        .build();
  }

  @Test
  void keepsTheOrderOfItsParts() {
    assertEquals(rules(9), mixed());
    assertEquals(mixed(), rules(9));
    assertEquals(rules(9).hashCode(), mixed().hashCode());
    for (int i = 0; i < 9; i++) {
      assertEquals(rule(i), mixed().get(i));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> mixed().get(9));
    assertThrows(IndexOutOfBoundsException.class, () -> mixed().get(-1));
  }

  @Test
  void cannotBeChanged() {
    assertThrows(UnsupportedOperationException.class, () -> mixed().remove(0));
    assertThrows(UnsupportedOperationException.class, () -> mixed().iterator().remove());
  }

  @Test
  void isPlainWhereNothingIsComputed() {
    assertInstanceOf(
        ImmutableList.class,
        RuleSequence.builder().add(rule(0)).addAll(ImmutableList.of(rule(1))).build());
  }

  @Test
  void mayGrowAfterItWasBuilt() {
    RuleSequence.Builder builder = RuleSequence.builder().addComputed(computed(0, 2));
    assertEquals(rules(2), builder.build());
    assertEquals(rules(3), builder.add(rule(2)).build());
  }

  @Test
  void otherListsAreCopied() {
    List<ChainRule> changing = rules(2);
    List<ChainRule> sequence = RuleSequence.builder().addAll(changing).build();
    changing.clear();
    assertEquals(rules(2), sequence);
  }

  @Test
  void listsThatMayChangeAreCopied() {
    List<ChainRule> changing = rules(2);
    Chain chain = Chain.user(Family.IPV4, "c").withRules(changing);
    changing.clear();
    assertEquals(rules(2), chain.rules());
  }
}
