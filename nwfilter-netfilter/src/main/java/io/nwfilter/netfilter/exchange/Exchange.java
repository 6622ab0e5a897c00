package io.nwfilter.netfilter.exchange;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * Packets in both directions that belong together, between a guest and a peer. {@link Exchanges}
 * has those of everyday protocols; others are put together from the texts of their packets:
 *
 * <pre>{@code
 * Exchange ntp =
 *     Exchange.named("NTP")
 *         .client("udp {client}:123 > {server}:123")
 *         .server("udp {server}:123 > {client}:123")
 *         .to("192.0.2.0/24");
 * }</pre>
 *
 * @param name what it is, for messages
 * @param messages the packets, in order
 * @param guest which end the guest is
 * @param peers the networks that the peer is in; empty if any address will do
 * @param onLink whether the peer is where the guest's broadcasts get to, such as a server of DHCP
 * @param ipv4 whether it is an exchange of IPv4, not IPv6, if there is no network to say so
 */
public record Exchange(
    String name,
    List<Message> messages,
    Role guest,
    Optional<Prefix> peers,
    boolean onLink,
    boolean ipv4) {

  /**
   * Checks that all components are given.
   *
   * @param name what it is
   * @param messages the packets, in order
   * @param guest which end the guest is
   * @param peers the network that the peer is in
   * @param onLink whether the peer is where the guest's broadcasts get to
   * @param ipv4 whether it is an exchange of IPv4
   */
  public Exchange {
    requireNonNull(name, "name");
    messages = ImmutableList.copyOf(requireNonNull(messages, "messages"));
    requireNonNull(guest, "guest");
    requireNonNull(peers, "peers");
  }

  /**
   * {@return an exchange of IPv4 without packets so far, of which the guest is the client}
   *
   * @param name what it is, for messages
   */
  public static Exchange named(String name) {
    return new Exchange(name, ImmutableList.of(), Role.CLIENT, Optional.empty(), false, true);
  }

  /**
   * {@return this exchange, and then a packet of the client}
   *
   * @param text its text, as {@link Message} describes it
   */
  public Exchange client(String text) {
    return with(new Message(Role.CLIENT, text));
  }

  /**
   * {@return this exchange, and then a packet of the server}
   *
   * @param text its text, as {@link Message} describes it
   */
  public Exchange server(String text) {
    return with(new Message(Role.SERVER, text));
  }

  private Exchange with(Message message) {
    return new Exchange(
        name,
        ImmutableList.<Message>builder().addAll(messages).add(message).build(),
        guest,
        peers,
        onLink,
        ipv4);
  }

  /**
   * {@return this exchange with a client other than the guest, which is the server}
   *
   * @param prefix the client's address, or a network, of which the first and the last address and
   *     several others are tried: {@code 10.0.0.0/8}
   * @throws io.nwfilter.core.value.IllegalValueException if it is not one
   */
  public Exchange from(String prefix) {
    return with(Role.SERVER, prefix);
  }

  /**
   * {@return this exchange with a server other than the guest, which is the client}
   *
   * @param prefix the server's address, or a network, of which the first and the last address and
   *     several others are tried: {@code 10.0.0.0/8}
   * @throws io.nwfilter.core.value.IllegalValueException if it is not one
   */
  public Exchange to(String prefix) {
    return with(Role.CLIENT, prefix);
  }

  private Exchange with(Role role, String prefix) {
    Prefix network = Prefix.parse(prefix);
    checkArgument(!PeerAddresses.in(network).isEmpty(), "no host has an address of %s", network);
    return new Exchange(name, messages, role, Optional.of(network), onLink, network.isIpv4());
  }

  /** {@return this exchange with the guest as the server, and any client} */
  public Exchange fromAnyone() {
    return new Exchange(name, messages, Role.SERVER, Optional.empty(), onLink, ipv4);
  }

  /** {@return this exchange with the guest as the client, and any server} */
  public Exchange toAnyone() {
    return new Exchange(name, messages, Role.CLIENT, Optional.empty(), onLink, ipv4);
  }

  /**
   * {@return this exchange with addresses of IPv6}
   *
   * @throws IllegalArgumentException if the peers are in a network of IPv4
   */
  public Exchange overIpv6() {
    peers.ifPresent(
        network -> checkArgument(!network.isIpv4(), "%s is a network of IPv4", network));
    return new Exchange(name, messages, guest, peers, onLink, false);
  }

  Exchange onTheLink() {
    return new Exchange(name, messages, guest, peers, true, ipv4);
  }

  /** {@return what it is and with whom, for messages} */
  @Override
  public String toString() {
    Optional<String> whom = peers.map(Prefix::toString);
    return guest == Role.CLIENT
        ? name + whom.map(network -> " to " + network).orElse("")
        : name + " from " + whom.orElse("anyone");
  }
}
