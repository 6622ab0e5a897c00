package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.NetworkLayout;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;

/** The chains that the rules of all networks are in, and the jumps that lead to them. */
final class DaemonChains {

  /**
   * A base chain.
   *
   * @param table its table
   * @param name its name
   */
  private record Hook(String table, String name) {}

  private final ImmutableSet<Place> chains;
  private final ImmutableListMultimap<Hook, Place> entered;

  private DaemonChains(ImmutableSet<Place> chains) {
    this.chains = chains;
    this.entered = Multimaps.index(chains, place -> new Hook(place.table(), place.hook()));
  }

  /** {@return those of a layout, which may have none} */
  static DaemonChains of(NetworkLayout layout) {
    return new DaemonChains(layout.chains());
  }

  /** {@return what makes those that are missing, and the jumps that are missing} */
  Change complete(Ruleset now) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    for (Place place : chains) {
      if (now.findChain(place.table(), place.chain()).isEmpty()) {
        edits.add(new Edit.MakeChain(place.table(), place.chain()));
      }
    }
    entered
        .asMap()
        .forEach(
            (hook, places) -> {
              ImmutableList<ChainRule> missing =
                  places.stream()
                      .map(place -> ChainRule.of(new Target.Jump(place.chain())))
                      .filter(jump -> !has(now, hook, jump))
                      .collect(ImmutableList.toImmutableList());
              if (!missing.isEmpty()) {
                edits.add(new Edit.Insert(hook.table(), hook.name(), 1, missing));
              }
            });
    return new Change(now.family(), edits.build());
  }

  private static boolean has(Ruleset now, Hook hook, ChainRule jump) {
    return now.findChain(hook.table(), hook.name())
        .map(Chain::rules)
        .filter(rules -> rules.contains(jump))
        .isPresent();
  }
}
