package io.nwfilter.netfilter.host;

import static java.util.stream.Collectors.toCollection;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which rules of a host decide before others that would decide differently, libvirt's before the
 * host's own and the reverse. Conditions are compared field by field: what is told is certain if a
 * rule is overruled wholly, and otherwise possible.
 */
final class Precedence {

  /** How many rules of a base chain are looked at, those of the chains it leads to included. */
  private static final int MAX_RULES = 200_000;

  /** How many rules of the same verdict are kept to compare others with. */
  private static final int MAX_AGREEING = 32;

  /** How many of the host's rules in a base chain the accepting ones are compared with. */
  private static final int MAX_COMPARED = 256;

  private final Ruleset ruleset;
  private final Table table;

  /** Whether the rule of a chain is libvirt's. */
  private final BiPredicate<String, ChainRule> ofLibvirt;

  private final ImmutableList.Builder<Overruled> found;

  private Precedence(
      Ruleset ruleset,
      Table table,
      BiPredicate<String, ChainRule> ofLibvirt,
      ImmutableList.Builder<Overruled> found) {
    this.ruleset = ruleset;
    this.table = table;
    this.ofLibvirt = ofLibvirt;
    this.found = found;
  }

  static List<Overruled> of(Ruleset ruleset, BiPredicate<String, ChainRule> ofLibvirt) {
    ImmutableList.Builder<Overruled> found = ImmutableList.builder();
    for (Table table : ruleset.tables().values()) {
      Precedence precedence = new Precedence(ruleset, table, ofLibvirt, found);
      table.chains().values().stream().filter(Chain::isBase).forEach(precedence::compare);
    }
    return found.build();
  }

  static List<OverruledPolicy> policies(Ruleset ruleset, BiPredicate<String, ChainRule> ofLibvirt) {
    ImmutableList.Builder<OverruledPolicy> found = ImmutableList.builder();
    for (Table table : ruleset.tables().values()) {
      Precedence precedence = new Precedence(ruleset, table, ofLibvirt, ImmutableList.builder());
      for (Chain chain : table.chains().values()) {
        if (chain.isBase() && chain.policy() == Target.DROP) {
          List<Placed> by = precedence.accepting(chain);
          if (!by.isEmpty()) {
            found.add(new OverruledPolicy(ruleset.family(), table.name(), chain.name(), by));
          }
        }
      }
    }
    return found.build();
  }

  /** {@return libvirt's rules that accept what no rule of the host's decides, wherever it is} */
  private List<Placed> accepting(Chain base) {
    List<Placed> rules = flatten(base);
    List<Placed> decided =
        rules.stream()
            .filter(rule -> !rule.ofLibvirt() && isDecisive(rule.rule().target()))
            .limit(MAX_COMPARED)
            .collect(toCollection(ArrayList::new));
    List<Placed> accepting = new ArrayList<>();
    for (Placed rule : rules) {
      if (accepting.size() < Overruled.MAX_PARTLY
          && rule.ofLibvirt()
          && rule.rule().target() == Target.ACCEPT
          && !isDecided(decided, rule, rule)) {
        accepting.add(rule);
        decided.add(rule);
      }
    }
    return accepting;
  }

  private List<Placed> flatten(Chain base) {
    List<Placed> rules = new ArrayList<>();
    flatten(base, ImmutableList.of(), new HashSet<>(), rules);
    return rules;
  }

  private void compare(Chain base) {
    List<Placed> rules = flatten(base);
    List<Placed> host = rules.stream().filter(rule -> !rule.ofLibvirt()).toList();
    if (host.isEmpty() || host.size() == rules.size()) {
      return;
    }
    for (int at = 0; at < rules.size(); at++) {
      compare(base, rules.get(at), rules.subList(0, at));
    }
  }

  /** Looks no further than to what decides all that a rule would: nothing is left after that. */
  private void compare(Chain base, Placed rule, List<Placed> earlier) {
    List<Placed> agreeing = new ArrayList<>();
    int left = Overruled.MAX_PARTLY;
    boolean leads = true;
    for (Placed before : earlier) {
      if (before.rule().target() == Target.RETURN && !areDisjoint(before, rule)) {
        leads = false; // past what comes after it in its chain
      } else if (isDecisive(before.rule().target()) && !areDisjoint(before, rule)) {
        boolean agrees = before.rule().target().equals(rule.rule().target());
        boolean wholly = leads && Conditions.areImplied(before.conditions(), rule.conditions());
        boolean counts =
            !agrees && before.ofLibvirt() != rule.ofLibvirt() && !isDecided(agreeing, before, rule);
        if (counts && (wholly || left > 0)) {
          found.add(overruled(base, rule, before, wholly));
          left--;
        }
        if (wholly) {
          return;
        } else if (agrees && agreeing.size() < MAX_AGREEING) {
          agreeing.add(before);
        }
      }
    }
  }

  /** {@return whether rules decide all that meets both of two others, before these do} */
  private static boolean isDecided(List<Placed> first, Placed one, Placed other) {
    List<Match> both = ImmutableList.copyOf(Iterables.concat(one.conditions(), other.conditions()));
    return first.stream().anyMatch(rule -> Conditions.areImplied(rule.conditions(), both));
  }

  private static boolean areDisjoint(Placed one, Placed other) {
    return Conditions.areDisjoint(one.conditions(), other.conditions());
  }

  private Overruled overruled(Chain base, Placed rule, Placed by, boolean wholly) {
    return new Overruled(ruleset.family(), table.name(), base.name(), rule, by, wholly);
  }

  private static boolean isDecisive(Target target) {
    return target == Target.ACCEPT
        || target == Target.DROP
        || target instanceof Target.Reject
        || target instanceof Target.AddressTranslation;
  }

  /**
   * Walks the chain and those that it leads to, in the order in which a packet meets their rules.
   */
  private void flatten(Chain chain, List<Match> conditions, Set<String> above, List<Placed> rules) {
    if (!above.add(chain.name())) {
      return; // a loop, which the kernel refuses
    }
    int position = 0;
    for (ChainRule rule : chain.rules()) {
      position++;
      if (rules.size() >= MAX_RULES) {
        break;
      }
      ImmutableList<Match> all =
          ImmutableList.<Match>builder().addAll(conditions).addAll(rule.matches()).build();
      if (rule.entered().isPresent()) {
        table.chain(rule.entered().get()).ifPresent(entered -> flatten(entered, all, above, rules));
      } else {
        rules.add(
            new Placed(chain.name(), position, rule, ofLibvirt.test(chain.name(), rule), all));
      }
    }
    above.remove(chain.name());
  }
}
