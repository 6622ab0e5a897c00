package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.List;

/**
 * Messages of DHCP (RFC 2131): {@code dhcp discover}, {@code dhcp offer ADDRESS from SERVER},
 * {@code dhcp request ADDRESS from SERVER}, {@code dhcp ack ADDRESS from SERVER}.
 */
final class Dhcp {

  private static final ImmutableSet<String> MESSAGES =
      ImmutableSet.of("discover", "offer", "request", "ack");

  private static final Ipv4Address NONE = new Ipv4Address(0);
  private static final Ipv4Address ALL = new Ipv4Address(-1);

  /** Starts the options (RFC 2131, section 3). */
  private static final Octets COOKIE = Octets.parse("63825363");

  /** Asks for mask, router and name servers; then the options end. */
  private static final Octets WANTED = Octets.parse("3703010306ff");

  /** A lease of an hour, a mask of 24 bits; then the options end. */
  private static final Octets LEASE = Octets.parse("330400000e100104ffffff00ff");

  private final Words words;

  Dhcp(Words words) {
    this.words = words;
  }

  Clause read() {
    Word message = words.take("discover, offer, request or ack");
    if (!MESSAGES.contains(message.text())) {
      throw words.unknown(message, MESSAGES, "a message of DHCP: discover, offer, request or ack");
    }
    if (message.is("discover")) {
      return (source, destination) -> fromClient(source, type(1).followedBy(WANTED));
    }
    Ipv4Address address = words.read("the client's address", Ipv4Address::parseDottedQuad);
    words.expect("from");
    Ipv4Address server = words.read("the server's address", Ipv4Address::parseDottedQuad);
    Octets identifier = option(54, server);
    if (message.is("request")) {
      Octets options = type(3).followedBy(option(50, address)).followedBy(identifier);
      return (source, destination) -> fromClient(source, options.followedBy(WANTED));
    }
    Octets options = type(message.is("offer") ? 2 : 5).followedBy(identifier).followedBy(LEASE);
    return (source, destination) ->
        fromServer(server, address, destination.orElse(Bits.ZERO), options);
  }

  private static Octets type(int message) {
    return COOKIE.followedBy(Octets.of(new byte[] {53, 1, (byte) message}));
  }

  private static Octets option(int number, Ipv4Address address) {
    return Octets.of(new byte[] {(byte) number, 4})
        .followedBy(Octets.zeros(4).with(0, 32, Bits.of(address)));
  }

  private static List<Layer> fromClient(Bits client, Octets options) {
    return ImmutableList.of(
        Layer.ip(NONE, ALL),
        Layer.ports(LayerType.UDP, DhcpPorts.CLIENT, DhcpPorts.SERVER),
        bootp(1, client),
        Layer.payload(options));
  }

  private static List<Layer> fromServer(
      Ipv4Address server, Ipv4Address address, Bits client, Octets options) {
    return ImmutableList.of(
        Layer.ip(server, address),
        Layer.ports(LayerType.UDP, DhcpPorts.SERVER, DhcpPorts.CLIENT),
        bootp(2, client).with(Slot.BOOTP_YOUR_IP, Bits.of(address)),
        Layer.payload(options));
  }

  private static Layer bootp(int operation, Bits client) {
    return Layer.of(LayerType.BOOTP)
        .with(Slot.BOOTP_OPERATION, operation)
        .with(Slot.BOOTP_TRANSACTION, 1)
        .with(Slot.BOOTP_CLIENT_MAC, client);
  }
}
