package io.nwfilter.netfilter.network;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Optional;

/** What the rules of a network ask of packets of one family. */
final class NetworkMatches {

  static final int TCP = 6;
  static final int UDP = 17;

  private final Field source;
  private final Field destination;
  private final FieldMatch from;
  private final FieldMatch to;

  NetworkMatches(Family family, InterfaceName bridge) {
    boolean ipv4 = family == Family.IPV4;
    this.source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    this.destination = ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    this.from = named(Field.IN_INTERFACE, bridge);
    this.to = named(Field.OUT_INTERFACE, bridge);
  }

  static FieldMatch named(Field field, InterfaceName name) {
    return FieldMatch.of(field, Values.single(field, Bits.ofName(name.name())));
  }

  /** {@return that the packet comes in by the bridge} */
  FieldMatch from() {
    return from;
  }

  /** {@return that the packet goes out by the bridge} */
  FieldMatch to() {
    return to;
  }

  Match protocol(int protocol) {
    return FieldMatch.of(Field.IP_PROTOCOL, protocol);
  }

  Match port(int port) {
    return FieldMatch.of(Field.DESTINATION_PORT, port);
  }

  /** {@return that the source is in the subnet; empty if that holds every address} */
  Optional<Match> source(NetworkAddress address) {
    return unlessEvery(address, fromSubnet(address));
  }

  /** {@return that the destination is in the subnet; empty if that holds every address} */
  Optional<Match> destination(NetworkAddress address) {
    return unlessEvery(address, toSubnet(address));
  }

  /** {@return that the source is in the subnet} */
  Match fromSubnet(NetworkAddress address) {
    return subnet(source, address);
  }

  /** {@return that the destination is in the subnet} */
  Match toSubnet(NetworkAddress address) {
    return subnet(destination, address);
  }

  /** {@return that the destination is outside the subnet} */
  Match beyond(NetworkAddress address) {
    return subnet(destination, address).negate();
  }

  private static Optional<Match> unlessEvery(NetworkAddress address, Match match) {
    return address.prefixLength() > 0 ? Optional.of(match) : Optional.empty();
  }

  private static FieldMatch subnet(Field field, NetworkAddress address) {
    return FieldMatch.of(
        field, Values.prefix(field, Bits.of(address.address()), address.prefixLength()));
  }
}
