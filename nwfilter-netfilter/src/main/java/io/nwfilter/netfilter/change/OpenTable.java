package io.nwfilter.netfilter.change;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multiset;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table while its chains are edited. */
final class OpenTable {

  final Map<String, OpenChain> chains = new LinkedHashMap<>();

  /** How many rules enter a chain; counted from the first question on. */
  private @Nullable Multiset<String> entries;

  OpenTable(Table table) {
    table.chains().values().forEach(this::put);
  }

  /** Adds a chain, replacing one of its name. */
  OpenChain put(Chain chain) {
    OpenChain open = new OpenChain(this, chain);
    chains.put(chain.name(), open);
    return open;
  }

  /** {@return whether a rule of the table jumps or goes to a chain} */
  boolean isEntered(String chain) {
    if (entries == null) {
      entries = HashMultiset.create();
      chains.values().forEach(open -> added(open.rules()));
    }
    return entries.contains(chain);
  }

  /** Notes that rules have come into the table. */
  void added(List<ChainRule> rules) {
    if (entries != null) {
      for (ChainRule rule : rules) {
        rule.entered().ifPresent(entries::add);
      }
    }
  }

  /** Notes that rules have left the table. */
  void removed(List<ChainRule> rules) {
    if (entries != null) {
      for (ChainRule rule : rules) {
        rule.entered().ifPresent(entries::remove);
      }
    }
  }

  Table close(String name) {
    ImmutableMap.Builder<String, Chain> closed = ImmutableMap.builder();
    chains.forEach((key, chain) -> closed.put(key, chain.close()));
    return new Table(name, closed.buildOrThrow());
  }
}
