package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;

/** Whom a frame is addressed to at the link layer, with Linux's numbers. */
enum PacketType {
  HOST(0),
  BROADCAST(1),
  MULTICAST(2),
  OTHER_HOST(3);

  private static final long ALL = 0xffff_ffff_ffffL;

  /** The bit of a MAC address that means several receivers. */
  static final long GROUP = 1L << 40;

  private final int number;

  PacketType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** {@return the type of a frame that comes in where some MAC address is the host's} */
  static PacketType of(Packet packet, Bits own) {
    Bits receiver = receiver(packet);
    if (isGroup(receiver)) {
      return receiver.low() == ALL ? BROADCAST : MULTICAST;
    }
    return receiver.equals(own) ? HOST : OTHER_HOST;
  }

  static Bits receiver(Packet packet) {
    return packet.value(Field.ETHERNET_DESTINATION).orElseThrow();
  }

  static Bits sender(Packet packet) {
    return packet.value(Field.ETHERNET_SOURCE).orElseThrow();
  }

  static boolean isGroup(Bits mac) {
    return (mac.low() & GROUP) != 0;
  }
}
