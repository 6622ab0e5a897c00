package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads from a frame what the kernel's matches make of each {@link Field}. */
final class FieldPlaces {

  /** The type of hardware of Ethernet in ARP, and where the length of its addresses is. */
  private static final int ETHERNET = 1;

  private static final int HARDWARE_LENGTH = 4;

  private static final int ARP_HEADER = LayerType.ARP.leastLength();

  /** What the field holds; no packet that is longer has a length that is right. */
  private static final int MAX_PACKET_LENGTH = 0xffff;

  private FieldPlaces() {}

  /**
   * {@return the slot that holds a field in all packets that have it, if the addresses of ARP are
   * as long as usual; null for other fields}
   */
  static @Nullable Slot slot(Field field) {
    return switch (field) {
      case ETHERNET_SOURCE -> Slot.ETHERNET_SOURCE;
      case ETHERNET_DESTINATION -> Slot.ETHERNET_DESTINATION;
      case ETHER_TYPE -> Slot.ETHERNET_TYPE;
      case VLAN_ID -> Slot.VLAN_ID;
      case VLAN_PRIORITY -> Slot.VLAN_PRIORITY;
      case VLAN_ETHER_TYPE -> Slot.VLAN_TYPE;
      case ARP_HARDWARE_TYPE -> Slot.ARP_HARDWARE_TYPE;
      case ARP_PROTOCOL_TYPE -> Slot.ARP_PROTOCOL_TYPE;
      case ARP_HARDWARE_LENGTH -> Slot.ARP_HARDWARE_LENGTH;
      case ARP_PROTOCOL_LENGTH -> Slot.ARP_PROTOCOL_LENGTH;
      case ARP_OPERATION -> Slot.ARP_OPERATION;
      case ARP_SENDER_MAC -> Slot.ARP_SENDER_MAC;
      case ARP_TARGET_MAC -> Slot.ARP_TARGET_MAC;
      case ARP_SENDER_IP -> Slot.ARP_SENDER_IP;
      case ARP_TARGET_IP -> Slot.ARP_TARGET_IP;
      case IPV4_SOURCE -> Slot.IPV4_SOURCE;
      case IPV4_DESTINATION -> Slot.IPV4_DESTINATION;
      case IPV4_FRAGMENT_OFFSET -> Slot.IPV4_FRAGMENT_OFFSET;
      case IPV6_SOURCE -> Slot.IPV6_SOURCE;
      case IPV6_DESTINATION -> Slot.IPV6_DESTINATION;
      case SOURCE_PORT -> Slot.TCP_SOURCE_PORT; // UDP and the others have it there, too
      case DESTINATION_PORT -> Slot.TCP_DESTINATION_PORT;
      case TCP_FLAGS -> Slot.TCP_FLAGS;
      case ICMP_TYPE -> Slot.ICMP_TYPE; // and the code after it
      case ICMPV6_TYPE -> Slot.ICMPV6_TYPE;
      case IGMP_TYPE -> Slot.IGMP_TYPE;
      case STP_TYPE -> Slot.STP_TYPE;
      case STP_FLAGS -> Slot.STP_FLAGS;
      case STP_ROOT_PRIORITY -> Slot.STP_ROOT_PRIORITY;
      case STP_ROOT_ADDRESS -> Slot.STP_ROOT_ADDRESS;
      case STP_ROOT_COST -> Slot.STP_ROOT_COST;
      case STP_SENDER_PRIORITY -> Slot.STP_SENDER_PRIORITY;
      case STP_SENDER_ADDRESS -> Slot.STP_SENDER_ADDRESS;
      case STP_PORT -> Slot.STP_PORT;
      case STP_MESSAGE_AGE -> Slot.STP_MESSAGE_AGE;
      case STP_MAX_AGE -> Slot.STP_MAX_AGE;
      case STP_HELLO_TIME -> Slot.STP_HELLO_TIME;
      case STP_FORWARD_DELAY -> Slot.STP_FORWARD_DELAY;
      case LLC_SAP,
          SNAP_TYPE,
          IPV6_FRAGMENT,
          IPV6_FRAGMENT_OFFSET, // which is not always there
          IP_PROTOCOL,
          IP_TOS,
          IP_TTL,
          TCP_OPTION,
          PACKET_LENGTH ->
          null;
      case IN_INTERFACE,
          OUT_INTERFACE,
          IN_BRIDGE,
          OUT_BRIDGE,
          IN_PORT,
          OUT_PORT,
          HAS_IN_PORT,
          HAS_OUT_PORT,
          IS_BRIDGED,
          MARK,
          PACKET_TYPE,
          SOURCE_ADDRESS_TYPE,
          DESTINATION_ADDRESS_TYPE,
          SOCKET_USER,
          SOCKET_GROUP,
          HAS_SOCKET,
          CONNECTION_STATE,
          CONNECTION_DIRECTION,
          CONNECTION_STATUS,
          CONNECTION_MARK ->
          null;
    };
  }

  /** {@return the slots that may hold a field} */
  static ImmutableList<Slot> slots(Field field) {
    return switch (field) {
      case SOURCE_PORT -> named(Slot.TCP_SOURCE_PORT);
      case DESTINATION_PORT -> named(Slot.TCP_DESTINATION_PORT);
      case ICMP_TYPE -> ImmutableList.of(Slot.ICMP_TYPE, Slot.ICMP_CODE);
      case ICMPV6_TYPE -> ImmutableList.of(Slot.ICMPV6_TYPE, Slot.ICMPV6_CODE);
      case IP_TOS -> ImmutableList.of(Slot.IPV4_TOS, Slot.IPV6_TRAFFIC_CLASS);
      case IP_TTL -> ImmutableList.of(Slot.IPV4_TTL, Slot.IPV6_HOP_LIMIT);
      case IP_PROTOCOL -> ImmutableList.of(Slot.IPV4_PROTOCOL, Slot.IPV6_NEXT);
      case LLC_SAP -> ImmutableList.of(Slot.LLC_DESTINATION, Slot.LLC_SOURCE);
      case SNAP_TYPE -> ImmutableList.of(Slot.SNAP_TYPE);
      default -> {
        Slot only = slot(field);
        yield only == null ? ImmutableList.of() : ImmutableList.of(only);
      }
    };
  }

  /** {@return the slots that the text of packets has one word for} */
  private static ImmutableList<Slot> named(Slot one) {
    return Arrays.stream(Slot.values())
        .filter(slot -> slot.word().equals(one.word()))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the values that a field has in a frame; none if the frame has no such field} */
  static ImmutableList<Bits> values(Field field, Octets octets, Dissector found) {
    int start = found.place(field.header());
    if (isAddressOfArp(field)) {
      return start < 0 ? ImmutableList.of() : addressOfArp(field, octets, start);
    }
    Slot slot = slot(field);
    if (slot != null) {
      boolean has = start >= 0 && isKnown(field, found);
      return has
          ? ImmutableList.of(octets.bits(8 * start + slot.bit(), field.width()))
          : ImmutableList.of();
    }
    if (field == Field.PACKET_LENGTH) {
      return length(octets, found);
    }
    if (start < 0) {
      return ImmutableList.of();
    }
    return switch (field) {
      case LLC_SAP -> serviceAccessPoints(octets, start);
      case SNAP_TYPE -> snapType(found);
      case IP_PROTOCOL ->
          found.protocol < 0 ? ImmutableList.of() : ImmutableList.of(Bits.of(found.protocol));
      case IP_TOS, IP_TTL -> {
        Slot slotOfFamily = slots(field).get(found.place(Header.IPV4) >= 0 ? 0 : 1);
        yield ImmutableList.of(octets.bits(8 * start + slotOfFamily.bit(), field.width()));
      }
      case TCP_OPTION -> options(octets, start);
      default -> ImmutableList.of();
    };
  }

  /** {@return whether the header is long enough} */
  private static boolean isKnown(Field field, Dissector found) {
    return field.header() != Header.STP || field == Field.STP_TYPE || isConfiguration(found);
  }

  private static boolean isAddressOfArp(Field field) {
    return switch (field) {
      case ARP_SENDER_MAC, ARP_SENDER_IP, ARP_TARGET_MAC, ARP_TARGET_IP -> true;
      default -> false;
    };
  }

  /**
   * {@return an address of ARP, where the lengths in its header say that it is} It is known if it
   * has its own length and kind, whatever the other addresses have, and is not cut off.
   */
  private static ImmutableList<Bits> addressOfArp(Field field, Octets octets, int start) {
    int hardware = octets.get(start + HARDWARE_LENGTH);
    int protocol = octets.get(start + HARDWARE_LENGTH + 1);
    boolean isMac = field == Field.ARP_SENDER_MAC || field == Field.ARP_TARGET_MAC;
    boolean isSender = field == Field.ARP_SENDER_MAC || field == Field.ARP_SENDER_IP;
    long kind = octets.number(8 * start + (isMac ? 0 : 16), 16);
    int length = isMac ? hardware : protocol;
    int at = start + ARP_HEADER + (isMac ? 0 : hardware) + (isSender ? 0 : hardware + protocol);
    // Of addresses of IPv4, ebtables wants to see both whichever it is asked for.
    int end = isMac ? at + length - start : ARP_HEADER + 2 * (hardware + protocol);
    boolean known =
        kind == (isMac ? ETHERNET : LayerType.IPV4.protocol())
            && 8 * length == field.width()
            && start + end <= octets.length();
    return known ? ImmutableList.of(octets.bits(8 * at, field.width())) : ImmutableList.of();
  }

  private static boolean isConfiguration(Dissector found) {
    return found.layers.stream().anyMatch(layer -> layer.has(Slot.STP_FORWARD_DELAY));
  }

  private static ImmutableList<Bits> serviceAccessPoints(Octets octets, int start) {
    Bits destination = Bits.of(octets.get(start));
    Bits source = Bits.of(octets.get(start + 1));
    return source.equals(destination)
        ? ImmutableList.of(source)
        : ImmutableList.of(source, destination);
  }

  private static ImmutableList<Bits> snapType(Dissector found) {
    return found.layers.stream()
        .filter(layer -> layer.type() == LayerType.SNAP)
        .map(layer -> layer.get(Slot.SNAP_TYPE))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the numbers of options; as Linux reads them, the end of the list does not end it} */
  private static ImmutableList<Bits> options(Octets octets, int start) {
    int end = Math.min(octets.length(), start + (octets.get(start + 12) >> 4) * 4);
    ImmutableList.Builder<Bits> options = ImmutableList.builder();
    int at = start + LayerType.TCP.leastLength();
    while (at < end) {
      int option = octets.get(at);
      options.add(Bits.of(option));
      at += option < 2 || at + 1 >= end ? 1 : Math.max(1, octets.get(at + 1));
    }
    return options.build();
  }

  private static ImmutableList<Bits> length(Octets octets, Dissector found) {
    int ipv4 = found.place(Header.IPV4);
    int ipv6 = found.place(Header.IPV6);
    if (ipv4 >= 0) {
      return ImmutableList.of(octets.bits(8 * ipv4 + Slot.IPV4_LENGTH.bit(), 16));
    }
    if (ipv6 < 0) {
      return ImmutableList.of();
    }
    long length = 40 + octets.number(8 * ipv6 + Slot.IPV6_LENGTH.bit(), 16);
    return ImmutableList.of(Bits.of(Math.min(length, MAX_PACKET_LENGTH)));
  }
}
