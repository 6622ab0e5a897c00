package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FieldTest {

  /** Fields of one end of a packet. */
  private static final ImmutableSet<Field> ENDS =
      Sets.immutableEnumSet(
          Field.IN_INTERFACE,
          Field.OUT_INTERFACE,
          Field.IN_BRIDGE,
          Field.OUT_BRIDGE,
          Field.IN_PORT,
          Field.OUT_PORT,
          Field.HAS_IN_PORT,
          Field.HAS_OUT_PORT,
          Field.SOURCE_ADDRESS_TYPE,
          Field.DESTINATION_ADDRESS_TYPE,
          Field.ETHERNET_SOURCE,
          Field.ETHERNET_DESTINATION,
          Field.ARP_SENDER_MAC,
          Field.ARP_TARGET_MAC,
          Field.ARP_SENDER_IP,
          Field.ARP_TARGET_IP,
          Field.IPV4_SOURCE,
          Field.IPV4_DESTINATION,
          Field.IPV6_SOURCE,
          Field.IPV6_DESTINATION,
          Field.SOURCE_PORT,
          Field.DESTINATION_PORT);

  @ParameterizedTest
  @EnumSource
  void aFieldIsAsWideAsItsKind(Field field) {
    int width = field.width();

    assertTrue(width >= 1 && width <= Bits.MAX_WIDTH);
    switch (field.kind()) {
      case MAC -> assertEquals(48, width);
      case IPV4 -> assertEquals(32, width);
      case IPV6, INTERFACE -> assertEquals(128, width);
      case FLAG -> assertEquals(1, width);
      case TYPE_AND_CODE -> assertEquals(16, width);
      case NUMBER, BITS -> assertTrue(Set.of(3, 8, 12, 13, 16, 32).contains(width), "" + width);
      case NAME -> assertTrue(width <= 3, "" + width);
      case NAMES -> assertTrue(width <= 12, "" + width);
    }
  }

  @Test
  void everyHeaderHasAFieldAndAName() {
    Set<Header> used =
        Arrays.stream(Field.values())
            .map(Field::header)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Header.class)));

    assertEquals(EnumSet.allOf(Header.class), used);
    assertEquals(
        Header.values().length,
        Arrays.stream(Header.values()).map(Header::toString).distinct().count());
    assertEquals("802.3", Header.LLC.toString());
  }

  @Test
  void everyKindHasAField() {
    assertEquals(
        EnumSet.allOf(FieldKind.class),
        Arrays.stream(Field.values())
            .map(Field::kind)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FieldKind.class))));
  }

  @ParameterizedTest
  @EnumSource
  void theOppositeOfTheOppositeIsTheField(Field field) {
    if (!ENDS.contains(field)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, field::opposite);
      assertEquals(field + " has no opposite", e.getMessage());
      return;
    }
    assertNotEquals(field, field.opposite());
    assertEquals(field, field.opposite().opposite());
    assertEquals(field.header(), field.opposite().header());
    assertEquals(field.width(), field.opposite().width());
    assertEquals(field.kind(), field.opposite().kind());
  }

  @Test
  void eachStateHasABitOfItsOwn() {
    long all = 0;
    for (TrackedState state : TrackedState.values()) {
      assertEquals(0, all & state.bit(), state.name());
      all |= state.bit();
    }
    assertEquals(Bits.ones(Field.CONNECTION_STATE.width()), Bits.of(all));
  }
}
