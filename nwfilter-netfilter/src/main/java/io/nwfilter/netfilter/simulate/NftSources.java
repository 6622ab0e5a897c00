package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.simulate.FieldTest.OfValue.Source;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where rules of nftables get values from: mostly octets at fixed places after the header that
 * comes before, whether the header itself is whole or not.
 */
final class NftSources {

  private static final int FRAME_HEADER = 14;
  private static final int TAG = 4;
  private static final int IPV6_HEADER = 40;
  private static final int WORD = 4;
  private static final Bits NOBODY = Bits.of(0xffff_ffffL);

  private NftSources() {}

  /**
   * {@return where a value comes from}
   *
   * @param family which packets the rules see
   * @param asked the field and its expression
   * @param before the matches before it in its rule, which nft does not ask again
   */
  static Source source(Family family, Selector asked, List<Match> before) {
    Source source = source(family, asked.field(), asked.via().orElse(null));
    return NftTags.areHidden(family, asked.field(), before)
        ? orByChance(
            transit -> Headers.tags(transit.packet) > 0 ? null : source.of(transit),
            source::isUnknown)
        : source;
  }

  /**
   * {@return where a value comes from, in a frame with a tag as well}
   *
   * @param family which packets the rules see
   * @param field the field
   * @param via the expression, if it is not the usual one of the field
   */
  static Source source(Family family, Field field, @Nullable String via) {
    if (via != null) {
      switch (via) {
        case "first" -> {
          return transit -> transit.packet.value(field).orElse(null);
        }
        case "nh" -> {
          return field == Field.IP_TOS ? source(family, field, null) : ofOctetsOfArp(field);
        }
        default -> {}
      }
    }
    return switch (field) {
      case SOURCE_PORT ->
          orByChance(ofOctets(family, field)::of, transit -> transit.sourcePortByChance);
      case DESTINATION_PORT ->
          orByChance(ofOctets(family, field)::of, transit -> transit.destinationPortByChance);
      case TCP_FLAGS, ICMP_TYPE, ICMPV6_TYPE, IGMP_TYPE -> ofOctets(family, field);
      case IP_PROTOCOL ->
          via != null
              ? ofPacket(family, NftSources::protocolOfHeader)
              : transit -> protocol(family, transit);
      case PACKET_LENGTH -> transit -> length(family, transit.packet);
      case SOCKET_USER, SOCKET_GROUP -> ofSocket(ofFields(family, field));
      case ARP_HARDWARE_TYPE,
          ARP_PROTOCOL_TYPE,
          ARP_HARDWARE_LENGTH,
          ARP_PROTOCOL_LENGTH,
          ARP_OPERATION,
          ARP_SENDER_MAC,
          ARP_SENDER_IP,
          ARP_TARGET_MAC,
          ARP_TARGET_IP ->
          ofArp(field);
      case IPV6_FRAGMENT ->
          ofPacket(
              family,
              packet ->
                  packet.has(Header.IPV6)
                      ? Bits.of(packet.layer(LayerType.FRAGMENT).isPresent() ? 1 : 0)
                      : null);
      case IPV6_FRAGMENT_OFFSET ->
          ofPacket(
              family,
              packet ->
                  packet
                      .layer(LayerType.FRAGMENT)
                      .map(fragment -> fragment.get(Slot.FRAGMENT_OFFSET))
                      .orElse(null));
      case IPV4_SOURCE, IPV4_DESTINATION, IPV6_SOURCE, IPV6_DESTINATION, IP_TOS, IP_TTL ->
          ofPacket(family, packet -> packet.value(field).orElse(null));
      case VLAN_ID, VLAN_PRIORITY, VLAN_ETHER_TYPE -> transit -> ofTag(transit.packet, field);
      default -> ofFields(family, field);
    };
  }

  private static Source ofFields(Family family, Field field) {
    Source known = FieldSources.source(family, field);
    return known == null ? transit -> transit.packet.value(field).orElse(null) : known;
  }

  private static Source orByChance(
      Function<Transit, @Nullable Bits> known, Predicate<Transit> isUnknown) {
    return new Source() {
      @Override
      public @Nullable Bits of(Transit transit) {
        return known.apply(transit);
      }

      @Override
      public boolean isUnknown(Transit transit) {
        return isUnknown.test(transit);
      }
    };
  }

  /** A packet that no process sends has no user, not even one that is none of some. */
  private static Source ofSocket(Source known) {
    return orByChance(
        transit -> {
          Bits user = known.of(transit);
          return NOBODY.equals(user) ? null : user;
        },
        known::isUnknown);
  }

  /** What is in a packet of IP. Of two tags, a bridge hides only one from the rules. */
  private static Source ofPacket(Family family, Function<Packet, @Nullable Bits> value) {
    return transit ->
        family == Family.BRIDGE && Headers.tags(transit.packet) > 1
            ? null
            : value.apply(transit.packet);
  }

  private static Source ofOctets(Family family, Field field) {
    return transit ->
        isKnownIp(family, transit.packet) ? AfterIp.plain(transit.packet, field) : null;
  }

  private static @Nullable Bits protocolOfHeader(Packet packet) {
    return packet.layer(LayerType.IPV4).map(ip -> ip.get(Slot.IPV4_PROTOCOL)).orElse(null);
  }

  /** The protocol after the headers of IPv6 that nf_tables skips: not an authentication header. */
  private static @Nullable Bits protocol(Family family, Transit transit) {
    Packet packet = transit.packet;
    if (!isKnownIp(family, packet)) {
      return null;
    }
    return FieldSources.isAuthenticated(packet)
        ? Bits.of(LayerType.AH.protocol())
        : packet.value(Field.IP_PROTOCOL).orElse(null);
  }

  /** {@return whether the header of IP is one whose protocol nf_tables looks for} */
  private static boolean isKnownIp(Family family, Packet packet) {
    if (family != Family.BRIDGE) {
      return true;
    }
    if (Headers.tags(packet) > 1) {
      return false;
    }
    int size = packet.octets().length() - FRAME_HEADER - TAG * Headers.tags(packet);
    if (packet.has(Header.IPV4)) {
      Layer ip = packet.layer(LayerType.IPV4).orElseThrow();
      long length = ip.get(Slot.IPV4_LENGTH).low();
      return length <= size && length >= WORD * ip.get(Slot.IPV4_HEADER_LENGTH).low();
    }
    return packet.has(Header.IPV6)
        && packet.layer(LayerType.IPV6).orElseThrow().get(Slot.IPV6_LENGTH).low() + IPV6_HEADER
            <= size;
  }

  private static @Nullable Bits length(Family family, Packet packet) {
    return family == Family.BRIDGE
        ? Bits.of(packet.octets().length() - FRAME_HEADER - TAG * Math.min(1, Headers.tags(packet)))
        : packet.value(Field.PACKET_LENGTH).orElse(null);
  }

  private static Source ofArp(Field field) {
    Source octets = ofOctetsOfArp(field);
    return transit ->
        Headers.type(transit.packet) == LayerType.ARP.protocol() ? octets.of(transit) : null;
  }

  /** The octets at a place of ARP, which is asked for without a question for ARP. */
  private static Source ofOctetsOfArp(Field field) {
    int bit = field.slots().get(0).bit();
    return transit -> {
      Packet packet = transit.packet;
      int tags = Headers.tags(packet);
      if (tags > 1) {
        return null;
      }
      Octets octets = packet.octets();
      int first = Byte.SIZE * (FRAME_HEADER + TAG * tags) + bit;
      return first + field.width() > Byte.SIZE * octets.length()
          ? null
          : octets.bits(first, field.width());
    };
  }

  private static @Nullable Bits ofTag(Packet packet, Field field) {
    boolean first = packet.layers().size() > 1 && packet.layers().get(1).type() == LayerType.VLAN;
    return first ? packet.value(field).orElse(null) : null;
  }
}
