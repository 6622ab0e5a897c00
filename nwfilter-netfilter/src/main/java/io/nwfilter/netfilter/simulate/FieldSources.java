package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prepares matches on fields: where the kernel of a family gets each value from. */
final class FieldSources {

  private static final Bits NOBODY = Bits.of(0xffff_ffffL);
  private static final Bits FRAGMENT = Bits.of(44);

  private FieldSources() {}

  static Test test(Family family, FieldMatch match) {
    return switch (match.field()) {
      case IN_PORT, OUT_PORT -> new FieldTest.OfPort(match);
      case IN_INTERFACE -> of(match, transit -> transit.inInterface);
      case OUT_INTERFACE -> of(match, transit -> transit.outInterface);
      case IN_BRIDGE -> of(match, transit -> transit.inBridge);
      case OUT_BRIDGE -> of(match, transit -> transit.outBridge);
      case HAS_IN_PORT -> of(match, transit -> flag(transit.bridged && !transit.inPort.isZero()));
      case HAS_OUT_PORT, IS_BRIDGED ->
          of(match, transit -> flag(transit.bridged && !transit.outPort.isZero()));
      case MARK -> of(match, transit -> Bits.of(transit.mark));
      case PACKET_TYPE -> of(match, transit -> type(family, transit));
      case SOURCE_ADDRESS_TYPE -> ofAddress(family, match, transit -> addressType(transit, true));
      case DESTINATION_ADDRESS_TYPE ->
          ofAddress(family, match, transit -> addressType(transit, false));
      case SOCKET_USER, SOCKET_GROUP -> ofSocket(match, NOBODY);
      case HAS_SOCKET -> ofSocket(match, Bits.ZERO);
      case CONNECTION_STATE -> of(match, FieldSources::state);
      case CONNECTION_DIRECTION -> ofDirection(match);
      case CONNECTION_STATUS ->
          ofConnection(
              match,
              tracked ->
                  tracked.connection() == null
                      ? null
                      : Bits.of(Tracked.statusBits(tracked.connection())));
      case CONNECTION_MARK ->
          ofConnection(
              match,
              tracked -> tracked.connection() == null ? null : Bits.of(tracked.connection().mark));
      case ETHERNET_SOURCE -> of(match, t -> t.framed ? first(t, Field.ETHERNET_SOURCE) : null);
      case ETHERNET_DESTINATION -> ofReceiver(match);
      case SOURCE_PORT -> ofSourcePort(family, match);
      case DESTINATION_PORT ->
          new ChanceTest(ofHeader(family, match), transit -> transit.destinationPortByChance);
      default -> ofHeader(family, match);
    };
  }

  private static Test ofHeader(Family family, FieldMatch match) {
    if (match.field().header() == Header.STP) {
      return new SpanningTreeTest(match);
    }
    boolean afterIp =
        match.field() == Field.IP_PROTOCOL
            || match.field().header() == Header.TRANSPORT
            || match.field().header() == Header.TCP
            || match.field().header() == Header.ICMPV6;
    if (family == Family.IPV6 && afterIp) {
      return new FieldTest.OfUnauthenticated(match);
    }
    if (family == Family.BRIDGE && match.field() == Field.IP_PROTOCOL) {
      return of(
          match,
          transit ->
              Fragment.isLaterOfIpv6(transit.packet)
                  ? FRAGMENT
                  : first(transit, Field.IP_PROTOCOL));
    }
    return new FieldTest(match);
  }

  private static @Nullable Bits first(Transit transit, Field field) {
    return transit.packet.value(field).orElse(null);
  }

  private static Bits flag(boolean on) {
    return Bits.of(on ? 1 : 0);
  }

  private static Test of(FieldMatch match, FieldTest.OfValue.Source source) {
    return new FieldTest.OfValue(match, source);
  }

  private static Test ofAddress(Family family, FieldMatch match, FieldTest.OfValue.Source source) {
    return family == Family.IPV6 ? new Ipv6TypeTest(match, source) : of(match, source);
  }

  private static Bits type(Family family, Transit transit) {
    boolean asHost = family != Family.BRIDGE && transit.type == PacketType.OTHER_HOST;
    return Bits.of(asHost ? 0 : transit.type.number());
  }

  private static @Nullable Bits addressType(Transit transit, boolean source) {
    Packet packet = transit.packet;
    Field field =
        packet.has(Header.IPV4)
            ? source ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION
            : source ? Field.IPV6_SOURCE : Field.IPV6_DESTINATION;
    return packet
        .value(field)
        .map(address -> transit.kernel.topology.addressType(address, packet.has(Header.IPV4)))
        .orElse(null);
  }

  private static Bits state(Transit transit) {
    Tracked tracked = transit.tracked;
    if (tracked != null) {
      return Bits.of(tracked.stateBits());
    }
    return Bits.of((transit.untracked ? TrackedState.UNTRACKED : TrackedState.INVALID).bit());
  }

  private static Test ofConnection(FieldMatch match, Function<Tracked, @Nullable Bits> value) {
    return of(
        match,
        transit -> {
          Tracked tracked = transit.tracked;
          return tracked == null || tracked.connection() == null ? null : value.apply(tracked);
        });
  }

  private static Test ofDirection(FieldMatch match) {
    return of(
        match,
        new FieldTest.OfValue.Source() {
          @Override
          public @Nullable Bits of(Transit transit) {
            Tracked tracked = transit.tracked;
            return tracked == null || tracked.connection() == null ? null : flag(tracked.reply());
          }

          @Override
          public boolean isUnknown(Transit transit) {
            Situation situation = transit.kernel.situation;
            return of(transit) != null && situation.state.isPresent() && situation.reply.isEmpty();
          }
        });
  }

  private static Test ofSocket(FieldMatch match, Bits none) {
    return of(
        match,
        new FieldTest.OfValue.Source() {
          @Override
          public Bits of(Transit transit) {
            return transit.fromHost ? own(transit).orElse(none) : none;
          }

          private Optional<Bits> own(Transit transit) {
            Situation situation = transit.kernel.situation;
            return match.field() == Field.HAS_SOCKET
                ? situation.user.map(user -> flag(true))
                : match.field() == Field.SOCKET_USER ? situation.user : situation.group;
          }

          @Override
          public boolean isUnknown(Transit transit) {
            return transit.fromHost && own(transit).isEmpty();
          }
        });
  }

  private static Test ofSourcePort(Family family, FieldMatch match) {
    return of(
        match,
        new FieldTest.OfValue.Source() {
          @Override
          public @Nullable Bits of(Transit transit) {
            return family == Family.IPV6 && transit.packet.layer(LayerType.AH).isPresent()
                ? null // it does not look past an authentication header
                : first(transit, Field.SOURCE_PORT);
          }

          @Override
          public boolean isUnknown(Transit transit) {
            return transit.sourcePortByChance;
          }
        });
  }

  private static Test ofReceiver(FieldMatch match) {
    return of(
        match,
        new FieldTest.OfValue.Source() {
          @Override
          public @Nullable Bits of(Transit transit) {
            return first(transit, Field.ETHERNET_DESTINATION);
          }

          @Override
          public boolean isUnknown(Transit transit) {
            return transit.receiverUnknown;
          }
        });
  }
}
