package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the IP layers make of the headers of a frame. */
final class Headers {

  private static final int LEAST_WITH_A_TAG = 20;
  private static final int IPV4 = LayerType.IPV4.protocol();
  private static final int IPV6 = LayerType.IPV6.protocol();

  private Headers() {}

  /** {@return how many tags the frame has} */
  static int tags(Packet packet) {
    return packet.has(Header.VLAN) ? countTags(packet) : 0;
  }

  private static int countTags(Packet packet) {
    List<Layer> layers = packet.layers();
    int tags = 0;
    while (tags + 1 < layers.size() && isTag(layers.get(tags + 1).type())) {
      tags++;
    }
    return tags;
  }

  private static boolean isTag(LayerType type) {
    return type == LayerType.VLAN || type == LayerType.SERVICE_VLAN;
  }

  /** {@return the EtherType after all tags} */
  static int type(Packet packet) {
    if (!packet.has(Header.VLAN)) {
      return (int) packet.value(Field.ETHER_TYPE).orElseThrow().low();
    }
    Layer last = packet.layers().get(tags(packet));
    return (int) last.get(Slot.of(last.type()).get(3)).low();
  }

  static boolean isIp(int type) {
    return type == IPV4 || type == IPV6;
  }

  static boolean isIpv4(int type) {
    return type == IPV4;
  }

  /** {@return the packet without what follows it in its frame, which the IP layers cut off} */
  static Packet trimmed(Packet packet) {
    List<Layer> layers = packet.layers();
    return layers.get(layers.size() - 1).type() != LayerType.TRAILER
        ? packet
        : Packet.of(layers.stream().filter(l -> l.type() != LayerType.TRAILER).toList());
  }

  /** {@return whether a tag is followed by less than Linux wants to look at} */
  static boolean isCutOffAfterTag(Packet packet) {
    return packet.has(Header.VLAN) && packet.octets().length() < LEAST_WITH_A_TAG;
  }

  /** {@return the packet without its tags} */
  static Packet untagged(Packet packet) {
    return Packet.of(packet.layers().stream().filter(layer -> !isTag(layer.type())).toList());
  }

  private static boolean isCutOff(Packet packet, Layer ip) {
    return ip.get(Slot.IPV6_NEXT).low() == LayerType.HOP_BY_HOP.protocol()
        && packet.layer(LayerType.HOP_BY_HOP).isEmpty();
  }

  /** {@return what is wrong with the header of IP, which the kernel refuses; null if nothing is} */
  static @Nullable String problem(Packet packet, boolean ipv4) {
    if (!packet.has(ipv4 ? Header.IPV4 : Header.IPV6)) {
      return "the header of IP is not a legal one";
    }
    Layer ip = packet.layers().get(1 + tags(packet));
    if (!ipv4 && isCutOff(packet, ip)) {
      return "the hop-by-hop options are cut off";
    }
    if (ipv4 && ip.fixed().contains(Slot.IPV4_CHECKSUM)) {
      return "the checksum of the IPv4 header is wrong";
    }
    if (ip.fixed().contains(ipv4 ? Slot.IPV4_LENGTH : Slot.IPV6_LENGTH)) {
      return "the length in the header of IP is not that of the packet";
    }
    return ipv4 ? null : HopByHopOptions.malformed(packet);
  }
}
