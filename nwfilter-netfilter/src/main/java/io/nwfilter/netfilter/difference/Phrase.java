package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import java.util.Optional;
import java.util.Set;

/**
 * What describes packets, and where these words hold.
 *
 * @param effect what becomes of them
 * @param direction from where to where they go
 * @param query the packets; empty if there are no words
 * @param also the same packets in another form
 * @param alsoIn the forms in which they hold, too, for packets that the query does not mean
 * @param forms the forms in which alone the packets are meant; empty for any
 * @param certainty whether it depends on what is not known
 * @param unusual whether the packets are in no form that senders usually give them
 * @param anywhere whether they hold wherever the packets go
 */
record Phrase(
    Effect effect,
    PacketDirection direction,
    Optional<PacketQuery> query,
    Optional<PacketQuery> also,
    ImmutableSet<PacketForm> alsoIn,
    ImmutableSet<PacketForm> forms,
    Certainty certainty,
    boolean unusual,
    boolean anywhere) {

  /** {@return words for packets} */
  static Phrase of(
      Described packets,
      PacketQuery query,
      Optional<PacketQuery> also,
      ImmutableSet<PacketForm> alsoIn,
      boolean unusual) {
    return of(packets, Optional.of(query), also, alsoIn, ImmutableSet.of(), unusual);
  }

  /**
   * {@return words for packets that are only meant in some forms}
   *
   * @param query what they would be in the usual form; empty if there are no words
   * @param also the same after a tag; empty if these are not meant
   * @param forms the forms; none for packets in the usual one for which there are no words
   */
  static Phrase inForms(
      Described packets,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      Set<PacketForm> forms) {
    return of(packets, query, also, ImmutableSet.of(), forms, true);
  }

  private static Phrase of(
      Described packets,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      ImmutableSet<PacketForm> alsoIn,
      Set<PacketForm> forms,
      boolean unusual) {
    return new Phrase(
        packets.effect(),
        packets.direction(),
        query,
        also,
        alsoIn,
        ImmutableSet.copyOf(forms),
        packets.certainty(),
        unusual,
        packets.end().isEmpty());
  }
}
