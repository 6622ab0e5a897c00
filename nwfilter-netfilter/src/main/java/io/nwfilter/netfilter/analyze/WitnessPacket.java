package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.List;

/** Makes the packet that an assignment describes; what the kernel keeps with it is not in it. */
final class WitnessPacket {

  private static final Octets BPDU = Octets.parse("424203000000");
  private static final int LLC = 3;
  private static final int BPDU_LENGTH = 38;

  private final Assignment point;
  private final ImmutableList.Builder<Layer> layers = ImmutableList.builder();

  private WitnessPacket(Assignment point) {
    this.point = point;
  }

  /** {@return the packet; with a frame even where rules see none} */
  static Packet of(Assignment point) {
    WitnessPacket made = new WitnessPacket(point);
    made.frame();
    made.content();
    return Packet.of(made.layers.build());
  }

  private Layer with(Layer layer, Slot slot, Field field) {
    return layer.with(slot, point.value(field));
  }

  private void frame() {
    Layer frame = Layer.of(LayerType.ETHERNET);
    frame = with(frame, Slot.ETHERNET_SOURCE, Field.ETHERNET_SOURCE);
    frame = with(frame, Slot.ETHERNET_DESTINATION, Field.ETHERNET_DESTINATION);
    if (!isImplied()) {
      frame = with(frame, Slot.ETHERNET_TYPE, Field.ETHER_TYPE);
    }
    layers.add(frame);
    if (point.has(Header.VLAN)) {
      tags();
    }
  }

  /** {@return whether the next layer says what the type is, or the host has no frame yet} */
  private boolean isImplied() {
    return !point.has(Header.ETHERNET) || point.has(Header.LLC);
  }

  private void tags() {
    boolean service = point.value(Field.ETHER_TYPE).low() == LayerType.SERVICE_VLAN.protocol();
    LayerType type = service ? LayerType.SERVICE_VLAN : LayerType.VLAN;
    Layer tag = Layer.of(type);
    tag = with(tag, service ? Slot.SERVICE_VLAN_ID : Slot.VLAN_ID, Field.VLAN_ID);
    tag = with(tag, service ? Slot.SERVICE_VLAN_PRIORITY : Slot.VLAN_PRIORITY, Field.VLAN_PRIORITY);
    layers.add(with(tag, service ? Slot.SERVICE_VLAN_TYPE : Slot.VLAN_TYPE, Field.VLAN_ETHER_TYPE));
    if (point.holds(Fact.SEVERAL_TAGS)) {
      boolean inner = point.value(Field.VLAN_ETHER_TYPE).low() == LayerType.SERVICE_VLAN.protocol();
      layers.add(Layer.of(inner ? LayerType.SERVICE_VLAN : LayerType.VLAN));
    }
  }

  private void content() {
    if (point.has(Header.STP)) {
      layers.add(Layer.payload(bpdu()));
    } else if (point.has(Header.IPV4)) {
      layers.addAll(new WitnessDatagram(point, true).layers());
    } else if (point.has(Header.IPV6)) {
      layers.addAll(new WitnessDatagram(point, false).layers());
    } else if (point.has(Header.ARP)) {
      layers.add(arp());
    } else if (point.has(Header.LLC)) {
      layers.addAll(llc());
    }
  }

  private List<Layer> llc() {
    return point.holds(Fact.SNAP)
        ? ImmutableList.of(
            Layer.of(LayerType.LLC),
            with(Layer.of(LayerType.SNAP), Slot.SNAP_TYPE, Field.SNAP_TYPE))
        : ImmutableList.of(
            Layer.of(LayerType.LLC).with(Slot.LLC_SOURCE, 0xe0).with(Slot.LLC_DESTINATION, 0xe0));
  }

  /** {@return the octets of a BPDU in which Linux finds the fields, one octet early} */
  private Octets bpdu() {
    byte[] octets = new byte[BPDU_LENGTH];
    for (Field field : Field.values()) {
      if (field.header() == Header.STP && field != Field.STP_TYPE) {
        int start = 8 * (LLC - 1) + Slot.valueOf(field.name()).bit();
        for (int i = 0; i < field.width(); i++) {
          if (point.is(new Variable.Bit(field, field.width() - 1 - i))) {
            octets[(start + i) / 8] |= (byte) (0x80 >> (start + i) % 8);
          }
        }
      }
    }
    int length = point.holds(Fact.STP_WHOLE) ? BPDU_LENGTH : LLC + 4;
    return BPDU.followedBy(Octets.of(octets).slice(BPDU.length(), length));
  }

  private Layer arp() {
    boolean reverse = typeOfContent() == LayerType.RARP.protocol();
    Layer arp = Layer.of(reverse ? LayerType.RARP : LayerType.ARP);
    if (!point.holds(Fact.ARP_ADDRESSES)) {
      arp = arp.with(Slot.ARP_PROTOCOL_LENGTH, 6);
    }
    arp = with(arp, Slot.ARP_HARDWARE_TYPE, Field.ARP_HARDWARE_TYPE);
    arp = with(arp, Slot.ARP_PROTOCOL_TYPE, Field.ARP_PROTOCOL_TYPE);
    arp = with(arp, Slot.ARP_OPERATION, Field.ARP_OPERATION);
    arp = with(arp, Slot.ARP_SENDER_MAC, Field.ARP_SENDER_MAC);
    arp = with(arp, Slot.ARP_SENDER_IP, Field.ARP_SENDER_IP);
    arp = with(arp, Slot.ARP_TARGET_MAC, Field.ARP_TARGET_MAC);
    return with(arp, Slot.ARP_TARGET_IP, Field.ARP_TARGET_IP);
  }

  private long typeOfContent() {
    return point.value(point.has(Header.VLAN) ? Field.VLAN_ETHER_TYPE : Field.ETHER_TYPE).low();
  }
}
