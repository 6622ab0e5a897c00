package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Optional;

/** What a text says of a packet's layers after the header of its frame. */
interface Clause {

  /** The sender of frames whose text names none: a locally administered address. */
  MacAddress SOURCE = new MacAddress(0x0200_0000_0001L);

  /** The receiver of frames whose text names none, and that are not for a group. */
  MacAddress DESTINATION = new MacAddress(0x0200_0000_0002L);

  /**
   * {@return the layers after the header of the frame and its tags}
   *
   * @param source the sender of the frame
   * @param destination its receiver, if it is known already
   */
  List<Layer> layers(Bits source, Optional<Bits> destination);

  /**
   * {@return the receiver of the frame, unless the text names one: the group that IP's destination
   * belongs to (RFC 1112, section 6.4; RFC 2464, section 7), all for ARP's requests}
   *
   * @param upper the layers after the header of the frame
   */
  default MacAddress destination(List<Layer> upper) {
    Layer first = upper.isEmpty() ? Layer.payload(Octets.EMPTY) : upper.get(0);
    return switch (first.type()) {
      case ARP, RARP ->
          first.get(Slot.ARP_OPERATION).low() % 2 == 1 ? MacAddress.BROADCAST : DESTINATION;
      case LLC ->
          upper.get(upper.size() - 1).type() == LayerType.STP
              ? new MacAddress(0x0180_c200_0000L)
              : DESTINATION;
      case IPV4 -> {
        long address = first.get(Slot.IPV4_DESTINATION).low();
        yield address == 0xffff_ffffL
            ? MacAddress.BROADCAST
            : address >> 28 == 0xe
                ? new MacAddress(0x0100_5e00_0000L | (address & 0x7f_ffff))
                : DESTINATION;
      }
      case IPV6 -> {
        Bits address = first.get(Slot.IPV6_DESTINATION);
        yield address.high() >>> 56 == 0xff
            ? new MacAddress(0x3333_0000_0000L | (address.low() & 0xffff_ffffL))
            : DESTINATION;
      }
      default -> DESTINATION;
    };
  }
}
