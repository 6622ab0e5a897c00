package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ForwardingList;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IcmpRepliesTest {

  /** How many rules are looked at for each kind of request, at most: all of them twice. */
  private static final int MAX_PASSES = 2;

  /** Counts how often all rules are looked at. */
  private static final class Counted extends ForwardingList<ScopedRule> {

    private final List<ScopedRule> rules;
    private int passes;

    Counted(List<ScopedRule> rules) {
      this.rules = rules;
    }

    @Override
    protected List<ScopedRule> delegate() {
      return rules;
    }

    @Override
    public Stream<ScopedRule> stream() {
      passes++;
      return rules.stream();
    }
  }

  @Test
  void manyRequestsOfAKindAreLookedUpOnce() {
    Filter.Builder filter = Filter.builder("f");
    for (int i = 0; i < 1_000; i++) {
      filter.rule(Rule.accept(Direction.OUT, Protocol.ICMP).where(Attributes.TYPE, 8));
    }
    filter.rule(Rule.drop(Direction.INOUT, Protocol.ALL));
    FilterLibrary library = FilterLibrary.of(ImmutableList.of(filter.build()));
    List<ScopedRule> rules =
        FilterResolver.resolve(library, FilterReference.of("f"), Parameters.NONE).rules();
    Counted counted = new Counted(rules);
    IcmpReplies replies = new IcmpReplies(counted);

    assertEquals(
        1_000, rules.stream().filter(rule -> isRequest(rule) && replies.areMissing(rule)).count());
    assertTrue(counted.passes <= MAX_PASSES, () -> counted.passes + " passes");
  }

  private static boolean isRequest(ScopedRule rule) {
    return rule.rule().condition(Attributes.TYPE).isPresent();
  }
}
