package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.simulate.Entry;

/**
 * Whether a statement says nothing of the rules: no packet would refute it even if they let through
 * what must not arrive, and dropped what must.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on the host
 * @param alike which guests of the host are known to be alike
 */
record Vacuity(Subject subject, PacketSets sets, AlikeGuests alike)
    implements Statement.Visitor<Boolean> {

  private Breaches breaches() {
    return new Breaches(subject, sets, alike, true, false);
  }

  private boolean isImpossible(PacketSet packets, Entry entry) {
    return packets.and(sets.possible(entry)).isEmpty();
  }

  @Override
  public Boolean visit(Statement.Never never) {
    return isImpossible(breaches().of(never), never.entry());
  }

  @Override
  public Boolean visit(Statement.Always always) {
    return isImpossible(breaches().of(always), always.entry());
  }

  @Override
  public Boolean visit(Statement.NoWayAround around) {
    return isImpossible(breaches().of(around), around.entry());
  }

  @Override
  public Boolean visit(Statement.RepliesArrive replies) {
    return isImpossible(breaches().of(replies), replies.entry());
  }

  @Override
  public Boolean visit(Statement.Completes completes) {
    return completes.legs().isEmpty();
  }

  @Override
  public Boolean visit(Statement.Inapplicable inapplicable) {
    return true;
  }

  @Override
  public Boolean visit(Statement.All all) {
    return all.parts().stream().allMatch(part -> part.accept(this));
  }
}
