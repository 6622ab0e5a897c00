package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a field of a BPDU as Linux does (seen with Linux 6.18): it takes every field one octet
 * before its place, whatever the frame's type, if the payload starts like a BPDU of version 0.
 */
final class SpanningTreeTest extends FieldTest {

  private static final Octets START = Octets.parse("424203000000");
  private static final int LLC = 3;
  private static final int WHOLE = 37;

  SpanningTreeTest(FieldMatch match) {
    super(match);
  }

  private @Nullable Bits value(Packet packet) {
    int start = 14;
    for (int i = 1; i < packet.layers().size() && isTag(packet.layers().get(i).type()); i++) {
      start += 4;
    }
    Octets octets = packet.octets();
    int needed = field == Field.STP_TYPE ? LLC + 4 : WHOLE;
    if (octets.length() < start + needed
        || !octets.slice(start, start + START.length()).equals(START)) {
      return null;
    }
    return octets.bits(8 * (start + LLC - 1) + slot().bit(), field.width());
  }

  private static boolean isTag(LayerType type) {
    return type == LayerType.VLAN || type == LayerType.SERVICE_VLAN;
  }

  private Slot slot() {
    return Slot.valueOf(field.name());
  }

  @Override
  Answer ask(Transit transit) {
    Bits value = value(transit.packet);
    return Answer.of(value != null && values.contains(value) != negated);
  }

  @Override
  Supplier<String> found(Transit transit) {
    Bits value = value(transit.packet);
    return () -> value == null ? "no BPDU that Linux knows" : Wording.value(field, value);
  }
}
