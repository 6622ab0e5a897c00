package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives a connection a new source or destination. */
final class TranslationAction implements Action {

  /** What a course assumes of a range of addresses; the kernel takes any. */
  private static final ImmutableList<String> ENDS_OF_A_RANGE =
      ImmutableList.of("takes the first address", "takes the last address");

  private static final int STAYS = -1;
  private static final int LAST = 1;

  private static final Bits LOOPBACK = Bits.of(0x7f00_0001L);

  private final Target.AddressTranslation target;

  TranslationAction(Target.AddressTranslation target) {
    this.target = target;
  }

  @Override
  public ImmutableList<String> possibilities(Transit transit) {
    Tracked tracked = transit.tracked;
    Connection connection = tracked == null ? null : tracked.connection();
    AddressSpan span = target.addresses().orElse(null);
    if (connection == null || span == null || span.first().equals(span.last())) {
      return ImmutableList.of();
    }
    return stays(transit.packet, connection, span) ? ImmutableList.of() : ENDS_OF_A_RANGE;
  }

  /** {@return whether a source is as it has to be; destinations are chosen anew in any case} */
  private boolean stays(Packet packet, Connection connection, AddressSpan span) {
    Bits current = current(packet, true);
    return target.kind() == TranslationKind.SNAT
        && !isRandom()
        && Bits.of(span.first()).compareTo(current) <= 0
        && current.compareTo(Bits.of(span.last())) <= 0
        && target.ports().filter(ports -> !contains(ports, connection)).isEmpty();
  }

  private static boolean contains(PortSpan ports, Connection connection) {
    int now = connection.original.sourcePort();
    return ports.first() <= now && now <= ports.last();
  }

  private boolean isRandom() {
    return target.flags().contains(TranslationFlag.RANDOM)
        || target.flags().contains(TranslationFlag.RANDOM_FULLY);
  }

  @Override
  public Code apply(Transit transit) {
    return apply(transit, STAYS);
  }

  @Override
  public Code apply(Transit transit, int chosen) {
    Tracked tracked = transit.tracked;
    Connection connection = tracked == null ? null : tracked.connection();
    if (connection == null || isLeftAlone(transit.packet)) {
      return Code.ACCEPT;
    }
    boolean source =
        target.kind() == TranslationKind.SNAT || target.kind() == TranslationKind.MASQUERADE;
    Bits address = address(transit, source, chosen);
    if (address == null) {
      transit.refuse("the interface has no address that could be used instead");
      return Code.DROP;
    }
    OptionalInt port = port(transit.packet, connection, source);
    boolean portByChance = isByChance(port, connection, source);
    boolean addressByChance = chosen != STAYS;
    Translation translation =
        new Translation(
            address, port, portByChance, addressByChance, chance(portByChance, addressByChance));
    if (source) {
      connection.newSource = translation;
    } else {
      connection.newDestination = translation;
    }
    return Code.ACCEPT;
  }

  /** {@return whether the source is no address yet, which the kernel does not masquerade} */
  private boolean isLeftAlone(Packet packet) {
    return target.kind() == TranslationKind.MASQUERADE
        && packet.value(Field.IPV4_SOURCE).filter(Bits::isZero).isPresent();
  }

  private boolean isByChance(OptionalInt port, Connection connection, boolean source) {
    int now = source ? connection.original.sourcePort() : connection.original.destinationPort();
    boolean several = target.ports().filter(span -> span.first() < span.last()).isPresent();
    boolean any = source && target.ports().isEmpty();
    return port.isPresent() && (isRandom() ? several || any : several && port.getAsInt() != now);
  }

  private String chance(boolean ofPort, boolean ofAddress) {
    List<String> chosen = new ArrayList<>();
    if (ofAddress) {
      target
          .addresses()
          .ifPresent(span -> chosen.add("an address of " + span.first() + "-" + span.last()));
    }
    if (ofPort) {
      chosen.add(
          target
              .ports()
              .map(span -> "a port of " + span.first() + "-" + span.last())
              .orElse("any free port"));
    }
    return String.join(" and ", chosen);
  }

  private @Nullable Bits address(Transit transit, boolean source, int chosen) {
    Packet packet = transit.packet;
    boolean ipv4 = packet.has(Header.IPV4);
    return switch (target.kind()) {
      case SNAT, DNAT ->
          target
              .addresses()
              .map(span -> within(packet, span, source, chosen))
              .orElseGet(() -> current(packet, source));
      case MASQUERADE -> masquerade(transit, ipv4);
      case REDIRECT ->
          transit.inInterface.isZero() && ipv4
              ? LOOPBACK
              : transit.kernel.topology.address(
                  transit.inInterface, ipv4, !ipv4 && staysOnLink(current(packet, false)));
    };
  }

  /** {@return whether an address of IPv6 is only known on its link: another takes its place} */
  private static boolean staysOnLink(Bits address) {
    boolean group = Topology.isMulticast(address, false);
    return group ? (address.high() >>> 48 & 0xf) == 2 : address.high() >>> 54 == 0xfe80 >> 6;
  }

  /**
   * {@return the address of the interface by which a packet leaves} To an own address, IPv6 prefers
   * that address itself (RFC 6724, section 5, rule 1).
   */
  private static @Nullable Bits masquerade(Transit transit, boolean ipv4) {
    Bits destination = current(transit.packet, false);
    return !ipv4 && transit.kernel.topology.isOwn(destination, false)
        ? destination
        : transit.kernel.topology.address(transit.outInterface, ipv4, false);
  }

  /** {@return the chosen end of a range; the address itself, if it stays and there are several} */
  private static Bits within(Packet packet, AddressSpan span, boolean source, int chosen) {
    boolean stays = chosen == STAYS && !span.first().equals(span.last());
    return stays ? current(packet, source) : Bits.of(chosen == LAST ? span.last() : span.first());
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
    int now = source ? connection.original.sourcePort() : connection.original.destinationPort();
    if (span == null && hasPort && source && isRandom()) {
      return OptionalInt.of(now);
    }
    if (span == null || !hasPort) {
      return OptionalInt.empty();
    }
    boolean fits = span.first() <= now && now <= span.last();
    return OptionalInt.of(fits ? now : span.first());
  }
}
