package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.way.ChainFlow;
import java.util.PrimitiveIterator;

/**
 * Finds the rules of a chain that are met by no packet, and why.
 *
 * @param diagrams the arena of the sets
 * @param packets the packets that the table can get
 * @param deciders names the rules of the table that take packets
 * @param flow the chain, through which packets were led
 */
record UnmetRules(Diagrams diagrams, TablePackets packets, Deciders deciders, ChainFlow flow) {

  /** How many earlier rules are named, at most. */
  private static final int MAX_NAMED = 64;

  ImmutableList<UnmetRule> rules() {
    ImmutableList.Builder<UnmetRule> rules = ImmutableList.builder();
    for (int i = 0; i < flow.size(); i++) {
      if (!flow.isMet(i, packets.all())) {
        rules.add(rule(i));
      }
    }
    return rules.build();
  }

  /** {@return whether there can be no packet of a set} */
  private boolean isNothing(int some) {
    return !diagrams.intersects(some, packets.all());
  }

  private UnmetRule rule(int index) {
    int possible = flow.matching(index);
    int wanted = diagrams.and(possible, flow.entering());
    ImmutableList<Integer> takenBy = ImmutableList.of();
    UnmetRule.Reason reason;
    if (isNothing(possible)) {
      reason =
          packets.isInOtherStates(possible)
              ? UnmetRule.Reason.NO_SUCH_STATE
              : UnmetRule.Reason.CONTRADICTION;
    } else if (isNothing(flow.entering())) {
      reason = UnmetRule.Reason.CHAIN_NOT_ENTERED;
    } else if (isNothing(wanted)) {
      reason = UnmetRule.Reason.EXCLUDED_BEFORE;
    } else {
      reason = UnmetRule.Reason.SHADOWED;
      takenBy = takenBy(index, wanted);
    }
    RulePlace place = deciders.place(flow.chain, index);
    return new UnmetRule(
        place.family(),
        place.table(),
        place.chain(),
        place.number(),
        flow.rule(index),
        reason,
        takenBy,
        deciders.before(flow, index, isNothing(wanted) ? possible : wanted).asList(),
        reason == UnmetRule.Reason.NO_SUCH_STATE ? packets.states(possible) : ImmutableSet.of());
  }

  private ImmutableList<Integer> takenBy(int index, int wanted) {
    ImmutableList.Builder<Integer> takenBy = ImmutableList.builder();
    int left = wanted;
    int named = 0;
    PrimitiveIterator.OfInt earlier = flow.earlier(index).iterator();
    while (earlier.hasNext() && !isNothing(left) && named < MAX_NAMED) {
      int i = earlier.nextInt();
      int taken = flow.taken(i, left);
      if (!isNothing(taken)) {
        takenBy.add(i + 1);
        left = diagrams.without(left, taken);
        named++;
      }
    }
    return takenBy.build();
  }
}
