package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
import java.util.List;

/** What the rules of a network ask of packets of one family. */
final class NetworkMatches {

  static final int TCP = 6;
  static final int UDP = 17;

  private final Field source;
  private final Field destination;
  private final Match from;
  private final Match to;

  NetworkMatches(Family family, InterfaceName bridge) {
    boolean ipv4 = family == Family.IPV4;
    this.source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    this.destination = ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    this.from = named(Field.IN_INTERFACE, bridge);
    this.to = named(Field.OUT_INTERFACE, bridge);
  }

  static Match named(Field field, InterfaceName name) {
    return FieldMatch.of(field, Values.single(field, Bits.ofName(name.name())));
  }

  /** {@return that the packet comes in by the bridge} */
  Match from() {
    return from;
  }

  /** {@return that the packet goes out by the bridge} */
  Match to() {
    return to;
  }

  Match protocol(int protocol) {
    return FieldMatch.of(Field.IP_PROTOCOL, protocol);
  }

  List<Match> protocolAlone(int protocol) {
    return ImmutableList.of(protocol(protocol));
  }

  Match port(int port) {
    return FieldMatch.of(Field.DESTINATION_PORT, port);
  }

  /** {@return that the source is in the subnet; nothing if that holds every address} */
  List<Match> source(NetworkAddress address) {
    return in(source, address);
  }

  /** {@return that the destination is in the subnet; nothing if that holds every address} */
  List<Match> destination(NetworkAddress address) {
    return in(destination, address);
  }

  /** {@return that the destination is outside the subnet} */
  Match beyond(NetworkAddress address) {
    return subnet(destination, address).negate();
  }

  private static List<Match> in(Field field, NetworkAddress address) {
    List<Match> matches = new ArrayList<>();
    if (address.prefixLength() > 0) {
      matches.add(subnet(field, address));
    }
    return matches;
  }

  private static FieldMatch subnet(Field field, NetworkAddress address) {
    return FieldMatch.of(
        field, Values.prefix(field, Bits.of(address.address()), address.prefixLength()));
  }
}
