package io.nwfilter.netfilter.query;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.Set;

/** The tags after which the headers are that a part of a query is about. */
enum Encapsulation {
  /** No tag. */
  NONE,
  /** A tag of IEEE 802.1Q. */
  VLAN,
  /** A tag of IEEE 802.1ad. */
  SERVICE_VLAN,
  /** A tag of IEEE 802.1ad, then one of IEEE 802.1Q. */
  STACKED;

  /** {@return these tags and others} */
  Encapsulation with(Set<LayerType> tags) {
    boolean vlan = this == VLAN || this == STACKED || tags.contains(LayerType.VLAN);
    boolean service =
        this == SERVICE_VLAN || this == STACKED || tags.contains(LayerType.SERVICE_VLAN);
    if (vlan) {
      return service ? STACKED : VLAN;
    }
    return service ? SERVICE_VLAN : NONE;
  }

  /** {@return the condition that the frame, or the last of these tags, announces something} */
  PacketCondition announces(Values types) {
    return switch (this) {
      case NONE -> PacketCondition.in(Field.ETHER_TYPE, types);
      case VLAN, SERVICE_VLAN -> PacketCondition.in(Field.VLAN_ETHER_TYPE, types);
      case STACKED -> new PacketCondition.OfSlot(Slot.VLAN_TYPE, types, false);
    };
  }
}
