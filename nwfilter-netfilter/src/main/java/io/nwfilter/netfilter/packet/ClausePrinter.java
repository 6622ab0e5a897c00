package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import java.util.List;
import java.util.Optional;

/** Prints the clauses that may describe a packet, without settings. */
final class ClausePrinter {

  private static final int DHCP_MESSAGE = 6;

  private final Packet packet;

  ClausePrinter(Packet packet) {
    this.packet = packet;
  }

  /** {@return whether an authentication header is all that follows IP} */
  static boolean isAuthenticationAlone(Packet packet) {
    List<Layer> layers = packet.layers();
    return layers.stream().anyMatch(layer -> layer.type() == LayerType.AH)
        && layers.stream()
            .filter(layer -> layer.type().isAfterIp())
            .allMatch(layer -> layer.type() == LayerType.AH);
  }

  /** {@return clauses, each of which may suit the packet or not} */
  List<String> candidates() {
    ImmutableList.Builder<String> clauses = ImmutableList.builder();
    Layer last = lastHeader();
    switch (last.type()) {
      case ARP, RARP -> arp(last, clauses);
      case STP -> clauses.add(last.has(Slot.STP_FORWARD_DELAY) ? "stp config" : "stp tcn");
      case LLC -> clauses.add("llc");
      case SNAP -> clauses.add("snap");
      case BOOTP -> dhcp(last, clauses);
      case NEIGHBOR -> neighbor(last, clauses);
      case ICMP, ICMPV6, IGMP -> message(last, clauses);
      case TCP, UDP, UDP_LITE, SCTP, DCCP -> ports(last, clauses);
      case ESP -> clauses.add("esp " + ends());
      default -> {
        boolean ip = packet.has(Header.IP);
        clauses.add(!ip ? "ether" : (packet.has(Header.IPV4) ? "ip " : "ip6 ") + ends());
        if (isAuthenticationAlone(packet) && last.tail().length() == 0) {
          clauses.add("ah " + ends());
        }
      }
    }
    return clauses.build();
  }

  private Layer lastHeader() {
    Layer last = packet.layers().get(0);
    for (Layer layer : packet.layers()) {
      last = layer.type().isUnknown() ? last : layer;
    }
    return last;
  }

  private static String ipv4(Layer layer, Slot slot) {
    return TextValues.print(slot, layer.get(slot));
  }

  private static void arp(Layer arp, ImmutableList.Builder<String> clauses) {
    if (!arp.has(Slot.ARP_TARGET_IP)) {
      return;
    }
    String sender = ipv4(arp, Slot.ARP_SENDER_IP);
    String target = ipv4(arp, Slot.ARP_TARGET_IP);
    if (arp.type() == LayerType.RARP) {
      String mac = TextValues.print(Slot.ARP_TARGET_MAC, arp.get(Slot.ARP_TARGET_MAC));
      clauses.add("rarp who-is " + mac, "rarp reply " + target + " is-at " + mac);
      return;
    }
    String mac = TextValues.print(Slot.ARP_SENDER_MAC, arp.get(Slot.ARP_SENDER_MAC));
    clauses.add(
        "arp who-has " + target + " tell " + sender,
        "arp reply " + sender + " is-at " + mac,
        "arp announce " + sender);
  }

  private ImmutableList<IpAddress> addresses() {
    Optional<Bits> source = packet.value(Field.IPV4_SOURCE);
    return source.isPresent()
        ? ImmutableList.of(
            new Ipv4Address((int) source.get().low()),
            new Ipv4Address((int) packet.value(Field.IPV4_DESTINATION).orElseThrow().low()))
        : ImmutableList.of(ipv6(Field.IPV6_SOURCE), ipv6(Field.IPV6_DESTINATION));
  }

  private Ipv6Address ipv6(Field field) {
    Bits bits = packet.value(field).orElseThrow();
    return new Ipv6Address(bits.high(), bits.low());
  }

  private String ends() {
    return ends(-1, -1);
  }

  private String ends(int source, int destination) {
    return new Endpoint(addresses().get(0), source)
        + " > "
        + new Endpoint(addresses().get(1), destination);
  }

  private void ports(Layer layer, ImmutableList.Builder<String> clauses) {
    int source = (int) layer.get(Slot.of(layer.type()).get(0)).low();
    int destination = (int) layer.get(Slot.of(layer.type()).get(1)).low();
    String flags =
        layer.type() == LayerType.TCP
            ? MessageNames.flags((int) layer.get(Slot.TCP_FLAGS).low()) + " "
            : "";
    clauses.add(layer.type().word() + " " + flags + ends(source, destination));
    if (destination == 53) {
      DnsName.of(packet.layers()).ifPresent(name -> clauses.add("dns " + name + " " + ends()));
    }
    if (packet.has(Header.IPV6) && layer.type() == LayerType.UDP) {
      clauses.add("dhcpv6 solicit", "dhcpv6 advertise", "dhcpv6 request", "dhcpv6 reply");
    }
  }

  private void dhcp(Layer bootp, ImmutableList.Builder<String> clauses) {
    Layer udp = packet.layer(LayerType.UDP).orElseThrow();
    ports(udp, clauses);
    Octets options = packet.layer(LayerType.PAYLOAD).map(Layer::octets).orElse(Octets.EMPTY);
    int type = options.length() > DHCP_MESSAGE ? options.get(DHCP_MESSAGE) : 0;
    switch (type) {
      case 1 -> clauses.add("dhcp discover");
      case 3 -> {
        if (options.length() >= 19) {
          clauses.add("dhcp request " + address(options, 9) + " from " + address(options, 15));
        }
      }
      case 2, 5 -> {
        String server = addresses().get(0).toString();
        String client = ipv4(bootp, Slot.BOOTP_YOUR_IP);
        clauses.add((type == 2 ? "dhcp offer " : "dhcp ack ") + client + " from " + server);
      }
      default -> {}
    }
  }

  private static String address(Octets options, int at) {
    return new Ipv4Address((int) options.number(8 * at, 32)).toString();
  }

  private void message(Layer layer, ImmutableList.Builder<String> clauses) {
    int type = (int) layer.get(Slot.of(layer.type()).get(0)).low();
    int code = (int) layer.get(Slot.of(layer.type()).get(1)).low();
    boolean igmp = layer.type() == LayerType.IGMP;
    String name = MessageNames.of(layer.type()).inverse().get(igmp ? type : type << 8 | code);
    String number = igmp ? Integer.toString(type) : type + "/" + code;
    clauses.add(layer.type().word() + " " + (name == null ? number : name) + " " + ends());
    if (layer.type() == LayerType.ICMPV6) {
      clauses.add("ra");
    }
  }

  private void neighbor(Layer neighbor, ImmutableList.Builder<String> clauses) {
    String target = TextValues.print(Slot.NEIGHBOR_TARGET, neighbor.get(Slot.NEIGHBOR_TARGET));
    message(packet.layer(LayerType.ICMPV6).orElseThrow(), clauses);
    clauses.add("ns " + target, "na " + target);
  }
}
