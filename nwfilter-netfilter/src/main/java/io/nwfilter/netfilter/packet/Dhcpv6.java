package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.List;

/**
 * Messages of DHCPv6 (RFC 8415): {@code dhcpv6 solicit}, {@code advertise}, {@code request}, {@code
 * reply}. Clients send to all servers on the link, servers to the client; both use the addresses
 * that follow from their MAC addresses.
 */
final class Dhcpv6 {

  private static final ImmutableMap<String, Integer> MESSAGES =
      ImmutableMap.of("solicit", 1, "advertise", 2, "request", 3, "reply", 7);

  private static final Ipv6Address SERVERS = Ipv6Address.parse("ff02::1:2");

  /** The client's identifier and the server's: link-layer addresses (sections 21.2, 11.4). */
  private static final Octets CLIENT = Octets.parse("0001000a00030001");

  private static final Octets SERVER = Octets.parse("0002000a00030001");

  /** An address is wanted, for association 1 (section 21.4). */
  private static final Octets ASSOCIATION = Octets.parse("0003000c000000010000000000000000");

  private final Words words;

  Dhcpv6(Words words) {
    this.words = words;
  }

  Clause read() {
    Word message = words.take("solicit, advertise, request or reply");
    Integer type = MESSAGES.get(message.text());
    if (type == null) {
      throw words.unknown(
          message, MESSAGES.keySet(), "a message of DHCPv6: solicit, advertise, request or reply");
    }
    Bits peer = Bits.of(Clause.DESTINATION);
    return message.is("solicit") || message.is("request")
        ? (source, destination) -> fromClient(type, source, peer)
        : (source, destination) -> fromServer(type, source, destination.orElse(peer));
  }

  private static List<Layer> fromClient(int type, Bits client, Bits server) {
    return message(
        Layer.ip(ReadyMade.linkLocal(client), SERVERS),
        Layer.ports(LayerType.UDP, DhcpPorts.CLIENT_OF_IPV6, DhcpPorts.SERVER_OF_IPV6),
        type == 1 ? start(type, client) : start(type, client).followedBy(identified(server)));
  }

  private static List<Layer> fromServer(int type, Bits server, Bits client) {
    return message(
        Layer.ip(ReadyMade.linkLocal(server), ReadyMade.linkLocal(client)),
        Layer.ports(LayerType.UDP, DhcpPorts.SERVER_OF_IPV6, DhcpPorts.CLIENT_OF_IPV6),
        start(type, client).followedBy(identified(server)));
  }

  private static Octets start(int type, Bits client) {
    return Octets.of(new byte[] {(byte) type, 0, 0, 1})
        .followedBy(CLIENT)
        .followedBy(ReadyMade.mac(client));
  }

  private static Octets identified(Bits server) {
    return SERVER.followedBy(ReadyMade.mac(server));
  }

  private static List<Layer> message(Layer ip, Layer udp, Octets options) {
    return ImmutableList.of(ip, udp, Layer.payload(options.followedBy(ASSOCIATION)));
  }
}
