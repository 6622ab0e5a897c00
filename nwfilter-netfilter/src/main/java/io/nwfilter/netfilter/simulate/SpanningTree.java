package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a BPDU as Linux does (seen with Linux 6.18): it takes every field one octet
 * before its place, whatever the frame's type, if the payload starts like a BPDU of version 0.
 */
final class SpanningTree {

  private static final int HEADER = 14;
  private static final int TAG = 4;
  private static final Octets START = Octets.parse("424203000000");
  private static final int LLC = 3;
  private static final int WHOLE = 37;

  private SpanningTree() {}

  /** {@return the value of a field of {@code Header.STP}; null if Linux knows no such BPDU} */
  static @Nullable Bits value(Field field, Packet packet) {
    int start = HEADER + TAG * Math.min(Headers.tags(packet), 1); // an inner tag is payload to it
    Octets octets = packet.octets();
    int needed = field == Field.STP_TYPE ? LLC + 4 : WHOLE;
    if (octets.length() < start + needed
        || !octets.slice(start, start + START.length()).equals(START)) {
      return null;
    }
    Slot slot = Slot.valueOf(field.name());
    return octets.bits(8 * (start + LLC - 1) + slot.bit(), field.width());
  }
}
