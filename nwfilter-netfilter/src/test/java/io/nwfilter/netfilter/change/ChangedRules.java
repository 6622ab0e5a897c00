package io.nwfilter.netfilter.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rules and rulesets that tests of changes begin with. */
final class ChangedRules {

  private ChangedRules() {}

  /** {@return a rule that no other number has} */
  static ChainRule rule(int number) {
    return ChainRule.of(Target.DROP, FieldMatch.of(Field.MARK, number));
  }

  /** {@return rules of some numbers} */
  static ImmutableList<ChainRule> rules(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(ChangedRules::rule)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the rules from 0} */
  static List<ChainRule> manyRules(int count) {
    return new ArrayList<>(rules(IntStream.range(0, count).toArray()));
  }

  static ChainRule jump(String chain) {
    return ChainRule.of(new Target.Jump(chain));
  }

  static Chain chain(Family family, String name, ChainRule... rules) {
    return Chain.user(family, name).withRules(ImmutableList.copyOf(rules));
  }

  /** {@return a base chain of the table filter with some rules} */
  static Chain base(Family family, String name, List<ChainRule> rules) {
    Table filter = BaseChains.of(family).get(Table.FILTER);
    if (filter == null) {
      throw new AssertionError("no table filter");
    }
    return filter.chain(name).orElseThrow().withRules(rules);
  }

  /** {@return a ruleset with some chains in the table filter, and no others} */
  static Ruleset filter(Family family, Chain... chains) {
    ImmutableMap<String, Chain> map =
        Arrays.stream(chains).collect(ImmutableMap.toImmutableMap(Chain::name, chain -> chain));
    return new Ruleset(family, ImmutableMap.of(Table.FILTER, new Table(Table.FILTER, map)));
  }

  static Change change(Family family, Edit... edits) {
    return new Change(family, ImmutableList.copyOf(edits));
  }
}
