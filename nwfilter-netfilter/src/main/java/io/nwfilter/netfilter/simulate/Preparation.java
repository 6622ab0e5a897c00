package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepares the chains of a table: names of chains become the chains themselves. */
final class Preparation {

  private final Family family;
  private final RuleTable table;
  private final Tests tests;
  private final Actions actions;
  private final Map<String, PreparedChain> chains = new LinkedHashMap<>();

  private Preparation(RuleTable table, Situation situation, Set<String> askedSets) {
    this.family = table.family();
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
      RuleTable table, Situation situation, Set<String> askedSets) {
    Preparation preparation = new Preparation(table, situation, askedSets);
    for (Chain chain : table.chains().values()) {
      preparation.chains.put(chain.name(), new PreparedChain(table, chain));
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
      asked[i] = test(matches, i);
    }
    PreparedRule prepared = new PreparedRule(rule, number, asked, action(rule));
    if (rule.target() instanceof VerdictMapTarget target) {
      prepared.map = map(chain, number, rule.matches(), target);
    }
    if (rule.entered().isPresent()) {
      String name = rule.entered().get();
      prepared.isGoto = rule.target() instanceof Target.Goto;
      prepared.entered = entered(chain, number, name);
    }
    return prepared;
  }

  private Test test(List<Match> matches, int number) {
    Match match = matches.get(number);
    if (table.nft().isPresent()) {
      return match.accept(new NftTests(table, matches.subList(0, number)));
    }
    Test alone = match.accept(tests);
    return OctetTests.of(family, matches, number, ConntrackTest.after(matches, number, alone));
  }

  private Action action(ChainRule rule) {
    boolean isElsewhere = rule.entered().filter(name -> !chains.containsKey(name)).isPresent();
    return isElsewhere ? Actions.UNKNOWN : rule.target().accept(actions);
  }

  /** {@return the chain of a name that a rule leads to; null if it is of nft and not modelled} */
  private @Nullable PreparedChain entered(Chain chain, int number, String name) {
    PreparedChain entered = chains.get(name);
    if (entered == null && table.nft().isEmpty()) {
      throw new UnusableRulesException(
          "%s: rule %s leads to chain '%s', which does not exist"
              .formatted(place(chain.name()), number, name));
    }
    return entered;
  }

  /** {@return the map that a target asks; null if its entries are not known} */
  private @Nullable VerdictMap map(
      Chain chain, int number, List<Match> matches, VerdictMapTarget target) {
    Map<SetKey, Target> entries = table.entries(target).orElse(null);
    if (entries == null) {
      return null;
    }
    ImmutableMap.Builder<SetKey, VerdictMap.Branch> branches = ImmutableMap.builder();
    Map<Target, VerdictMap.Branch> made = new HashMap<>();
    for (Map.Entry<SetKey, Target> entry : entries.entrySet()) {
      VerdictMap.Branch branch =
          made.computeIfAbsent(entry.getValue(), verdict -> branch(chain, number, verdict));
      branches.put(entry.getKey(), branch);
    }
    return new VerdictMap(
        new PacketKey(family, target.key(), matches), target.key(), branches.buildOrThrow());
  }

  private VerdictMap.Branch branch(Chain chain, int number, Target verdict) {
    ChainRule alone = ChainRule.of(verdict);
    PreparedChain entered = alone.entered().map(name -> entered(chain, number, name)).orElse(null);
    return new VerdictMap.Branch(verdict, action(alone), entered);
  }

  private String place(String chain) {
    return table.place(chain).inWords();
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
