package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.TrackedState;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Changes addresses and ports of packets as their connections say. */
final class Translations {

  private static final Bits GRE = Bits.of(47);
  private static final int GRE_LENGTH = 8;
  private static final int GRE_VERSION = 7;

  private Translations() {}

  /**
   * Translates one end of a packet at the hook where that is done.
   *
   * @return whether the packet goes on; not if it is cut off where it would be changed
   */
  static boolean apply(
      Transit transit, Tracked tracked, Connection connection, boolean destination) {
    Translation wanted =
        tracked.reply()
            ? destination
                ? back(connection.newSource, connection.original.source(), sourcePort(connection))
                : back(
                    connection.newDestination,
                    connection.original.destination(),
                    destinationPort(connection))
            : destination ? connection.newDestination : connection.newSource;
    if (wanted == null) {
      return true;
    }
    boolean addressOnly = tracked.state() == TrackedState.RELATED;
    Packet changed = translated(transit.packet, wanted, destination, addressOnly);
    transit.sourcePortByChance |= !destination && wanted.portByChance();
    transit.destinationPortByChance |= destination && wanted.portByChance();
    transit.addressByChance |= wanted.addressByChance();
    if (changed.equals(transit.packet)) {
      return true;
    }
    if (isCutOffGre(changed)) {
      return transit.refuse("the header of GRE is cut off, and it cannot be translated");
    }
    if (isOfUnknownVersion(changed)) {
      return transit.refuse("the version of GRE is not known, and it cannot be translated");
    }
    transit.packet = changed;
    transit.run.note(() -> "address translation: " + changed + byChance(wanted));
    return true;
  }

  private static String byChance(Translation translation) {
    return translation.chance().isEmpty() ? "" : " (by chance: " + translation.chance() + ")";
  }

  /** {@return whether it is GRE with less than eight octets, which Linux wants to see} */
  private static boolean isCutOffGre(Packet packet) {
    return packet.value(Field.IP_PROTOCOL).filter(GRE::equals).isPresent()
        && packet.layer(LayerType.PAYLOAD).map(Layer::octets).map(Octets::length).orElse(0)
            < GRE_LENGTH;
  }

  /** {@return whether it is GRE of a version other than 0 and 1 (RFC 2784, RFC 2637)} */
  private static boolean isOfUnknownVersion(Packet packet) {
    return packet.value(Field.IP_PROTOCOL).filter(GRE::equals).isPresent()
        && packet
            .layer(LayerType.PAYLOAD)
            .filter(gre -> (gre.octets().get(1) & GRE_VERSION) > 1)
            .isPresent();
  }

  /**
   * Gives a new connection another source port if its replies would belong to one that is known:
   * the kernel takes any.
   */
  static void avoidClash(Connection connection, Transit transit) {
    Tuple original = connection.original;
    boolean hasPort = original.sourcePort() != 0 || original.destinationPort() != 0;
    if (hasPort && transit.run.connections.isTaken(connection.reply(), transit.run.removed)) {
      Translation chosen = connection.newSource;
      Bits address = chosen == null ? original.source() : chosen.address();
      OptionalInt port = chosen == null ? OptionalInt.of(original.sourcePort()) : chosen.port();
      connection.newSource = new Translation(address, port, true, false, "any free port");
    }
  }

  private static @Nullable Translation back(
      @Nullable Translation translation, Bits address, int port) {
    return translation == null
        ? null
        : new Translation(
            address,
            translation.port().isPresent() ? OptionalInt.of(port) : OptionalInt.empty(),
            false,
            false,
            "");
  }

  private static int sourcePort(Connection connection) {
    return connection.original.sourcePort();
  }

  private static int destinationPort(Connection connection) {
    return connection.original.destinationPort();
  }

  private static Packet translated(
      Packet packet, Translation to, boolean destination, boolean addressOnly) {
    Slot address =
        packet.has(Header.IPV4)
            ? destination ? Slot.IPV4_DESTINATION : Slot.IPV4_SOURCE
            : destination ? Slot.IPV6_DESTINATION : Slot.IPV6_SOURCE;
    Packet changed = withAddress(packet, address, to.address());
    if (addressOnly) {
      Packet about = IcmpErrors.quoted(changed);
      return about == null
          ? changed
          : IcmpErrors.withQuoted(changed, translated(about, to, !destination, false));
    }
    Slot port = to.port().isEmpty() ? null : port(packet, destination);
    return port == null ? changed : changed.with(port, Bits.of(to.port().getAsInt()));
  }

  /** {@return the packet with another address; Linux leaves the checksum of DCCP as it is} */
  private static Packet withAddress(Packet packet, Slot slot, Bits address) {
    Bits checksum =
        packet.layer(LayerType.DCCP).map(layer -> layer.get(Slot.DCCP_CHECKSUM)).orElse(Bits.ZERO);
    Packet changed = packet.with(slot, address);
    return packet.layer(LayerType.DCCP).isPresent()
        ? changed.with(Slot.DCCP_CHECKSUM, checksum)
        : changed;
  }

  private static @Nullable Slot port(Packet packet, boolean destination) {
    for (LayerType type :
        new LayerType[] {LayerType.TCP, LayerType.UDP, LayerType.UDP_LITE, LayerType.SCTP}) {
      if (packet.layer(type).isPresent()) {
        return Slot.of(type).get(destination ? 1 : 0);
      }
    }
    if (packet.has(Header.ICMP)) {
      return Slot.ICMP_ID;
    }
    return packet.has(Header.ICMPV6) ? Slot.ICMPV6_ID : null;
  }
}
