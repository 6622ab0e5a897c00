package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces that rules name where something has changed: in rules that only one host has, and
 * in rules that lead to these.
 *
 * @param ofBridge names in rules of ebtables
 * @param ofIp names in rules of iptables and ip6tables
 * @param around names in other rules of the families that have changed, which may decide before
 *     others do
 */
record ChangedInterfaces(
    ImmutableSet<NamedInterface> ofBridge,
    ImmutableSet<NamedInterface> ofIp,
    ImmutableSet<NamedInterface> around) {

  /** {@return the names of the rules that were changed, or that lead to such rules} */
  static ChangedInterfaces of(HostRules before, HostRules after) {
    Set<NamedInterface> ofBridge = new LinkedHashSet<>();
    Set<NamedInterface> ofIp = new LinkedHashSet<>();
    Set<NamedInterface> around = new LinkedHashSet<>();
    for (Family family : Family.values()) {
      Ruleset old = before.ruleset(family);
      Ruleset now = after.ruleset(family);
      RulesetDifference difference = RulesetDifference.between(old, now);
      if (!difference.isEmpty()) {
        Set<NamedInterface> changed = family == Family.BRIDGE ? ofBridge : ofIp;
        difference.chains().forEach(chain -> addChanged(changed, chain));
        addLeading(changed, old, difference);
        addLeading(changed, now, difference);
        Stream.concat(rules(old), rules(now)).forEach(rule -> add(around, rule));
      }
    }
    if (!before.nft().equals(after.nft())) {
      for (RuleTable table : Iterables.concat(before.tables(), after.tables())) {
        if (table.nft().isPresent()) {
          addAll(table.family() == Family.BRIDGE ? ofBridge : ofIp, table);
        }
      }
    }
    return new ChangedInterfaces(
        ImmutableSet.copyOf(ofBridge), ImmutableSet.copyOf(ofIp), ImmutableSet.copyOf(around));
  }

  private static Stream<ChainRule> rules(Ruleset ruleset) {
    return ruleset.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream());
  }

  private static void add(Set<NamedInterface> names, ChainRule rule) {
    names.addAll(NamedInterface.in(rule));
  }

  private static void addAll(Set<NamedInterface> names, RuleTable table) {
    table
        .rules()
        .forEach(
            rule -> {
              add(names, rule);
              table.lookedUp(rule).flatMap(NamedInterface::in).forEach(names::add);
            });
  }

  private static void addChanged(Set<NamedInterface> names, ChainDifference chain) {
    chain.rules().forEach(one -> add(names, one.rule()));
  }

  /** Adds the names in rules that lead to chains that have changed, over others or not. */
  private static void addLeading(
      Set<NamedInterface> names, Ruleset ruleset, RulesetDifference difference) {
    for (Table table : ruleset.tables().values()) {
      Set<String> changed = new HashSet<>();
      difference.chains().stream()
          .filter(chain -> chain.table().equals(table.name()))
          .forEach(chain -> changed.add(chain.chain()));
      boolean more = !changed.isEmpty();
      while (more) {
        more = false;
        for (Chain chain : table.chains().values()) {
          for (ChainRule rule : chain.rules()) {
            if (called(rule).filter(changed::contains).isPresent()) {
              add(names, rule);
              more |= changed.add(chain.name());
            }
          }
        }
      }
    }
  }

  private static Optional<String> called(ChainRule rule) {
    if (rule.target() instanceof Target.Jump jump) {
      return Optional.of(jump.chain());
    }
    return rule.target() instanceof Target.Goto to ? Optional.of(to.chain()) : Optional.empty();
  }
}
