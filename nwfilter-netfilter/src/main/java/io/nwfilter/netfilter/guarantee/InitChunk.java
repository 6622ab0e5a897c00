package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Optional;

/**
 * The chunk with which associations of SCTP begin (RFC 9260, section 3.3.2). Sets of packets do not
 * tell payload, but connection tracking takes SCTP without it for invalid.
 */
final class InitChunk {

  /** Type 1, length 20, tag 1, a window of 4096 octets, one stream each way, sequence number 1. */
  private static final Layer INIT =
      Layer.payload(Octets.parse("0100001400000001000010000001000100000001"));

  private InitChunk() {}

  /** {@return a packet of SCTP with this chunk alone; empty if it is not one of SCTP} */
  static Optional<Packet> in(Packet packet) {
    int place = Iterables.indexOf(packet.layers(), layer -> layer.type() == LayerType.SCTP);
    return place < 0
        ? Optional.empty()
        : Optional.of(
            Packet.of(
                ImmutableList.<Layer>builder()
                    .addAll(packet.layers().subList(0, place + 1))
                    .add(INIT)
                    .build()));
  }
}
