package io.nwfilter.netfilter.query;

import com.google.common.base.Suppliers;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Arrays;
import java.util.function.Supplier;

/** Tells of what there are packets at all, on whatever host, from sets of packets. */
final class Possibility {

  /** Enough for any query but those that ask for hundreds of things. */
  private static final int MAX_NODES = 1_000_000;

  private final Supplier<PacketSpace> space = Suppliers.memoize(() -> PacketSpace.of(MAX_NODES));

  /** {@return whether there are no packets of an expression; false if it is too complicated} */
  boolean isNone(Expression expression) {
    try {
      return isNone(Meaning.of(expression));
    } catch (IllegalArgumentException e) { // it is too complicated to tell
      return false;
    }
  }

  /** {@return whether there are no packets of a class; false if it is too complicated} */
  boolean isNone(PacketClass packets) {
    if (packets.alternatives().isEmpty()) {
      return true;
    }
    PacketSpace all = space.get();
    try {
      int set = new PacketClassSets(all).of(packets);
      return Arrays.stream(Family.values())
          .allMatch(family -> all.diagrams.and(set, all.universe(family)) == Diagrams.NOTHING);
    } catch (BudgetExceededException e) {
      return false;
    }
  }
}
