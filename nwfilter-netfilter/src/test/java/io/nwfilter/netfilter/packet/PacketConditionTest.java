package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions, and what is not met by them. */
class PacketConditionTest {

  private static final Packet SSH = Packet.parse("tcp 10.0.0.1:40000 > 10.0.0.2:22");
  private static final Packet WEB = Packet.parse("tcp 10.0.0.1:40000 > 10.0.0.2:80");
  private static final Packet PING = Packet.parse("ping 10.0.0.1 > 10.0.0.2");

  private static List<Boolean> met(PacketCondition condition) {
    return ImmutableList.of(SSH, WEB, PING).stream().map(condition::isMetBy).toList();
  }

  @Test
  void complementHasPacketsWithoutTheField() {
    PacketCondition port = PacketCondition.is(Field.DESTINATION_PORT, 22);
    PacketCondition other =
        PacketCondition.outside(Field.DESTINATION_PORT, Values.single(Field.DESTINATION_PORT, 22));

    assertEquals(List.of(true, false, false), met(port));
    assertEquals(List.of(false, true, false), met(other));
    assertEquals(List.of(false, true, true), met(port.complement()));
    assertEquals(List.of(true, false, true), met(other.complement()));
  }

  @Test
  void complementOfAComplementIsTheCondition() {
    PacketCondition slot = new PacketCondition.OfSlot(Slot.TCP_WINDOW, Values.range(1, 2), true);

    assertEquals(new PacketCondition.Not(slot), slot.complement());
    assertEquals(slot, slot.complement().complement());
    assertEquals(slot.values(), slot.complement().values());
    assertTrue(slot.negated());
    assertFalse(slot.complement().negated());
  }

  @Test
  void complementOfWhatAllPacketsHaveIsAConditionOfTheField() {
    Values arp = Values.single(Field.ETHER_TYPE, 0x806);

    assertEquals(
        PacketCondition.outside(Field.ETHER_TYPE, arp),
        PacketCondition.in(Field.ETHER_TYPE, arp).complement());
  }
}
