package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.host.Ownership.OfFamily;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Puts a host's own rules where a dump of it has them. Something puts them above libvirt's after
 * libvirt has started, such as a hook of libvirt's or a firewall that starts later.
 *
 * @param dumped what is libvirt's in the dump
 * @param now what is libvirt's in the rules that are put in order
 */
record OwnRulesOrder(OfFamily dumped, OfFamily now) {

  /**
   * {@return rules in order}
   *
   * @param ruleset the rules
   * @param dump the dump
   */
  Ruleset in(Ruleset ruleset, Ruleset dump) {
    ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
    for (Table table : ruleset.tables().values()) {
      ImmutableMap.Builder<String, Chain> chains = ImmutableMap.builder();
      for (Chain chain : table.chains().values()) {
        chains.put(
            chain.name(),
            dump.findChain(table.name(), chain.name())
                .filter(Chain::isBase)
                .map(like -> in(chain, like))
                .orElse(chain));
      }
      tables.put(table.name(), new Table(table.name(), chains.buildOrThrow()));
    }
    return new Ruleset(ruleset.family(), tables.buildOrThrow());
  }

  private Chain in(Chain chain, Chain dump) {
    List<ChainRule> rules = dump.rules();
    String name = chain.name();
    int filters = 1 + last(rules, rule -> isOf(dumped, name, rule) && !isOfNetworks(rule));
    int networks = 1 + last(rules, rule -> isOf(dumped, name, rule) && isOfNetworks(rule));
    List<ChainRule> left = new ArrayList<>(chain.rules());
    List<ChainRule> aboveAll = taken(left, name, rules.subList(0, filters));
    List<ChainRule> aboveNetworks =
        taken(left, name, rules.subList(filters, Math.max(filters, networks)));
    left.addAll(beginOfNetworks(name, left), aboveNetworks);
    left.addAll(0, aboveAll);
    return chain.withRules(left);
  }

  /** Takes the own rules of a part of a dump from all rules. */
  private List<ChainRule> taken(List<ChainRule> all, String chain, List<ChainRule> part) {
    List<ChainRule> taken = new ArrayList<>();
    for (ChainRule rule : part) {
      if (!isOf(dumped, chain, rule) && all.remove(rule)) {
        taken.add(rule);
      }
    }
    return taken;
  }

  /** {@return where rules of networks begin or, without them, where those of filters end} */
  private int beginOfNetworks(String chain, List<ChainRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      if (isOf(now, chain, rules.get(i)) && isOfNetworks(rules.get(i))) {
        return i;
      }
    }
    return 1 + last(rules, rule -> isOf(now, chain, rule));
  }

  private static boolean isOf(OfFamily libvirt, String chain, ChainRule rule) {
    return libvirt.isOfLibvirt(chain, rule);
  }

  /** {@return whether a rule of libvirt's is a network's: it jumps to a network's chain or none} */
  private static boolean isOfNetworks(ChainRule rule) {
    return rule.entered().map(Layout.networkChains()::contains).orElse(true);
  }

  private static int last(List<ChainRule> rules, Predicate<ChainRule> condition) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (condition.test(rules.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
