package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitrary rulesets that iptables, ip6tables and ebtables 1.8.9 load and print as they are. What a
 * kernel would change is left out: ranges of all ports and masks without bits, which ask nothing
 * and are not printed; protocol 0, which means any; values that are the default of an option.
 *
 * <p>Matches are in the order in which the tools print them. Rulesets shrink to few chains with few
 * rules, and are reported as the tools print them.
 */
public final class RulesetArbitraries {

  private static final ImmutableList<String> CHAINS = ImmutableList.of("alpha", "beta", "gamma");

  private static final int MAX_RULES = 6;

  private RulesetArbitraries() {}

  /**
   * {@return rules of the chain {@code FORWARD} of the table {@code filter}, which call no chain}
   *
   * @param family whose rules
   */
  public static Arbitrary<ChainRule> rules(Family family) {
    Arbitrary<Target> targets =
        family == Family.BRIDGE
            ? TargetArbitraries.everywhere(family)
            : Arbitraries.oneOf(
                TargetArbitraries.everywhere(family), TargetArbitraries.rejections(family));
    return rules(matches(family, true, true), targets);
  }

  /**
   * {@return the matches of rules in any chain, in the order in which the tools print them}
   *
   * @param family whose rules
   */
  public static Arbitrary<ImmutableList<Match>> matches(Family family) {
    return matches(family, false, false).map(ImmutableList::copyOf);
  }

  /**
   * {@return rulesets with rules in the tables {@code filter} and {@code nat}, in base chains and
   * others, that call each other in one direction}
   *
   * @param family whose rules
   */
  public static Arbitrary<Ruleset> rulesets(Family family) {
    return Combinators.combine(filter(family), nat(family))
        .as((filter, nat) -> new Ruleset(family, ImmutableMap.of("filter", filter, "nat", nat)));
  }

  private static Arbitrary<List<Match>> matches(Family family, boolean in, boolean out) {
    return family == Family.BRIDGE
        ? FrameMatchArbitraries.matches(in, out)
        : new PacketMatchArbitraries(family).matches(in, out);
  }

  private static Arbitrary<ChainRule> rules(
      Arbitrary<List<Match>> matches, Arbitrary<Target> targets) {
    return Combinators.combine(matches, targets)
        .as((all, target) -> new ChainRule(ImmutableList.copyOf(all), target, Origin.NONE))
        .withoutEdgeCases(); // combinations of limits would come first, thousands of them
  }

  private static Arbitrary<Table> filter(Family family) {
    return Arbitraries.integers()
        .between(0, CHAINS.size())
        .flatMap(
            count -> {
              List<String> users = CHAINS.subList(0, count);
              Map<String, Arbitrary<Chain>> chains = new LinkedHashMap<>();
              chains.put("FORWARD", base(family, "filter", "FORWARD", calling(family, users)));
              for (int i = 0; i < count; i++) {
                chains.put(
                    CHAINS.get(i),
                    user(family, CHAINS.get(i), calling(family, users.subList(i + 1, count))));
              }
              return table(family, "filter", chains);
            });
  }

  /** {@return rules that may call some chains} */
  private static Arbitrary<ChainRule> calling(Family family, List<String> chains) {
    if (chains.isEmpty()) {
      return rules(family);
    }
    return Arbitraries.oneOf(
        rules(family), rules(matches(family, true, true), TargetArbitraries.calls(family, chains)));
  }

  private static Arbitrary<Table> nat(Family family) {
    Arbitrary<ChainRule> before;
    Arbitrary<ChainRule> after;
    if (family == Family.BRIDGE) {
      before =
          Arbitraries.oneOf(
              rules(matches(family, true, false), TargetArbitraries.frameDestinations()),
              rules(FrameMatchArbitraries.ofArp(true), TargetArbitraries.arpReplies()));
      after = rules(matches(family, false, true), TargetArbitraries.frameSources());
    } else {
      PacketMatchArbitraries packets = new PacketMatchArbitraries(family);
      before = rules(packets.ofTcp(true, false), TargetArbitraries.destinations(family));
      after = rules(packets.ofTcp(false, true), TargetArbitraries.sources(family));
    }
    Map<String, Arbitrary<Chain>> chains = new LinkedHashMap<>();
    chains.put("PREROUTING", base(family, "nat", "PREROUTING", before));
    chains.put("POSTROUTING", base(family, "nat", "POSTROUTING", after));
    return table(family, "nat", chains);
  }

  private static Arbitrary<Chain> base(
      Family family, String table, String name, Arbitrary<ChainRule> rules) {
    Chain untouched = BaseChains.find(family, table, name).orElseThrow();
    return Combinators.combine(
            Arbitraries.of(Verdict.ACCEPT, Verdict.DROP), rules.list().ofMaxSize(MAX_RULES))
        .as((policy, all) -> untouched.withPolicy(policy, Optional.empty()).withRules(all));
  }

  /** The end of a chain that others call is a policy in ebtables alone. */
  private static Arbitrary<Chain> user(Family family, String name, Arbitrary<ChainRule> rules) {
    Chain empty = Chain.user(family, name);
    Arbitrary<Verdict> policies =
        family == Family.BRIDGE
            ? Arbitraries.of(Verdict.ACCEPT, Verdict.DROP, Verdict.RETURN)
            : Arbitraries.just(empty.policy());
    return Combinators.combine(policies, rules.list().ofMaxSize(MAX_RULES))
        .as((policy, all) -> empty.withPolicy(policy, Optional.empty()).withRules(all));
  }

  private static Arbitrary<Table> table(
      Family family, String name, Map<String, Arbitrary<Chain>> chains) {
    return Combinators.combine(new ArrayList<>(chains.values()))
        .as(all -> table(family, name, all));
  }

  private static Table table(Family family, String name, List<Chain> chains) {
    Map<String, Chain> all = new LinkedHashMap<>();
    Table untouched = BaseChains.of(family).get(name);
    if (untouched != null) {
      all.putAll(untouched.chains());
    }
    chains.forEach(chain -> all.put(chain.name(), chain));
    return new Table(name, ImmutableMap.copyOf(all));
  }
}
