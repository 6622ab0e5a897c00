package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces that a table of nftables names where it differs from the same one of another host:
 * in rules between the first and the last one that only one host has, in those that look up other
 * elements, and in rules that lead there.
 */
final class ChangedTables {

  private final RuleTable table;
  private final RuleTable other;
  private final Set<NamedInterface> names = new LinkedHashSet<>();

  private ChangedTables(RuleTable table, RuleTable other) {
    this.table = table;
    this.other = other;
  }

  /** Where the names of a table go. */
  interface Sink {
    void add(RuleTable table, Stream<NamedInterface> names);
  }

  /** Passes on what tables name that are not the same on both hosts. */
  static void addTo(Sink sink, HostRules before, HostRules after) {
    Map<ChainPlace, RuleTable> old = tables(before);
    Map<ChainPlace, RuleTable> now = tables(after);
    for (ChainPlace place : Sets.union(old.keySet(), now.keySet())) {
      Optional<RuleTable> one = Optional.ofNullable(old.get(place));
      Optional<RuleTable> two = Optional.ofNullable(now.get(place));
      if (!one.equals(two)) {
        one.ifPresent(table -> sink.add(table, names(table, two)));
        two.ifPresent(table -> sink.add(table, names(table, one)));
      }
    }
  }

  private static Map<ChainPlace, RuleTable> tables(HostRules rules) {
    return rules.tables().stream()
        .filter(table -> table.nft().isPresent())
        .collect(ImmutableMap.toImmutableMap(table -> table.place(""), table -> table));
  }

  private static Stream<NamedInterface> names(RuleTable table, Optional<RuleTable> other) {
    return other
        .filter(same -> dormant(same).equals(dormant(table)))
        .map(same -> new ChangedTables(table, same).names().stream())
        .orElseGet(() -> InterfacesInRules.named(table));
  }

  private static Optional<Boolean> dormant(RuleTable table) {
    return table.nft().map(NftTable::dormant);
  }

  private Set<NamedInterface> names() {
    Set<String> changed = new HashSet<>();
    for (Chain chain : table.chains().values()) {
      List<ChainRule> rules = changed(chain);
      rules.forEach(this::add);
      if (!rules.isEmpty()
          || !Optional.ofNullable(other.chains().get(chain.name()))
              .map(Chain::rules)
              .equals(Optional.of(chain.rules()))) {
        changed.add(chain.name());
      }
    }
    boolean more = !changed.isEmpty();
    while (more) {
      more = false;
      for (Chain chain : table.chains().values()) {
        for (ChainRule rule : chain.rules()) {
          if (table.entered(rule).anyMatch(changed::contains)) {
            add(rule);
            more |= changed.add(chain.name());
          }
        }
      }
    }
    return names;
  }

  private void add(ChainRule rule) {
    InterfacesInRules.named(table, rule).forEach(names::add);
  }

  /** {@return the rules of a chain that the other host does not have there} */
  private List<ChainRule> changed(Chain chain) {
    List<ChainRule> rules = chain.rules();
    Chain same = other.chains().get(chain.name());
    if (same == null || !same.base().equals(chain.base()) || same.policy() != chain.policy()) {
      return rules;
    }
    List<ChainRule> others = same.rules();
    int shorter = Math.min(rules.size(), others.size());
    int first = 0;
    while (first < shorter && rules.get(first).equals(others.get(first))) {
      first++;
    }
    int last = 0;
    while (last < shorter - first
        && rules.get(rules.size() - 1 - last).equals(others.get(others.size() - 1 - last))) {
      last++;
    }
    ImmutableList.Builder<ChainRule> changed = ImmutableList.builder();
    for (int i = 0; i < rules.size(); i++) {
      boolean both = i < first || i >= rules.size() - last;
      if (!both || looksUpOthers(rules.get(i))) {
        changed.add(rules.get(i));
      }
    }
    return changed.build();
  }

  private boolean looksUpOthers(ChainRule rule) {
    return !table.lookedUp(rule).toList().equals(other.lookedUp(rule).toList())
        || !entries(table, rule).equals(entries(other, rule));
  }

  private static Optional<Map<?, Target>> entries(RuleTable table, ChainRule rule) {
    return rule.target() instanceof VerdictMapTarget map
        ? table.entries(map).map(known -> known)
        : Optional.empty();
  }
}
