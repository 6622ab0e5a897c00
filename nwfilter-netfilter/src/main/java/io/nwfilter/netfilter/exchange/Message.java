package io.nwfilter.netfilter.exchange;

import static java.util.Objects.requireNonNull;

/**
 * A packet of an exchange before it is known between whom it is.
 *
 * @param sender who sends it
 * @param text the text of the packet ({@link io.nwfilter.netfilter.packet.PacketText}), in which
 *     {@code {client}} and {@code {server}} are the IP addresses of both, {@code {client-mac}} and
 *     {@code {server-mac}} their MAC addresses, and {@code {icmp}} is {@code icmp} or {@code
 *     icmpv6}; an IPv6 address that a port follows gets its brackets
 */
public record Message(Role sender, String text) {

  /**
   * Checks that both are given.
   *
   * @param sender who sends it
   * @param text the text of the packet
   */
  public Message {
    requireNonNull(sender, "sender");
    requireNonNull(text, "text");
  }

  /**
   * {@return the text of the packet between two ends}
   *
   * @param client who has begun the exchange
   * @param server the other end
   */
  public String between(Endpoint client, Endpoint server) {
    return with(with(text, "client", client), "server", server)
        .replace("{icmp}", client.isIpv4() ? "icmp" : "icmpv6");
  }

  private static String with(String text, String name, Endpoint endpoint) {
    String address = endpoint.address().toString();
    return text.replace("{" + name + "-mac}", endpoint.mac().toString())
        .replace("{" + name + "}:", (endpoint.isIpv4() ? address : "[" + address + "]") + ":")
        .replace("{" + name + "}", address);
  }
}
