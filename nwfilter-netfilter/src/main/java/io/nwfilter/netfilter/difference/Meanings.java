package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.Description;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.query.PacketQuery;
import java.util.List;
import java.util.Optional;

/**
 * The packets that words mean, and what is to be put into words.
 *
 * @param sets sets of packets
 */
record Meanings(PacketSets sets) {

  /** {@return the packets of a query; none if there is none} */
  PacketSet of(Optional<PacketQuery> query) {
    return query.map(PacketQuery::packets).map(sets::of).orElseGet(sets::none);
  }

  /**
   * {@return parts of a set that are short to describe; none if it has too many}
   *
   * @param some the set
   * @param among the packets that matter
   */
  List<Description.Part> parts(PacketSet some, PacketSet among) {
    try {
      return sets.description(some, among).parts();
    } catch (BudgetExceededException e) {
      return ImmutableList.of();
    }
  }

  /**
   * {@return those packets that words do not mean, but for which they hold: apart from their form}
   *
   * @param said the packets that words mean
   * @param packets some packets
   */
  PacketSet inAnyForm(PacketSet said, PacketSet packets) {
    return packets.without(said).without(sets.ordinary()).and(sets.inAnyForm(said));
  }

  /**
   * {@return in which forms words hold of packets that they do not mean}
   *
   * @param said the packets that words mean
   * @param others those that they do not mean, but for which they hold
   */
  ImmutableSet<PacketForm> forms(PacketSet said, PacketSet others) {
    if (others.isEmpty()) {
      return ImmutableSet.of();
    }
    PacketSet left = sets.inOtherForms(said);
    ImmutableSet.Builder<PacketForm> forms = ImmutableSet.builder();
    if (!others.and(left).isEmpty()) {
      forms.add(PacketForm.CUT_OFF);
    }
    if (!others.without(left).isEmpty()) {
      forms.add(PacketForm.NO_HOPS_LEFT);
    }
    return forms.build();
  }
}
