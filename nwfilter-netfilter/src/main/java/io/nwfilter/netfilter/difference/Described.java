package io.nwfilter.netfilter.difference;

import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.Optional;

/**
 * What packets that are to be described have in common.
 *
 * @param effect what becomes of them
 * @param direction from where to where they go
 * @param entry where they enter
 * @param end where they arrive; empty for wherever they go
 * @param certainty whether it depends on what is not known
 * @param among the packets that could get there
 * @param assuming the packets with what is not known of them
 */
record Described(
    Effect effect,
    PacketDirection direction,
    Entry entry,
    Optional<End> end,
    Certainty certainty,
    PacketSet among,
    PacketSet assuming) {

  /**
   * {@return the same with sets of another space}
   *
   * @param sets the sets of that space
   */
  Described in(PacketSets sets) {
    return new Described(
        effect, direction, entry, end, certainty, sets.copied(among), sets.copied(assuming));
  }
}
