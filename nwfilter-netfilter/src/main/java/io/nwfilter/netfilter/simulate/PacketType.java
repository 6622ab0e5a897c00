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

  /** The receiver of packets whose text does not give any. */
  static final Bits ANY_HOST = Bits.of(Surroundings.RECEIVER);

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

  /**
   * {@return the type of a frame that comes in by an interface outside bridges} If the interface's
   * MAC address is not known, all that are not known to be another's are taken to be it. A receiver
   * that is not given is always the interface.
   */
  static PacketType ofNetwork(Packet packet, Device device, Topology topology) {
    Bits receiver = receiver(packet);
    if (receiver.equals(ANY_HOST) || isGroup(receiver)) {
      return of(packet, receiver);
    }
    boolean forHost =
        device
            .mac()
            .map(own -> receiver.equals(Bits.of(own)))
            .orElse(!topology.othersThanHost().contains(receiver));
    return forHost ? HOST : OTHER_HOST;
  }

  /**
   * {@return the type that a frame has after ebtables has given it another destination} What the
   * host sends keeps its type, unless it is for several hosts then.
   *
   * @param transit the frame, with its new destination
   * @param mac the new destination
   */
  static PacketType readdressed(Transit transit, Bits mac) {
    boolean comesIn = !transit.inInterface.isZero();
    return comesIn || isGroup(mac)
        ? of(transit.packet, transit.kernel.bridgeMac(transit))
        : transit.type;
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
