package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the edits that lead from one ruleset to another. */
final class Comparison {

  private final Family family;
  private final Ruleset now;
  private final Ruleset wanted;
  private final ImmutableList.Builder<Edit> edits = ImmutableList.builder();

  Comparison(Ruleset now, Ruleset wanted) {
    checkArgument(
        now.family() == wanted.family(), "rules of %s and %s", now.family(), wanted.family());
    this.family = now.family();
    this.now = now;
    this.wanted = wanted;
  }

  Change change() {
    Set<String> names =
        ImmutableSet.<String>builder()
            .addAll(now.tables().keySet())
            .addAll(wanted.tables().keySet())
            .build();
    for (String name : names) {
      Table base = BaseChains.of(family).get(name);
      if (base != null) {
        table(name, now.table(name).orElse(base), wanted.table(name).orElse(base));
      }
    }
    return new Change(family, edits.build());
  }

  private void table(String name, Table before, Table after) {
    if (now.table(name).isEmpty() && !after.isUntouched()) {
      edits.add(new Edit.UseTable(name));
    }
    Map<String, Chain> old = before.chains();
    Map<String, Chain> fresh = after.chains();
    fresh.forEach(
        (chain, wantedChain) -> {
          if (!wantedChain.isBase() && !old.containsKey(chain)) {
            edits.add(new Edit.MakeChain(name, chain));
          }
        });
    fresh.values().forEach(chain -> chain(name, existing(old, chain), chain));
    List<Chain> gone = old.values().stream().filter(c -> !fresh.containsKey(c.name())).toList();
    gone.forEach(chain -> chain(name, chain, chain.isBase() ? emptied(chain) : cleared(chain)));
    gone.stream()
        .filter(chain -> !chain.isBase())
        .forEach(chain -> edits.add(new Edit.DeleteChain(name, chain.name())));
  }

  /** A base chain that is not wanted stays, because every table has it. */
  private static Chain emptied(Chain base) {
    return base.withRules(ImmutableList.of()).withPolicy(Verdict.ACCEPT, Optional.empty());
  }

  private static Chain cleared(Chain chain) {
    return chain.withRules(ImmutableList.of());
  }

  private Chain existing(Map<String, Chain> old, Chain wantedChain) {
    Chain there = old.get(wantedChain.name());
    if (there != null) {
      return there;
    }
    return wantedChain
        .base()
        .map(hook -> Chain.base(wantedChain.name(), hook))
        .orElseGet(() -> Chain.user(family, wantedChain.name()));
  }

  private void chain(String table, Chain before, Chain after) {
    if (before.policy() != after.policy()) {
      edits.add(new Edit.SetPolicy(table, after.name(), after.policy(), Optional.empty()));
    }
    if (!before.rules().equals(after.rules())) {
      new RuleDifference(table, after.name(), before.rules(), after.rules()).addTo(edits);
    }
  }
}
