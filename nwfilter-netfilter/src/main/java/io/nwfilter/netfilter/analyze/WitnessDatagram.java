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
import java.util.List;

/** Makes the packet of IP that an assignment describes. */
final class WitnessDatagram {

  private static final int LATER = 1;
  private static final int UNIT = 8;
  private static final int LAST_OPTION = 0xff;
  private static final byte OPTION_LENGTH = 4;

  /** The first option that has a length (RFC 9293, section 3.1). */
  private static final int WITH_LENGTH = 2;

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
    ImmutableList<Layer> headers =
        ImmutableList.<Layer>builder()
            .add(ipv4 ? ipv4() : ipv6())
            .addAll(ipv4 ? ImmutableList.of() : extensions())
            .build();
    int wanted = (int) point.value(Field.PACKET_LENGTH).low() - length(headers);
    List<Layer> payload = payload();
    int missing = wanted - length(payload);
    ImmutableList.Builder<Layer> all = ImmutableList.<Layer>builder().addAll(headers);
    if (wanted > 0 && missing < 0) {
      return all.add(Layer.payload(payload.get(0).octets().slice(0, wanted))).build();
    }
    all.addAll(payload);
    return missing > 0 ? all.add(Layer.payload(Octets.zeros(missing))).build() : all.build();
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

  /** {@return an option for each question that has the reply yes, four octets each} */
  private Octets options() {
    List<Values> wanted = asked(true);
    List<Values> unwanted = asked(false);
    Octets options = Octets.EMPTY;
    for (Values values : wanted) {
      options = options.followedBy(option(values, unwanted));
    }
    return options;
  }

  private List<Values> asked(boolean reply) {
    return point.atoms().entrySet().stream()
        .filter(asked -> asked.getValue() == reply)
        .map(asked -> asked.getKey().match())
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .filter(match -> match.field() == Field.TCP_OPTION)
        .map(FieldMatch::values)
        .collect(ImmutableList.toImmutableList());
  }

  private static Octets option(Values wanted, List<Values> unwanted) {
    for (int option = LAST_OPTION; option >= 0; option--) {
      Bits number = Bits.of(option);
      if (wanted.contains(number) && unwanted.stream().noneMatch(set -> set.contains(number))) {
        byte one = (byte) option;
        return Octets.of(
            option < WITH_LENGTH
                ? new byte[] {one, one, one, one}
                : new byte[] {one, OPTION_LENGTH, 0, 0});
      }
    }
    return Octets.EMPTY;
  }
}
