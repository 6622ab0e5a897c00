package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives a connection a new source or destination. */
final class TranslationAction implements Action {

  private static final Bits LOOPBACK = Bits.of(0x7f00_0001L);

  private final Target.AddressTranslation target;

  TranslationAction(Target.AddressTranslation target) {
    this.target = target;
  }

  @Override
  public Code apply(Transit transit) {
    Tracked tracked = transit.tracked;
    Connection connection = tracked == null ? null : tracked.connection();
    if (connection == null) {
      return Code.ACCEPT;
    }
    boolean source =
        target.kind() == TranslationKind.SNAT || target.kind() == TranslationKind.MASQUERADE;
    Bits address = address(transit, source);
    if (address == null) {
      transit.refuse("the interface has no address that could be used instead");
      return Code.DROP;
    }
    OptionalInt port = port(transit.packet, connection, source);
    Translation translation = new Translation(address, port, isByChance(port, connection, source));
    if (source) {
      connection.newSource = translation;
    } else {
      connection.newDestination = translation;
    }
    return Code.ACCEPT;
  }

  private boolean isByChance(OptionalInt port, Connection connection, boolean source) {
    int now = source ? connection.original.sourcePort() : connection.original.destinationPort();
    return port.isPresent()
        && port.getAsInt() != now
        && target.ports().filter(span -> span.first() < span.last()).isPresent();
  }

  private @Nullable Bits address(Transit transit, boolean source) {
    Packet packet = transit.packet;
    boolean ipv4 = packet.has(Header.IPV4);
    return switch (target.kind()) {
      case SNAT, DNAT ->
          target
              .addresses()
              .map(span -> within(packet, span.first(), span.last(), source))
              .orElseGet(() -> current(packet, source));
      case MASQUERADE -> masquerade(transit, ipv4);
      case REDIRECT ->
          transit.inInterface.isZero() && ipv4
              ? LOOPBACK
              : transit.kernel.topology.address(transit.inInterface, ipv4);
    };
  }

  /**
   * {@return the address of the interface by which a packet leaves} To an own address, IPv6 prefers
   * that address itself (RFC 6724, section 5, rule 1).
   */
  private static @Nullable Bits masquerade(Transit transit, boolean ipv4) {
    Bits destination = current(transit.packet, false);
    return !ipv4 && transit.kernel.topology.isOwn(destination, false)
        ? destination
        : transit.kernel.topology.address(transit.outInterface, ipv4);
  }

  /** {@return the address, if it is in the range already, or the first of the range} */
  private static Bits within(Packet packet, IpAddress first, IpAddress last, boolean source) {
    Bits current = current(packet, source);
    boolean fits = Bits.of(first).compareTo(current) <= 0 && current.compareTo(Bits.of(last)) <= 0;
    return fits ? current : Bits.of(first);
  }

  private static Bits current(Packet packet, boolean source) {
    Field field =
        packet.has(Header.IPV4)
            ? source ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION
            : source ? Field.IPV6_SOURCE : Field.IPV6_DESTINATION;
    return packet.value(field).orElseThrow();
  }

  /** {@return the port: it stays if it may, and otherwise the first one that may be is taken} */
  private OptionalInt port(Packet packet, Connection connection, boolean source) {
    PortSpan span = target.ports().orElse(null);
    boolean message = packet.has(Header.ICMP) || packet.has(Header.ICMPV6);
    boolean hasPort = packet.has(Header.TRANSPORT) || (message && source);
    if (span == null || !hasPort) {
      return OptionalInt.empty();
    }
    int now = source ? connection.original.sourcePort() : connection.original.destinationPort();
    boolean fits = span.first() <= now && now <= span.last();
    return OptionalInt.of(fits ? now : span.first());
  }
}
