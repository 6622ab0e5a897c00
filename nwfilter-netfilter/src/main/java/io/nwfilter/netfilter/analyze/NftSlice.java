package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.GivenSets;
import io.nwfilter.netfilter.analyze.space.Lookups;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftObject;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The part of a {@link Slice} that is about tables of nftables. If both hosts have the same base
 * chains, only packets can fare otherwise that may meet a rule which only one of both has, or one
 * whose sets or maps have other elements.
 */
final class NftSlice {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final VariableMask changing;

  /**
   * Begins with what may be other than it was when packets have entered.
   *
   * @param space the space of the packets
   * @param changing the variables that do not count
   */
  NftSlice(PacketSpace space, VariableMask changing) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.changing = changing;
  }

  /** What has to be the same of a table. */
  private record Frame(String table, boolean dormant, List<NftObject> others, List<Chain> bases) {

    static ImmutableList<Frame> of(NftRuleset ruleset) {
      return ruleset.tables().stream()
          .map(
              table ->
                  new Frame(
                      table.toString(),
                      table.dormant(),
                      table.others(),
                      table.chains().values().stream()
                          .map(NftChain::chain)
                          .filter(Chain::isBase)
                          .map(chain -> chain.withRules(ImmutableList.of()))
                          .toList()))
          .collect(ImmutableList.toImmutableList());
    }
  }

  /** {@return the packets for which tables may differ} */
  int concerned(NftRuleset before, NftRuleset after) {
    if (!before.others().equals(after.others()) || !Frame.of(before).equals(Frame.of(after))) {
      return EVERYTHING;
    }
    int packets = NOTHING;
    for (int i = 0; i < before.tables().size() && packets != EVERYTHING; i++) {
      NftTable old = before.tables().get(i);
      NftTable now = after.tables().get(i);
      if (!old.equals(now)) {
        for (Family family : old.family().families()) {
          packets =
              diagrams.or(packets, concerned(RuleTable.of(family, old), RuleTable.of(family, now)));
        }
      }
    }
    return packets;
  }

  private int concerned(RuleTable old, RuleTable now) {
    int packets = NOTHING;
    for (String name : Sets.intersection(old.chains().keySet(), now.chains().keySet())) {
      List<ChainRule> one = requireNonNull(old.chains().get(name)).rules();
      List<ChainRule> other = requireNonNull(now.chains().get(name)).rules();
      int first = 0;
      while (first < Math.min(one.size(), other.size())
          && one.get(first).equals(other.get(first))) {
        first++;
      }
      int last = 0;
      while (last < Math.min(one.size(), other.size()) - first
          && one.get(one.size() - 1 - last).equals(other.get(other.size() - 1 - last))) {
        last++;
      }
      for (int i = 0; i < one.size(); i++) {
        boolean both = i < first || i >= one.size() - last;
        packets =
            diagrams.or(
                packets, both ? ofElements(old, now, one.get(i)) : any(met(old, one.get(i))));
      }
      for (int i = first; i < other.size() - last; i++) {
        packets = diagrams.or(packets, any(met(now, other.get(i))));
      }
    }
    return packets;
  }

  /** {@return the packets for which a rule of both may do something else, as elements differ} */
  private int ofElements(RuleTable old, RuleTable now, ChainRule rule) {
    if (old.lookedUp(rule).toList().equals(now.lookedUp(rule).toList())
        && verdicts(old, rule).equals(verdicts(now, rule))) {
      return NOTHING;
    }
    int before = met(old, rule);
    int after = met(now, rule);
    int packets = diagrams.or(diagrams.without(before, after), diagrams.without(after, before));
    if (rule.target() instanceof VerdictMapTarget target) {
      Set<SetKey> differing =
          new LinkedHashSet<>(
              Sets.union(
                  Maps.difference(verdicts(old, rule), verdicts(now, rule))
                      .entriesDiffering()
                      .keySet(),
                  Sets.symmetricDifference(
                      verdicts(old, rule).keySet(), verdicts(now, rule).keySet())));
      int among = new Lookups(sets(now), diagrams).among(target.key(), differing);
      packets = diagrams.or(packets, diagrams.and(diagrams.or(before, after), among));
    }
    return any(packets);
  }

  private static Map<SetKey, Target> verdicts(RuleTable table, ChainRule rule) {
    return rule.target() instanceof VerdictMapTarget target
        ? table.entries(target).orElse(Map.of())
        : Map.of();
  }

  private MatchSets sets(RuleTable table) {
    return new MatchSets(
        space, table, ImmutableSet.of(), ImmutableSet.of(), GivenSets.NONE, table.place(""));
  }

  private int met(RuleTable table, ChainRule rule) {
    return sets(table).all(rule.matches());
  }

  /** {@return the packets that may be like some when they get to a rule} */
  private int any(int packets) {
    return diagrams.exists(diagrams.exists(packets, changing), Variables.ATOMS);
  }

  /** {@return tables without the rules that none of some packets may meet} */
  NftRuleset met(NftRuleset ruleset, int packets, Predicate<ChainRule> mayMeet) {
    return new NftRuleset(
        ruleset.tables().stream().map(table -> met(table, packets, mayMeet)).toList(),
        ruleset.others());
  }

  private NftTable met(NftTable table, int packets, Predicate<ChainRule> mayMeet) {
    List<MatchSets> sets =
        table.family().families().stream()
            .map(family -> sets(RuleTable.of(family, table)))
            .toList();
    NftTable.Builder met = NftTable.builder(table.family(), table.name().name());
    table.comment().ifPresent(met::comment);
    table.flags().forEach(met::flag);
    for (NftChain chain : table.chains().values()) {
      met.chain(
          chain.withRules(
              chain.chain().rules().stream()
                  .filter(
                      rule ->
                          mayMeet.test(rule)
                              && sets.stream()
                                  .anyMatch(
                                      one -> diagrams.intersects(one.all(rule.matches()), packets)))
                  .toList()));
    }
    table.sets().values().forEach(met::set);
    table.maps().values().forEach(met::map);
    table.others().forEach(met::other);
    return met.build();
  }
}
