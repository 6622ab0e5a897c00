package io.nwfilter.netfilter.upgrade;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import java.util.Optional;

/**
 * Connections that the host's own rules let through to a guest, at its own address or another one.
 *
 * @param guest the address of the guest
 * @param port the port of the guest
 * @param seen the address to which others send
 * @param seenPort the port to which others send
 * @param udp whether they are of UDP, not of TCP
 * @param sender the address of the others, if it has to be a certain one
 * @param origin the network of the host whose guest the sender is; empty if it is outside
 * @param replied whether the guest's reply is tried, too
 * @param asked the packets that the rule asks for that lets them through
 * @param translation how the rule translates them, if it does
 */
record Forward(
    IpAddress guest,
    int port,
    IpAddress seen,
    int seenPort,
    boolean udp,
    Optional<IpAddress> sender,
    Optional<CompiledNetwork> origin,
    boolean replied,
    AskedPackets asked,
    Optional<AddressTranslation> translation) {

  private static final int CLIENT_PORT = 40_000;

  Family family() {
    return guest instanceof Ipv4Address ? Family.IPV4 : Family.IPV6;
  }

  /** {@return the first packet of these alone, as of syslog, which needs no reply} */
  Forward withoutReply() {
    return new Forward(guest, port, seen, seenPort, udp, sender, origin, false, asked, translation);
  }

  /** {@return whether others send to another address than the guest's} */
  boolean isTranslated() {
    return !seen.equals(guest);
  }

  /** {@return whether these are what another one becomes once its destination is translated} */
  boolean isPartOf(Forward other) {
    return other.isTranslated()
        && origin.isEmpty()
        && other.guest.equals(guest)
        && other.port == port
        && other.udp == udp;
  }

  /** {@return whether the rule takes them from an interface} */
  boolean comesBy(String uplink) {
    return asked.takes(Field.IN_INTERFACE, Bits.ofName(uplink));
  }

  /**
   * {@return all packets that the rule lets through, for nft, once they are translated; empty if
   * nft has no words for them}
   */
  Optional<String> words(String bridge) {
    return asked.isWhole() || isTranslated() || asked.spans(asked.destination()).size() == 1
        ? asked.words(bridge, translation).map(this::onlyTranslated)
        : Optional.empty();
  }

  /** Of what was translated, connection tracking tells what else the rule asked for. */
  private String onlyTranslated(String words) {
    return isTranslated() && !asked.isWhole() ? words + " ct status dnat" : words;
  }

  /** {@return whether the words are of more packets: the rule asks for what they cannot have} */
  boolean isNarrower() {
    return !isTranslated() && !asked.isWhole();
  }

  /**
   * {@return how such a connection begins: with the guest as the server, or with the sender as the
   * guest if it is one of another network}
   *
   * @param far an address outside
   */
  Exchange exchange(String far) {
    String there = "{client}:" + CLIENT_PORT + " > {server}:" + seenPort;
    String back = "{server}:" + port + " > {client}:" + CLIENT_PORT;
    Exchange first = Exchange.named(toString()).client((udp ? "udp " : "tcp syn ") + there);
    Exchange whole = first;
    if (replied) {
      whole =
          udp
              ? first.server("udp " + back)
              : first.server("tcp syn,ack " + back).client("tcp ack " + there);
    }
    return origin.isPresent()
        ? whole.to(guest.toString())
        : whole.from(sender.map(IpAddress::toString).orElse(far));
  }

  /** {@return what is tried, such as {@code tcp 198.51.100.1:8080 to 192.168.122.10:80}} */
  @Override
  public String toString() {
    String protocol = udp ? "udp " : "tcp ";
    String to = end(guest, port);
    return protocol
        + (isTranslated() ? end(seen, seenPort) + " to " : "")
        + to
        + sender.map(from -> " from " + from).orElse("")
        + (replied ? "" : ", first packet");
  }

  private static String end(IpAddress address, int port) {
    return (address instanceof Ipv4Address ? address : "[" + address + "]") + ":" + port;
  }
}
