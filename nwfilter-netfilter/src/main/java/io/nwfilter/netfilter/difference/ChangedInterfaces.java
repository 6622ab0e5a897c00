package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
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
 * @param ofIp names in rules of iptables and ip6tables, and of tables of nftables that see IP
 * @param around the tables of both if anything has changed: whatever an unchanged rule says of an
 *     interface, before the change or after it, may be why only packets of that one fare otherwise
 */
record ChangedInterfaces(
    ImmutableSet<NamedInterface> ofBridge,
    ImmutableSet<NamedInterface> ofIp,
    ImmutableList<RuleTable> around) {

  /** {@return the names of the rules that were changed, or that lead to such rules} */
  static ChangedInterfaces of(HostRules before, HostRules after) {
    Set<NamedInterface> ofBridge = new LinkedHashSet<>();
    Set<NamedInterface> ofIp = new LinkedHashSet<>();
    for (Family family : Family.values()) {
      Ruleset old = before.ruleset(family);
      Ruleset now = after.ruleset(family);
      RulesetDifference difference = RulesetDifference.between(old, now);
      if (!difference.isEmpty()) {
        Set<NamedInterface> changed = family == Family.BRIDGE ? ofBridge : ofIp;
        difference.chains().forEach(chain -> addChanged(changed, chain));
        addLeading(changed, old, difference);
        addLeading(changed, now, difference);
      }
    }
    ChangedTables.addTo(
        (table, names) -> names.forEach((table.family() == Family.BRIDGE ? ofBridge : ofIp)::add),
        before,
        after);
    ImmutableList<RuleTable> around =
        before.equals(after)
            ? ImmutableList.of()
            : Stream.concat(before.tables().stream(), after.tables().stream())
                .collect(ImmutableList.toImmutableList());
    return new ChangedInterfaces(ImmutableSet.copyOf(ofBridge), ImmutableSet.copyOf(ofIp), around);
  }

  private static void add(Set<NamedInterface> names, ChainRule rule) {
    names.addAll(NamedInterface.in(rule));
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
