package io.nwfilter.netfilter.difference;

import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import java.util.Optional;

/**
 * What describes packets, and where these words hold.
 *
 * @param effect what becomes of them
 * @param direction from where to where they go
 * @param query the packets; empty if there are no words
 * @param also the same packets in another form
 * @param cutOff whether they hold, too, for what is left of these packets if they are cut off
 * @param certainty whether it depends on what is not known
 * @param unusual whether the packets are in no form that senders usually give them
 * @param anywhere whether they hold wherever the packets go
 */
record Phrase(
    Effect effect,
    PacketDirection direction,
    Optional<PacketQuery> query,
    Optional<PacketQuery> also,
    boolean cutOff,
    Certainty certainty,
    boolean unusual,
    boolean anywhere) {

  /** {@return words for packets} */
  static Phrase of(
      Described packets,
      PacketQuery query,
      Optional<PacketQuery> also,
      boolean cutOff,
      boolean unusual) {
    return of(packets, Optional.of(query), also, cutOff, unusual);
  }

  /** {@return what packets have in common for which there are no words} */
  static Phrase withoutWords(Described packets) {
    return of(packets, Optional.empty(), Optional.empty(), false, true);
  }

  private static Phrase of(
      Described packets,
      Optional<PacketQuery> query,
      Optional<PacketQuery> also,
      boolean cutOff,
      boolean unusual) {
    return new Phrase(
        packets.effect(),
        packets.direction(),
        query,
        also,
        cutOff,
        packets.certainty(),
        unusual,
        packets.end().isEmpty());
  }
}
