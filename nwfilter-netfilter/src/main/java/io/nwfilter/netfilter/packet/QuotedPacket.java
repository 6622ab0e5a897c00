package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/** The packet that a message of ICMP or ICMPv6 is about, of which the message has a part. */
final class QuotedPacket {

  /** A message of ICMP fits into 576 octets with its headers (RFC 1812, section 4.3.2.3). */
  private static final int MOST_IPV4 = 576 - 20 - 8;

  /** A message of ICMPv6 fits into 1280 octets with its headers (RFC 4443, section 2.4). */
  private static final int MOST_IPV6 = 1280 - 40 - 8;

  /** Messages of ICMP that are about a packet: unreachable, redirect, time exceeded, problem. */
  private static final ImmutableSet<Integer> ERRORS = ImmutableSet.of(3, 4, 5, 11, 12);

  /** Messages of ICMPv6 below this one are errors. */
  private static final int FIRST_QUERY = 128;

  private QuotedPacket() {}

  /**
   * {@return what a message has of a packet}
   *
   * @param quotation the text of the packet, in quotation marks
   * @param message the layers of the message
   */
  static Octets octets(String quotation, Stack message) {
    if (!quotation.startsWith("\"")) {
      throw new IllegalArgumentException("a packet in quotation marks is expected");
    }
    boolean ipv4 = message.find(LayerType.ICMP) >= 0;
    if (!ipv4 && message.find(LayerType.ICMPV6) < 0) {
      throw new IllegalArgumentException("only messages of ICMP and ICMPv6 are about a packet");
    }
    Packet packet = PacketText.parse(quotation.substring(1, quotation.length() - 1));
    if (packet.layer(ipv4 ? LayerType.IPV4 : LayerType.IPV6).isEmpty()) {
      throw new IllegalArgumentException("the message is about a packet of the other family");
    }
    Octets octets = fromIp(packet);
    return octets.slice(0, Math.min(octets.length(), ipv4 ? MOST_IPV4 : MOST_IPV6));
  }

  private static Octets fromIp(Packet packet) {
    return Octets.join(
        packet.layers().stream()
            .dropWhile(layer -> layer.type() != LayerType.IPV4 && layer.type() != LayerType.IPV6)
            .filter(layer -> layer.type() != LayerType.TRAILER)
            .map(Layer::octets)
            .toList());
  }

  /** {@return the setting that means the payload of a message; nothing if it is not a packet's} */
  static Optional<String> setting(Packet message, Octets payload) {
    boolean ipv4 = isError(message, LayerType.ICMP, Slot.ICMP_TYPE);
    if (!ipv4 && !isError(message, LayerType.ICMPV6, Slot.ICMPV6_TYPE)) {
      return Optional.empty();
    }
    LayerType ip = ipv4 ? LayerType.IPV4 : LayerType.IPV6;
    Layer frame =
        Layer.ethernet(Clause.SOURCE, Clause.DESTINATION).with(Slot.ETHERNET_TYPE, ip.protocol());
    Packet quoted = Packet.of(frame, Layer.payload(payload));
    boolean whole = quoted.layer(ip).isPresent() && fromIp(quoted).equals(payload);
    String text = whole ? quoted.toString() : "";
    return whole && text.indexOf('"') < 0 && !text.startsWith("raw ")
        ? Optional.of(" about \"" + text + "\"")
        : Optional.empty();
  }

  private static boolean isError(Packet message, LayerType type, Slot slot) {
    return message
        .layer(type)
        .map(layer -> (int) layer.get(slot).low())
        .filter(t -> type == LayerType.ICMP ? ERRORS.contains(t) : t < FIRST_QUERY)
        .isPresent();
  }
}
