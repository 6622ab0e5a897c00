package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.simulate.FieldTest.OfValue;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Prepares matches on fields: where the kernel of a family gets each value from. */
final class FieldSources {

  private static final Bits NOBODY = Bits.of(0xffff_ffffL);
  private static final Bits FRAGMENT = Bits.of(44);
  private static final Bits AUTHENTICATION = Bits.of(51);
  private static final Bits NO_NEXT_HEADER = Bits.of(59);

  private FieldSources() {}

  static Test test(Family family, FieldMatch match) {
    Field field = match.field();
    OfValue.Source source = source(family, field);
    if (field == Field.IN_PORT || field == Field.OUT_PORT) {
      return new FieldTest.OfPort(match);
    }
    if (source == null) {
      return family == Family.IPV6 && field == Field.TCP_OPTION
          ? new FieldTest.OfUnauthenticated(match)
          : new FieldTest(match);
    }
    boolean isAddressType =
        field == Field.SOURCE_ADDRESS_TYPE || field == Field.DESTINATION_ADDRESS_TYPE;
    return family == Family.IPV6 && isAddressType
        ? new Ipv6TypeTest(match, source)
        : new OfValue(match, source);
  }

  /** {@return where matches of a family get a value from; null if that is the packet alone} */
  static OfValue.@Nullable Source source(Family family, Field field) {
    return switch (field) {
      case IN_PORT -> transit -> transit.bridged ? transit.inPort : Transit.NONE;
      case OUT_PORT -> transit -> transit.bridged ? transit.outPort : Transit.NONE;
      case IN_INTERFACE -> transit -> transit.inInterface;
      case OUT_INTERFACE -> transit -> transit.outInterface;
      case IN_BRIDGE -> transit -> transit.inBridge;
      case OUT_BRIDGE -> transit -> transit.outBridge;
      case HAS_IN_PORT -> transit -> flag(transit.bridged && !transit.inPort.isZero());
      case HAS_OUT_PORT, IS_BRIDGED ->
          transit -> flag(transit.bridged && !transit.outPort.isZero());
      case MARK ->
          partlyKnown(
              transit -> Bits.of(transit.mark.value()), transit -> Bits.of(transit.mark.unknown()));
      case PACKET_TYPE -> transit -> type(family, transit);
      case SOURCE_ADDRESS_TYPE -> transit -> addressType(transit, true);
      case DESTINATION_ADDRESS_TYPE -> transit -> addressType(transit, false);
      case SOCKET_USER, SOCKET_GROUP -> ofSocket(field, NOBODY);
      case HAS_SOCKET -> ofSocket(field, Bits.ZERO);
      case CONNECTION_STATE -> FieldSources::state;
      case CONNECTION_DIRECTION -> ofDirection();
      case CONNECTION_STATUS ->
          ofConnection(Connection::status, connection -> connection.unknownStatus);
      case CONNECTION_MARK ->
          ofConnection(
              connection -> connection.mark.value(), connection -> connection.mark.unknown());
      case ETHERNET_SOURCE -> transit -> ofFrame(transit, Field.ETHERNET_SOURCE);
      case ETHER_TYPE -> transit -> ofFrame(transit, Field.ETHER_TYPE);
      case ETHERNET_DESTINATION ->
          unlessUnknown(
              transit -> ofFrame(transit, Field.ETHERNET_DESTINATION),
              transit -> transit.receiverUnknown);
      case SOURCE_PORT, DESTINATION_PORT -> ofPort(family, field);
      case TCP_FLAGS, ICMPV6_TYPE -> family == Family.IPV6 ? ofUnauthenticated(field) : null;
      case IP_PROTOCOL -> transit -> protocol(family, transit);
      default ->
          field.header() == Header.STP
              ? transit -> SpanningTree.value(field, transit.packet)
              : null;
    };
  }

  private static @Nullable Bits first(Transit transit, Field field) {
    return transit.packet.value(field).orElse(null);
  }

  private static Bits flag(boolean on) {
    return Bits.of(on ? 1 : 0);
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

  private static @Nullable Connection connection(Transit transit) {
    return transit.tracked == null ? null : transit.tracked.connection();
  }

  /** {@return what has a value of a connection, some of whose bits may not be known} */
  private static OfValue.Source ofConnection(
      ToLongFunction<Connection> value, ToLongFunction<Connection> unknown) {
    return partlyKnown(
        transit -> ofConnection(transit, value),
        transit -> {
          Bits bits = ofConnection(transit, unknown);
          return bits == null ? Bits.ZERO : bits;
        });
  }

  private static @Nullable Bits ofConnection(Transit transit, ToLongFunction<Connection> value) {
    Connection connection = connection(transit);
    return connection == null ? null : Bits.of(value.applyAsLong(connection));
  }

  private static OfValue.Source partlyKnown(
      OfValue.Source known, Function<Transit, Bits> unknownBits) {
    return new OfValue.Source() {
      @Override
      public @Nullable Bits of(Transit transit) {
        return known.of(transit);
      }

      @Override
      public Bits unknownBits(Transit transit) {
        return unknownBits.apply(transit);
      }
    };
  }

  /** What the host sends has no header of Ethernet yet. */
  private static @Nullable Bits ofFrame(Transit transit, Field field) {
    return transit.framed ? first(transit, field) : null;
  }

  /**
   * If only the state of connections is given, it is not known in which direction a packet goes.
   */
  private static OfValue.Source ofDirection() {
    OfValue.Source known =
        transit ->
            transit.tracked == null || connection(transit) == null
                ? null
                : flag(transit.tracked.reply());
    return unlessUnknown(
        known,
        transit -> {
          Situation situation = transit.kernel.situation;
          return known.of(transit) != null
              && situation.state.isPresent()
              && situation.reply.isEmpty();
        });
  }

  private static OfValue.Source unlessUnknown(OfValue.Source known, Predicate<Transit> isUnknown) {
    return new OfValue.Source() {
      @Override
      public @Nullable Bits of(Transit transit) {
        return known.of(transit);
      }

      @Override
      public boolean isUnknown(Transit transit) {
        return isUnknown.test(transit);
      }
    };
  }

  private static OfValue.Source ofSocket(Field field, Bits none) {
    return unlessUnknown(
        transit -> transit.fromHost ? own(field, transit).orElse(none) : none,
        transit -> transit.fromHost && own(field, transit).isEmpty());
  }

  private static Optional<Bits> own(Field field, Transit transit) {
    Situation situation = transit.kernel.situation;
    return field == Field.HAS_SOCKET
        ? situation.user.map(user -> flag(true))
        : field == Field.SOCKET_USER ? situation.user : situation.group;
  }

  private static OfValue.Source ofPort(Family family, Field field) {
    boolean source = field == Field.SOURCE_PORT;
    return unlessUnknown(
        family == Family.IPV6 ? ofUnauthenticated(field) : transit -> first(transit, field),
        transit -> source ? transit.sourcePortByChance : transit.destinationPortByChance);
  }

  /** ip6tables does not look past an authentication header. */
  private static OfValue.Source ofUnauthenticated(Field field) {
    return transit -> isAuthenticated(transit.packet) ? null : first(transit, field);
  }

  /** {@return whether an authentication header follows that of IPv6} */
  static boolean isAuthenticated(Packet packet) {
    return packet.has(Header.IPV6) && packet.layer(LayerType.AH).isPresent();
  }

  /**
   * ebtables takes the header of a later fragment of IPv6 for its protocol, and does not know the
   * protocol of what has no next header.
   */
  private static @Nullable Bits protocol(Family family, Transit transit) {
    Packet packet = transit.packet;
    if (family == Family.IPV6 && isAuthenticated(packet)) {
      return AUTHENTICATION;
    }
    if (family == Family.BRIDGE && Fragment.isLaterOfIpv6(packet)) {
      return FRAGMENT;
    }
    Bits protocol = first(transit, Field.IP_PROTOCOL);
    boolean isHidden =
        family == Family.BRIDGE && packet.has(Header.IPV6) && NO_NEXT_HEADER.equals(protocol);
    return isHidden ? null : protocol;
  }
}
