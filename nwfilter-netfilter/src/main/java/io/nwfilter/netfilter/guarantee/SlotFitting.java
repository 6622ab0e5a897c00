package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;

/** Makes packets meet what a class asks of slots, which sets of packets do not tell. */
final class SlotFitting {

  private SlotFitting() {}

  /** {@return a packet that is in a class, if other values of slots make it so; else the same} */
  static Packet fitted(Packet packet, PacketClass packets) {
    if (packets.contains(packet)) {
      return packet;
    }
    for (List<PacketCondition> all : packets.alternatives()) {
      Packet fitted = packet;
      for (PacketCondition condition : all) {
        if (condition instanceof PacketCondition.OfSlot ofSlot && !condition.isMetBy(fitted)) {
          fitted = fitted(fitted, ofSlot);
        }
      }
      if (packets.contains(fitted)) {
        return fitted;
      }
    }
    return packet;
  }

  private static Packet fitted(Packet packet, PacketCondition.OfSlot condition) {
    Slot slot = condition.slot();
    if (packet.value(slot).isEmpty()) {
      return packet;
    }
    if (!condition.negated()) {
      List<Values.Masked> cubes = condition.values().cubes(slot.width());
      return cubes.isEmpty() ? packet : packet.with(slot, cubes.get(0).value());
    }
    Bits usual = packet.value(slot).get();
    for (int place = 0; place < slot.width(); place++) {
      Bits other = usual.xor(Bits.ones(place + 1).xor(Bits.ones(place)));
      if (!condition.values().contains(other)) {
        return packet.with(slot, other);
      }
    }
    return packet;
  }
}
