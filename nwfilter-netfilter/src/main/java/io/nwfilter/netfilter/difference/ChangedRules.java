package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.ChainDifference.Side;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.HostRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the rules were written that only one of two hosts has. What has changed for packets of
 * which there is no example has its cause there.
 *
 * @param chains the chains that differ
 */
public record ChangedRules(List<ChainDifference> chains) {

  /**
   * Copies the list.
   *
   * @param chains the chains that differ
   */
  public ChangedRules {
    chains = ImmutableList.copyOf(chains);
  }

  /**
   * {@return the rules that only one host has, apart from those of nftables}
   *
   * @param before the rules before the change
   * @param after the rules after it
   */
  public static ChangedRules between(HostRules before, HostRules after) {
    return new ChangedRules(
        Stream.of(Family.values())
            .map(one -> RulesetDifference.between(before.ruleset(one), after.ruleset(one)))
            .flatMap(difference -> difference.chains().stream())
            .toList());
  }

  /**
   * {@return where the first of these rules was written, or the first policy that is another; empty
   * if that is not known} Rules after the change are preferred, and those in chains whose names end
   * in that of an interface, as those for a filter do.
   *
   * @param port the interface
   */
  public Optional<Origin> first(String port) {
    List<ChainDifference> own =
        chains.stream().filter(chain -> chain.chain().endsWith("-" + port)).toList();
    return Stream.of(own, chains)
        .flatMap(some -> Stream.of(Side.AFTER, Side.BEFORE).flatMap(side -> origins(some, side)))
        .filter(origin -> !origin.location().equals(SourceLocation.NONE))
        .findFirst();
  }

  private static Stream<Origin> origins(List<ChainDifference> some, Side side) {
    return Stream.concat(
        some.stream()
            .flatMap(chain -> chain.rules().stream())
            .filter(one -> one.side() == side)
            .map(one -> one.rule().origin()),
        some.stream()
            .filter(ChainDifference::hasOtherPolicy)
            .flatMap(chain -> chain.in(side).stream())
            .map(Chain::place)
            .map(Origin::of));
  }
}
