package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives a connection an address with the same host in another network (iptables-extensions(8),
 * NETMAP): a new destination where destinations are translated, otherwise a new source.
 */
final class NetworkMapAction implements Action {

  private final Prefix network;

  private NetworkMapAction(Prefix network) {
    this.network = network;
  }

  /**
   * {@return the action; empty if the network has a mask that is not a prefix}
   *
   * @param network the network
   */
  static Optional<Action> to(String network) {
    try {
      return Optional.of(new NetworkMapAction(Prefix.parse(network)));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  @Override
  public Code apply(Transit transit) {
    Connection connection = transit.tracked == null ? null : transit.tracked.connection();
    if (connection == null) {
      return Code.ACCEPT;
    }
    // A connection is asked for its destination first, and once.
    boolean source = connection.destinationDone;
    Bits address = mapped(current(transit.packet, source));
    Translation translation = new Translation(address, OptionalInt.empty(), false, false, "");
    if (source) {
      connection.newSource = translation;
    } else {
      connection.newDestination = translation;
    }
    return Code.ACCEPT;
  }

  private Bits mapped(Bits address) {
    Bits mask = Bits.prefix(network.length(), network.address().length());
    return address.without(mask).or(Bits.of(network.address()).and(mask));
  }

  private static Bits current(Packet packet, boolean source) {
    Field from = packet.has(Header.IPV4) ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return packet.value(source ? from : from.opposite()).orElseThrow();
  }
}
