package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Optional;

/** Checksums that connection tracking looks at. */
final class Checksums {

  private static final ImmutableList<Slot> CHECKED =
      ImmutableList.of(
          Slot.TCP_CHECKSUM,
          Slot.UDP_CHECKSUM,
          Slot.SCTP_CHECKSUM,
          Slot.ICMP_CHECKSUM,
          Slot.ICMPV6_CHECKSUM);

  private Checksums() {}

  /** {@return a packet with a wrong checksum, which is invalid then; empty if it has none} */
  static Optional<Packet> wrong(Packet packet) {
    return CHECKED.stream()
        .filter(slot -> packet.value(slot).isPresent())
        .findFirst()
        .map(slot -> packet.with(slot, wrong(packet.value(slot).orElseThrow())));
  }

  /** A checksum of 0 means none in UDP. */
  private static Bits wrong(Bits checksum) {
    return Bits.of(checksum.low() == 1 ? 2 : checksum.low() ^ 1);
  }
}
