package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.Verdict;

/** A chain whose rules are prepared, and whose jumps lead to chains instead of names. */
final class PreparedChain {

  final RuleTable table;
  final ChainPlace place;
  final Family family;
  final String name;
  final Verdict policy;

  /** Where the policy is set. */
  private final SourceLocation location;

  final Code end;
  PreparedRule[] rules = {};

  PreparedChain(RuleTable table, Chain chain) {
    this.table = table;
    this.place = table.place(chain.name());
    this.family = table.family();
    this.name = chain.name();
    this.policy = chain.policy();
    this.location = chain.place();
    this.end =
        switch (policy) {
          case ACCEPT -> Code.ACCEPT;
          case DROP -> Code.DROP;
          case RETURN, CONTINUE -> Code.RETURN;
        };
  }

  Decision.ByPolicy atEnd() {
    return new Decision.ByPolicy(place, policy, location);
  }

  Decision.ByRule place(PreparedRule rule) {
    return new Decision.ByRule(place, rule.number, rule.rule);
  }
}
