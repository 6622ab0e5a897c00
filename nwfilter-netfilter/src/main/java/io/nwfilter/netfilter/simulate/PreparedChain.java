package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.Verdict;

/** A chain whose rules are prepared, and whose jumps lead to chains instead of names. */
final class PreparedChain {

  final Family family;
  final String table;
  final String name;
  final Verdict policy;
  final Code end;
  PreparedRule[] rules = {};

  PreparedChain(Family family, String table, Chain chain) {
    this.family = family;
    this.table = table;
    this.name = chain.name();
    this.policy = chain.policy();
    this.end =
        switch (policy) {
          case ACCEPT -> Code.ACCEPT;
          case DROP -> Code.DROP;
          case RETURN, CONTINUE -> Code.RETURN;
        };
  }

  Decision.ByRule place(PreparedRule rule) {
    return new Decision.ByRule(family, table, name, rule.number, rule.rule);
  }
}
