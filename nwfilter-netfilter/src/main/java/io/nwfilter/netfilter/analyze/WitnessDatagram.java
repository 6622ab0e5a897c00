package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Makes the packet of IP that an assignment describes. */
final class WitnessDatagram {

  private static final int LATER = 1;
  private static final int UNIT = 8;
  private static final int OPTION = 2;

  private final Assignment point;
  private final boolean ipv4;
  private final int protocol;

  WitnessDatagram(Assignment point, boolean ipv4) {
    this.point = point;
    this.ipv4 = ipv4;
    this.protocol = (int) point.value(Field.IP_PROTOCOL).low();
  }

  /** {@return the header of IP and what follows it, as long as the packet shall be} */
  List<Layer> layers() {
    ImmutableList<Layer> all =
        ImmutableList.<Layer>builder()
            .add(ipv4 ? ipv4() : ipv6())
            .addAll(ipv4 ? ImmutableList.of() : extensions())
            .addAll(payload())
            .build();
    int missing = (int) point.value(Field.PACKET_LENGTH).low() - length(all);
    return missing <= 0
        ? all
        : ImmutableList.<Layer>builder()
            .addAll(all)
            .add(Layer.payload(Octets.zeros(missing)))
            .build();
  }

  private static int length(List<Layer> layers) {
    return layers.stream().mapToInt(layer -> layer.octets().length()).sum();
  }

  private Layer ipv4() {
    return Layer.of(LayerType.IPV4)
        .with(Slot.IPV4_SOURCE, point.value(Field.IPV4_SOURCE))
        .with(Slot.IPV4_DESTINATION, point.value(Field.IPV4_DESTINATION))
        .with(Slot.IPV4_TOS, point.value(Field.IP_TOS))
        .with(Slot.IPV4_FRAGMENT_OFFSET, point.value(Field.IPV4_FRAGMENT_OFFSET))
        .with(Slot.IPV4_PROTOCOL, protocol);
  }

  private Layer ipv6() {
    return Layer.of(LayerType.IPV6)
        .with(Slot.IPV6_SOURCE, point.value(Field.IPV6_SOURCE))
        .with(Slot.IPV6_DESTINATION, point.value(Field.IPV6_DESTINATION))
        .with(Slot.IPV6_TRAFFIC_CLASS, point.value(Field.IP_TOS))
        .with(Slot.IPV6_NEXT, next());
  }

  private int next() {
    return point.holds(Fact.AUTHENTICATED)
        ? LayerType.AH.protocol()
        : point.holds(Fact.LATER_OF_IPV6) ? LayerType.FRAGMENT.protocol() : afterExtensions();
  }

  /** Options that are announced and not there hide the protocol. */
  private int afterExtensions() {
    return point.holds(Fact.PROTOCOL_KNOWN) ? protocol : LayerType.DESTINATION_OPTIONS.protocol();
  }

  private List<Layer> extensions() {
    ImmutableList.Builder<Layer> extensions = ImmutableList.builder();
    boolean later = point.holds(Fact.LATER_OF_IPV6);
    if (point.holds(Fact.AUTHENTICATED)) {
      int next = later ? LayerType.FRAGMENT.protocol() : afterExtensions();
      extensions.add(Layer.of(LayerType.AH).with(Slot.AH_NEXT, next));
    }
    if (later) {
      extensions.add(
          Layer.of(LayerType.FRAGMENT)
              .with(Slot.FRAGMENT_OFFSET, LATER)
              .with(Slot.FRAGMENT_NEXT, afterExtensions()));
    }
    return extensions.build();
  }

  private List<Layer> payload() {
    if (point.has(Header.TCP)) {
      Layer tcp = ports(LayerType.TCP).with(Slot.TCP_FLAGS, point.value(Field.TCP_FLAGS));
      return ImmutableList.of(tcp.withTail(options()));
    }
    if (point.has(Header.TRANSPORT)) {
      return ImmutableList.of(transport());
    }
    if (point.has(Header.ICMP)) {
      return ImmutableList.of(message(LayerType.ICMP, Field.ICMP_TYPE));
    }
    if (point.has(Header.ICMPV6)) {
      return ImmutableList.of(message(LayerType.ICMPV6, Field.ICMPV6_TYPE));
    }
    return point.has(Header.IGMP)
        ? ImmutableList.of(
            Layer.of(LayerType.IGMP).with(Slot.IGMP_TYPE, point.value(Field.IGMP_TYPE)))
        : ImmutableList.of();
  }

  private Layer ports(LayerType type) {
    return Layer.ports(
        type,
        (int) point.value(Field.SOURCE_PORT).low(),
        (int) point.value(Field.DESTINATION_PORT).low());
  }

  /** A header of TCP that is cut off has its ports and no more. */
  private Layer transport() {
    for (LayerType type :
        ImmutableList.of(LayerType.UDP, LayerType.UDP_LITE, LayerType.SCTP, LayerType.DCCP)) {
      if (type.protocol() == protocol) {
        return ports(type);
      }
    }
    return Layer.payload(ports(LayerType.TCP).octets().slice(0, UNIT / 2));
  }

  private Layer message(LayerType type, Field field) {
    int message = (int) point.value(field).low();
    return Layer.icmp(type, message >> 8, message & 0xff);
  }

  /** {@return the options that are asked for; the last one fills the header} */
  private Octets options() {
    ByteArrayOutputStream options = new ByteArrayOutputStream();
    for (Map.Entry<Atom, Boolean> asked : point.atoms().entrySet()) {
      if (asked.getValue()
          && asked.getKey().match() instanceof FieldMatch match
          && match.field() == Field.TCP_OPTION) {
        add(options, first(match.values()));
      }
    }
    return Octets.of(options.toByteArray());
  }

  private static int first(Values values) {
    for (int option = 0xff; option > 0; option--) {
      if (values.contains(Bits.of(option))) {
        return option;
      }
    }
    return 0;
  }

  private static void add(ByteArrayOutputStream options, int option) {
    options.write(option);
    if (option >= OPTION) {
      options.write(2 * OPTION);
      options.write(0);
      options.write(0);
    }
  }
}
