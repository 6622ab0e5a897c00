package io.nwfilter.netfilter.analyze;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The long chains of hosts, of which those with the same rules are looked at once. */
final class LongChains {

  private final Map<Family, Map<Chain, Optional<LongChain>>> byChain = new EnumMap<>(Family.class);
  private final Map<Rules, LongChain> byRules = new HashMap<>();

  /** What decides on first matches. */
  private record Rules(Family family, Target.Verdict policy, List<ChainRule> rules) {}

  /** {@return a chain, if it is long and its first matches can be told; otherwise empty} */
  Optional<LongChain> of(Family family, Chain chain) {
    return byChain
        .computeIfAbsent(family, any -> new IdentityHashMap<>())
        .computeIfAbsent(chain, any -> find(family, chain));
  }

  private Optional<LongChain> find(Family family, Chain chain) {
    if (!FirstMatches.areWorthIt(chain)) {
      return Optional.empty();
    }
    Rules rules = new Rules(family, chain.policy(), chain.rules());
    return Optional.of(byRules.computeIfAbsent(rules, any -> new LongChain(chain)));
  }
}
