package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the texts of packets that are sent on a bridge, and finds the MAC address of the receiver
 * where a text does not give it.
 *
 * @param ofHost the addresses of the host at the bridge
 * @param guests the guests on the bridge
 * @param neighbors the MAC addresses of other addresses
 */
record Receivers(List<Prefix> ofHost, List<Guest> guests, Map<Bits, MacAddress> neighbors) {

  Packet fromGuest(String text, MacAddress guest) {
    Packet packet = PacketText.parse(text, guest, Surroundings.RECEIVER);
    if (isBroadcast(packet)) {
      return PacketText.parse(text, guest, MacAddress.BROADCAST);
    }
    return destination(packet)
        .flatMap(address -> nextHop(address, packet.has(Header.IPV4)))
        .map(mac -> PacketText.parse(text, guest, mac))
        .orElse(packet);
  }

  Packet toGuest(String text, MacAddress guest) {
    Packet packet = PacketText.parse(text, Surroundings.SENDER, guest);
    return isBroadcast(packet)
        ? PacketText.parse(text, Surroundings.SENDER, MacAddress.BROADCAST)
        : packet;
  }

  Packet fromHost(String text, MacAddress guest) {
    Packet packet = toGuest(text, guest);
    return destination(packet)
        .filter(address -> packet.layer(LayerType.BOOTP).isEmpty() && !isBroadcast(packet))
        .map(address -> neighbor(address).orElse(Surroundings.RECEIVER))
        .map(mac -> PacketText.parse(text, Surroundings.SENDER, mac))
        .orElse(packet);
  }

  private static Optional<Bits> destination(Packet packet) {
    return packet.value(Field.IPV4_DESTINATION).or(() -> packet.value(Field.IPV6_DESTINATION));
  }

  /** {@return whether a packet is for the broadcast address of one of the host's networks} */
  private boolean isBroadcast(Packet packet) {
    return packet
        .value(Field.IPV4_DESTINATION)
        .filter(address -> ofHost.stream().anyMatch(own -> own.isBroadcast(address)))
        .isPresent();
  }

  private Optional<MacAddress> neighbor(Bits address) {
    return Optional.ofNullable(neighbors.get(address))
        .or(
            () ->
                guests.stream()
                    .filter(
                        guest -> guest.addresses().stream().map(Bits::of).anyMatch(address::equals))
                    .map(Guest::mac)
                    .findFirst());
  }

  private Optional<MacAddress> nextHop(Bits address, boolean ipv4) {
    List<Prefix> own = ofHost.stream().filter(prefix -> prefix.isIpv4() == ipv4).toList();
    boolean near = own.stream().anyMatch(prefix -> prefix.contains(address));
    boolean host = own.stream().anyMatch(prefix -> Bits.of(prefix.address()).equals(address));
    return host || (!near && !own.isEmpty())
        ? Optional.of(Situation.BRIDGE_MAC)
        : neighbor(address);
  }
}
