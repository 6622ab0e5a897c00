package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionOrder;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of one family while an event changes them, one command of a tool after the other. Only
 * chains that a command touches are copied.
 */
final class HostTables {

  private Ruleset base;

  /** The chains that were changed, by table; empty where one was deleted. */
  private final Map<String, Map<String, Optional<OpenChain>>> changed = new LinkedHashMap<>();

  /** A chain and its rules, which change. */
  private record OpenChain(Chain head, List<ChainRule> rules) {

    static OpenChain of(Chain chain) {
      return new OpenChain(chain, new ArrayList<>(chain.rules()));
    }
  }

  HostTables(Ruleset base) {
    this.base = base;
  }

  Family family() {
    return base.family();
  }

  /** {@return the tables as they are now} */
  Ruleset ruleset() {
    if (!changed.isEmpty()) {
      base = merged();
      changed.clear();
    }
    return base;
  }

  private Ruleset merged() {
    Map<String, Table> tables = new LinkedHashMap<>(base.tables());
    changed.forEach((name, chains) -> tables.put(name, merged(table(name), chains)));
    return new Ruleset(family(), ImmutableMap.copyOf(tables));
  }

  private static Table merged(Table table, Map<String, Optional<OpenChain>> opened) {
    Map<String, Chain> chains = new LinkedHashMap<>(table.chains());
    opened.forEach(
        (name, open) -> {
          if (open.isPresent()) {
            chains.put(name, open.get().head().withRules(open.get().rules()));
          } else {
            chains.remove(name);
          }
        });
    return new Table(table.name(), ImmutableMap.copyOf(chains));
  }

  private Table table(String name) {
    Table known = base.tables().get(name);
    if (known != null) {
      return known;
    }
    return Optional.ofNullable(BaseChains.of(family()).get(name)).orElseThrow();
  }

  /** Makes a change, as {@code -restore --noflush} does. */
  void make(Change change) {
    if (!change.isEmpty()) {
      base = ruleset().after(change);
    }
  }

  /** {@return these tables, of which others have replaced those of the same names} */
  HostTables replaced(Ruleset others) {
    Map<String, Table> all = new LinkedHashMap<>(ruleset().tables());
    all.putAll(others.tables());
    return new HostTables(new Ruleset(family(), ImmutableMap.copyOf(all)));
  }

  /** {@return whether there is a chain of that name} */
  boolean hasChain(String table, String chain) {
    return find(table, chain).isPresent();
  }

  /** {@return the rules of a chain; none if there is no such chain} */
  List<ChainRule> rules(String table, String chain) {
    return find(table, chain).map(OpenChain::rules).orElseGet(List::of);
  }

  /** Makes an empty chain, which must not be there. */
  void makeChain(String table, String chain) {
    chains(table).put(chain, Optional.of(OpenChain.of(Chain.user(family(), chain))));
  }

  /** Inserts a rule into a chain that is there. */
  void insert(String table, String chain, int position, ChainRule rule) {
    open(table, chain).rules().add(position - 1, rule);
  }

  /** Appends rules to a chain that is there. */
  void append(String table, String chain, List<ChainRule> rules) {
    open(table, chain).rules().addAll(rules);
  }

  /** {@return whether the first rule like another one was there, and is deleted} */
  boolean delete(String table, String chain, ChainRule rule) {
    List<ChainRule> rules = rules(table, chain);
    for (int at = 0; at < rules.size(); at++) {
      if (isSame(rules.get(at), rule)) {
        open(table, chain).rules().remove(at);
        return true;
      }
    }
    return false;
  }

  /** The kernel does not keep the order of options in one match, which a dump's rules may show. */
  private static boolean isSame(ChainRule some, ChainRule other) {
    return some.equals(other)
        || (some.target().equals(other.target())
            && some.matches().size() == other.matches().size()
            && some.matches().size() > 1
            && OptionOrder.of(some).equals(OptionOrder.of(other)));
  }

  /** Deletes a chain with its rules, if it is there. */
  void deleteChain(String table, String chain) {
    if (hasChain(table, chain)) {
      chains(table).put(chain, Optional.empty());
    }
  }

  /** {@return whether some rule of a table leads to a chain} */
  boolean isEntered(String table, String chain) {
    return ruleset().table(table).stream()
        .flatMap(found -> found.chains().values().stream())
        .flatMap(found -> found.rules().stream())
        .anyMatch(rule -> rule.entered().equals(Optional.of(chain)));
  }

  private Map<String, Optional<OpenChain>> chains(String table) {
    return changed.computeIfAbsent(table, key -> new LinkedHashMap<>());
  }

  private Optional<OpenChain> find(String table, String chain) {
    Optional<OpenChain> opened =
        changed.getOrDefault(table, Map.of()).getOrDefault(chain, Optional.empty());
    if (changed.getOrDefault(table, Map.of()).containsKey(chain)) {
      return opened;
    }
    return base.findChain(table, chain)
        .or(() -> BaseChains.find(family(), table, chain))
        .map(OpenChain::of);
  }

  private OpenChain open(String table, String chain) {
    OpenChain open = find(table, chain).orElseThrow();
    chains(table).put(chain, Optional.of(open));
    return open;
  }
}
