package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The long chains of hosts, of which those with the same rules are looked at once. */
final class LongChains {

  private final Map<Tables, Map<Chain, Optional<LongChain>>> byChain = new HashMap<>();
  private final Map<Rules, LongChain> byRules = new HashMap<>();

  /** Tables of which equal rules ask for the same packets. */
  private record Tables(Family family, boolean nft) {}

  /** What decides on first matches. */
  private record Rules(Tables tables, Target.Verdict policy, List<ChainRule> rules) {}

  /**
   * {@return a chain, if it is long and its first matches can be told; otherwise empty}
   *
   * @param family the family of the packets
   * @param nft whether it is a chain of nftables
   * @param chain the chain
   */
  Optional<LongChain> of(Family family, boolean nft, Chain chain) {
    Tables tables = new Tables(family, nft);
    return byChain
        .computeIfAbsent(tables, any -> new IdentityHashMap<>())
        .computeIfAbsent(chain, any -> find(tables, chain));
  }

  private Optional<LongChain> find(Tables tables, Chain chain) {
    if (!FirstMatches.areWorthIt(chain)) {
      return Optional.empty();
    }
    Rules rules = new Rules(tables, chain.policy(), chain.rules());
    return Optional.of(byRules.computeIfAbsent(rules, any -> new LongChain(chain)));
  }
}
