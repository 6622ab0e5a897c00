package io.nwfilter.netfilter.guarantee;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;
import static io.nwfilter.netfilter.packet.PacketCondition.outside;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.DhcpPorts;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;

/** The packets that guarantees are about, without tags. */
final class PacketClasses {

  private static final int TYPE_MASK = 0xff00;
  private static final int ROUTER_ADVERTISEMENT = 134;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final PacketCondition IPV4 = is(Field.ETHER_TYPE, LayerType.IPV4.protocol());
  private static final PacketCondition IPV6 = is(Field.ETHER_TYPE, LayerType.IPV6.protocol());
  private static final PacketCondition ARP = is(Field.ETHER_TYPE, LayerType.ARP.protocol());

  /** Rules of ip6tables see nothing of what follows such a header. */
  private static final PacketCondition NOT_AUTHENTICATED =
      new PacketCondition.OfSlot(Slot.AH_NEXT, Values.masked(0, 0), false).complement();

  /** Of SYN and ACK, only SYN: the first packet of a connection. */
  private static final PacketCondition OPENING = in(Field.TCP_FLAGS, Values.masked(0x02, 0x12));

  private PacketClasses() {}

  static PacketClass foreignMac(Guest guest) {
    return PacketClass.of(outside(Field.ETHERNET_SOURCE, new OwnAddresses(guest).mac()));
  }

  static PacketClass foreignIpv4(Guest guest) {
    return PacketClass.of(IPV4, outside(Field.IPV4_SOURCE, new OwnAddresses(guest).ipv4()));
  }

  static PacketClass foreignIpv6(Guest guest) {
    return PacketClass.of(IPV6, outside(Field.IPV6_SOURCE, new OwnAddresses(guest).ipv6()));
  }

  static PacketClass foreignArp(Guest guest) {
    OwnAddresses own = new OwnAddresses(guest);
    PacketClass mac = PacketClass.of(ARP, outside(Field.ARP_SENDER_MAC, own.mac()));
    return own.areKnown(true)
        ? mac.or(PacketClass.of(ARP, outside(Field.ARP_SENDER_IP, own.ipv4())))
        : mac;
  }

  static PacketClass foreignAdvertisement(Guest guest) {
    return PacketClass.of(
        IPV6,
        NOT_AUTHENTICATED,
        message(NEIGHBOR_ADVERTISEMENT),
        new PacketCondition.OfSlot(
            Slot.NEIGHBOR_TARGET, new OwnAddresses(guest).ipv6Targets(), true));
  }

  static PacketClass routerAdvertisement() {
    return PacketClass.of(IPV6, NOT_AUTHENTICATED, message(ROUTER_ADVERTISEMENT));
  }

  private static PacketCondition message(int type) {
    return in(Field.ICMPV6_TYPE, Values.masked((long) type << 8, TYPE_MASK));
  }

  static PacketClass dhcpServer() {
    return PacketClass.of(
            IPV4,
            protocol(LayerType.UDP),
            is(Field.SOURCE_PORT, DhcpPorts.SERVER),
            is(Field.DESTINATION_PORT, DhcpPorts.CLIENT))
        .or(
            PacketClass.of(
                IPV6,
                NOT_AUTHENTICATED,
                protocol(LayerType.UDP),
                is(Field.SOURCE_PORT, DhcpPorts.SERVER_OF_IPV6),
                is(Field.DESTINATION_PORT, DhcpPorts.CLIENT_OF_IPV6)));
  }

  private static PacketCondition protocol(LayerType type) {
    return is(Field.IP_PROTOCOL, type.protocol());
  }

  /**
   * {@return the first packets of connections to other ports of a guest, to its MAC address or to
   * that of a host which routes them}
   *
   * @param type the protocol of transport
   * @param ports the ports that are open
   * @param subject the guest on its host
   * @param entry where the packets enter
   */
  static PacketClass toOtherPorts(
      LayerType type, ImmutableIntArray ports, Subject subject, Entry entry) {
    OwnAddresses own = new OwnAddresses(subject.guest());
    Values receivers =
        entry instanceof Entry.Network network
            ? mac(Back.receiver(subject.simulator().situation(), network))
            : subject
                .routerToGuest(entry)
                .<Values>map(host -> new Values.Union(ImmutableList.of(own.mac(), mac(host))))
                .orElse(own.mac());
    return toOtherPorts(type, ports, own, receivers, true)
        .or(toOtherPorts(type, ports, own, receivers, false));
  }

  private static Values mac(MacAddress mac) {
    return Values.single(Field.ETHERNET_DESTINATION, Bits.of(mac));
  }

  private static PacketClass toOtherPorts(
      LayerType type, ImmutableIntArray ports, OwnAddresses own, Values receivers, boolean ipv4) {
    ImmutableList.Builder<PacketCondition> all = ImmutableList.builder();
    all.add(ipv4 ? IPV4 : IPV6, protocol(type));
    if (type == LayerType.TCP) {
      all.add(OPENING);
    }
    all.add(in(Field.ETHERNET_DESTINATION, receivers));
    all.add(in(ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION, own.any(ipv4)));
    ImmutableList.Builder<Values> open = ImmutableList.builder();
    ports.forEach(port -> open.add(Values.single(Field.DESTINATION_PORT, port)));
    all.add(outside(Field.DESTINATION_PORT, new Values.Union(open.build())));
    return new PacketClass(ImmutableList.of(all.build()));
  }

  static PacketClass between(Bits source, Bits destination) {
    return PacketClass.of(
        in(Field.ETHERNET_SOURCE, Values.single(Field.ETHERNET_SOURCE, source)),
        in(Field.ETHERNET_DESTINATION, Values.single(Field.ETHERNET_DESTINATION, destination)));
  }
}
