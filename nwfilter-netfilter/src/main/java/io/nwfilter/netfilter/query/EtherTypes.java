package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The EtherTypes by which frames announce headers. */
final class EtherTypes {

  /** Lengths: frames of IEEE 802.3, with LLC. */
  static final Values LENGTHS = Values.range(0, Field.LEAST_ETHER_TYPE - 1);

  /** Frames of Ethernet II. */
  static final Values TYPES = Values.range(Field.LEAST_ETHER_TYPE, 0xffff);

  static final Values IPV4 = of(LayerType.IPV4);
  static final Values IPV6 = of(LayerType.IPV6);
  static final Values IP = new Values.Union(ImmutableList.of(IPV4, IPV6));
  private static final Values ARP_AND_RARP =
      new Values.Union(ImmutableList.of(of(LayerType.ARP), of(LayerType.RARP)));

  private EtherTypes() {}

  /** {@return the only one of a protocol that has one} */
  static Values of(LayerType type) {
    return Values.single(Field.ETHER_TYPE, type.protocol());
  }

  /** {@return those of frames in which a field can be; empty if it can be in all} */
  static Optional<Values> around(Field field) {
    return Optional.ofNullable(field == Field.PACKET_LENGTH ? IP : ofHeader(field.header()));
  }

  private static @Nullable Values ofHeader(Header header) {
    return switch (header) {
      case META, CONNECTION, ETHERNET, VLAN -> null;
      case LLC, STP -> LENGTHS;
      case ARP -> ARP_AND_RARP;
      case IPV4, ICMP, IGMP -> IPV4;
      case IPV6, ICMPV6 -> IPV6;
      case IP, TRANSPORT, TCP -> IP;
    };
  }

  /** {@return those of frames in which a layer can be; empty if it can be in all} */
  static Optional<Values> around(LayerType type) {
    return Optional.ofNullable(ofLayer(type));
  }

  private static @Nullable Values ofLayer(LayerType type) {
    return switch (type) {
      case ETHERNET, VLAN, SERVICE_VLAN, PAYLOAD, TRAILER -> null;
      case LLC, SNAP, STP -> LENGTHS;
      case ARP, RARP -> ARP_AND_RARP;
      case IPV4, ICMP, IGMP, BOOTP -> IPV4;
      case IPV6, HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, FRAGMENT, ICMPV6, NEIGHBOR -> IPV6;
      case AH, ESP, TCP, UDP, UDP_LITE, SCTP, DCCP -> IP;
    };
  }
}
