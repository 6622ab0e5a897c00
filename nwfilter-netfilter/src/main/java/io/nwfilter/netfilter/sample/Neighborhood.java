package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A guest and whom it talks to: others of its network, the host, and somebody elsewhere.
 *
 * @param surroundings what is known of the host
 * @param guest the guest
 */
record Neighborhood(Surroundings surroundings, Guest guest) {

  private static final Ipv4Address UNKNOWN_IPV4 = Ipv4Address.parseDottedQuad("192.0.2.10");
  private static final Ipv6Address UNKNOWN_IPV6 = Ipv6Address.parse("2001:db8::a");
  private static final Ipv4Address ELSEWHERE_IPV4 = Ipv4Address.parseDottedQuad("203.0.113.9");
  private static final Ipv6Address ELSEWHERE_IPV6 = Ipv6Address.parse("2001:db8:ffff::9");
  private static final Pattern GUEST_IPV4 = Pattern.compile("\\bA\\b");
  private static final Pattern PEER_IPV4 = Pattern.compile("\\bB\\b");
  private static final Pattern GUEST_IPV6 = Pattern.compile("\\bA6\\b");
  private static final Pattern PEER_IPV6 = Pattern.compile("\\bB6\\b");
  private static final Pattern GUEST_MAC = Pattern.compile("\\bM\\b");

  /** {@return a packet that the guest sends; the text has letters for addresses} */
  Packet fromGuest(String text) {
    return surroundings.fromGuest(text(text, ipv4(), elsewhere(), ipv6(), ELSEWHERE_IPV6), guest);
  }

  /** {@return the packet that somebody sends to the guest} */
  Packet toGuest(String text) {
    return surroundings.toGuest(text(text, elsewhere(), ipv4(), ELSEWHERE_IPV6, ipv6()), guest);
  }

  /** {@return the same packet in the frame in which a router would have sent it to the host} */
  Packet toGuestByRouter(String text) {
    Packet packet = toGuest(text);
    return packet.value(Slot.ETHERNET_DESTINATION).filter(Bits.of(guest.mac())::equals).isPresent()
        ? packet.with(Slot.ETHERNET_DESTINATION, Bits.of(Surroundings.RECEIVER))
        : packet;
  }

  /** {@return the packet that a process of the host sends to the guest, from an own address} */
  Packet fromHost(String text) {
    IpAddress own = ofHost(Ipv4Address.class).orElse(elsewhere());
    IpAddress own6 = ofHost(Ipv6Address.class).orElse(ELSEWHERE_IPV6);
    return surroundings.fromHost(text(text, own, ipv4(), own6, ipv6()), guest);
  }

  private Optional<IpAddress> ofHost(Class<? extends IpAddress> family) {
    return surroundings.addresses(guest.bridge()).stream().filter(family::isInstance).findFirst();
  }

  private String text(String text, IpAddress a, IpAddress b, IpAddress a6, IpAddress b6) {
    String result = GUEST_IPV6.matcher(text).replaceAll(a6.toString());
    result = PEER_IPV6.matcher(result).replaceAll(b6.toString());
    result = GUEST_MAC.matcher(result).replaceAll(guest.mac().toString());
    result = PEER_IPV4.matcher(result).replaceAll(b.toString());
    return GUEST_IPV4.matcher(result).replaceAll(a.toString());
  }

  private IpAddress ipv4() {
    return address(Ipv4Address.class).orElse(UNKNOWN_IPV4);
  }

  private IpAddress ipv6() {
    return address(Ipv6Address.class).orElse(UNKNOWN_IPV6);
  }

  private static IpAddress elsewhere() {
    return ELSEWHERE_IPV4;
  }

  private Optional<IpAddress> address(Class<? extends IpAddress> family) {
    return guest.addresses().stream().filter(family::isInstance).findFirst();
  }

  /** {@return MAC addresses that matter, whatever rules say} */
  ImmutableList<Bits> macs() {
    return Stream.concat(
            Stream.of(
                guest.mac(), Surroundings.RECEIVER, Situation.BRIDGE_MAC, MacAddress.BROADCAST),
            surroundings.guests().stream().map(Guest::mac))
        .distinct()
        .map(Bits::of)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return IPv4 or IPv6 addresses that matter, whatever rules say} */
  ImmutableList<Bits> addresses(boolean ipv4) {
    Class<? extends IpAddress> family = ipv4 ? Ipv4Address.class : Ipv6Address.class;
    Stream<IpAddress> near =
        Stream.concat(
            surroundings.addresses(guest.bridge()).stream(),
            surroundings.guests().stream().flatMap(other -> other.addresses().stream()));
    Stream<IpAddress> always =
        ipv4
            ? Stream.of("0.0.0.0", "255.255.255.255", "224.0.0.1", "10.0.0.1", "127.0.0.1")
                .map(Ipv4Address::parseDottedQuad)
            : Stream.of("::", "fe80::1", "ff02::1", "ff02::1:2", "fd00::1", "::1")
                .map(Ipv6Address::parse);
    return Stream.of(Stream.of(ipv4 ? ipv4() : ipv6()), near, always)
        .flatMap(stream -> stream)
        .filter(family::isInstance)
        .distinct()
        .map(Bits::of)
        .collect(ImmutableList.toImmutableList());
  }
}
