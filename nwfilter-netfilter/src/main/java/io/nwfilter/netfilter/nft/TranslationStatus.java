package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Union;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.List;

/**
 * Whether a connection is translated, which is a part of its status for nft and a state of its
 * packets for iptables: both ask for the same bits of the kernel (IPS_SRC_NAT, IPS_DST_NAT).
 */
final class TranslationStatus {

  /** The states that say it. */
  static final long BITS = TrackedState.SNAT.bit() | TrackedState.DNAT.bit();

  /** A packet without connection meets no question for a status, negated or not. */
  private static final ImmutableSet<Values> WITHOUT_CONNECTION =
      ImmutableSet.of(bit(TrackedState.INVALID), bit(TrackedState.UNTRACKED));

  private TranslationStatus() {}

  private static Values bit(TrackedState state) {
    return Values.anyOf(state.bit());
  }

  private static List<Values> parts(Values values) {
    return values instanceof Union union ? union.parts() : ImmutableList.of(values);
  }

  /** {@return the states that packets must not have for a status that is negated} */
  static Values excluded(Values values) {
    return new Union(
        ImmutableList.<Values>builder().addAll(WITHOUT_CONNECTION).addAll(parts(values)).build());
  }

  /** {@return a match without what a question for a status excludes without a word} */
  static FieldMatch listed(FieldMatch match) {
    if (match.field() != Field.CONNECTION_STATE
        || !match.negated()
        || !(match.values() instanceof Union union)
        || !union.parts().containsAll(WITHOUT_CONNECTION)) {
      return match;
    }
    ImmutableList<Values> others =
        union.parts().stream()
            .filter(part -> !WITHOUT_CONNECTION.contains(part))
            .collect(ImmutableList.toImmutableList());
    boolean ofStatus = !others.isEmpty() && others.stream().allMatch(TranslationStatus::isStatus);
    return ofStatus
        ? FieldMatch.of(match.field(), others.size() == 1 ? others.get(0) : new Union(others))
            .negate()
        : match;
  }

  private static boolean isStatus(Values values) {
    return values instanceof Masked masked && masked.mask().without(Bits.of(BITS)).isZero();
  }
}
