package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prepares the chains of a table: names of chains become the chains themselves. */
final class Preparation {

  private final Family family;
  private final Table table;
  private final Tests tests;
  private final Actions actions;
  private final Map<String, PreparedChain> chains = new LinkedHashMap<>();

  private Preparation(Family family, Table table, Situation situation, Set<String> askedSets) {
    this.family = family;
    this.table = table;
    this.tests = new Tests(family, situation);
    this.actions = new Actions(askedSets);
  }

  /**
   * {@return the chains of a table by name}
   *
   * @param askedSets the names of the sets that rules of the host ask
   * @throws UnusableRulesException if rules of a base chain lead in a circle, or a rule to a chain
   *     that does not exist
   */
  static Map<String, PreparedChain> of(
      Family family, Table table, Situation situation, Set<String> askedSets) {
    Preparation preparation = new Preparation(family, table, situation, askedSets);
    for (Chain chain : table.chains().values()) {
      preparation.chains.put(chain.name(), new PreparedChain(family, table.name(), chain));
    }
    table.chains().values().forEach(preparation::fill);
    preparation.refuseCircles();
    return preparation.chains;
  }

  private PreparedChain chain(String name) {
    PreparedChain chain = chains.get(name);
    if (chain == null) {
      throw new IllegalStateException("no chain " + name);
    }
    return chain;
  }

  private void fill(Chain chain) {
    List<PreparedRule> rules = new ArrayList<>(chain.rules().size());
    for (ChainRule rule : chain.rules()) {
      rules.add(prepared(chain, rule, rules.size() + 1));
    }
    chain(chain.name()).rules = rules.toArray(new PreparedRule[0]);
  }

  private PreparedRule prepared(Chain chain, ChainRule rule, int number) {
    List<Match> matches = rule.matches();
    Test[] asked = new Test[matches.size()];
    for (int i = 0; i < asked.length; i++) {
      Test alone = matches.get(i).accept(tests);
      asked[i] = OctetTests.of(family, matches, i, ConntrackTest.after(matches, i, alone));
    }
    PreparedRule prepared = new PreparedRule(rule, number, asked, rule.target().accept(actions));
    if (rule.entered().isPresent()) {
      String name = rule.entered().get();
      prepared.isGoto = rule.target() instanceof Target.Goto;
      prepared.entered = chains.get(name);
      if (prepared.entered == null) {
        throw new UnusableRulesException(
            "%s: rule %s leads to chain '%s', which does not exist"
                .formatted(place(chain.name()), number, name));
      }
    }
    return prepared;
  }

  private String place(String chain) {
    return "%s, table %s, chain %s".formatted(family.tool(), table.name(), chain);
  }

  /** Only circles that packets can get into: the kernel takes others. */
  private void refuseCircles() {
    Set<PreparedChain> done = new HashSet<>();
    for (Chain chain : table.chains().values()) {
      if (chain.isBase()) {
        refuseCircles(chain(chain.name()), new ArrayList<>(), done);
      }
    }
  }

  private void refuseCircles(
      PreparedChain chain, List<PreparedChain> path, Set<PreparedChain> done) {
    if (done.contains(chain)) {
      return;
    }
    path.add(chain);
    for (PreparedRule rule : chain.rules) {
      PreparedChain next = rule.entered;
      if (next != null && path.contains(next)) {
        String circle =
            String.join(
                " > ",
                path.subList(path.indexOf(next), path.size()).stream().map(c -> c.name).toList());
        throw new UnusableRulesException(
            "%s: rule %s leads back to a chain that leads here: %s > %s"
                .formatted(place(chain.name), rule.number, circle, next.name));
      }
      if (next != null) {
        refuseCircles(next, path, done);
      }
    }
    path.remove(path.size() - 1);
    done.add(chain);
  }
}
