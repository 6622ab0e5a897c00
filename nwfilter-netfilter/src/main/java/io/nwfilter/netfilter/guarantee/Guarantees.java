package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.sample.Disguise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ready-made guarantees. Each says what it does not cover, too.
 *
 * <pre>{@code
 * assertTrue(Guarantees.noForeignSourceMac().verify(compiled).holds());
 * }</pre>
 */
public final class Guarantees {

  private static final String TCP_PORTS = "only-tcp-ports-open";
  private static final String UDP_PORTS = "only-udp-ports-open";
  private static final int MAX_PORT = 0xffff;

  private Guarantees() {}

  /** {@return all guarantees, those about ports with no port open} */
  public static List<Guarantee> all() {
    return ImmutableList.of(
        noForeignSourceMac(),
        noForeignSourceIpv4(),
        noForeignSourceIpv6(),
        noForeignArpSender(),
        noForeignNeighborAdvertisement(),
        nothingAroundTagged(),
        nothingAroundVlan0(),
        nothingAroundStackedTags(),
        nothingAroundSnap(),
        nothingAroundFragments(),
        nothingAroundExtensionHeaders(),
        dhcpCompletes(),
        dhcpv6Completes(),
        noDhcpServer(),
        noRouterAdvertisement(),
        repliesComeBack(),
        guestToGuestClosed(),
        onlyTcpPortsOpen(),
        onlyUdpPortsOpen());
  }

  /**
   * {@return the guarantee of a name}
   *
   * @param name one of the names of {@link #all()}, those about ports perhaps with an equals sign
   *     and the ports that are open: {@code only-tcp-ports-open=22,80}
   * @throws IllegalArgumentException if there is none; the message has the name
   */
  public static Guarantee named(String name) {
    if (name.startsWith(TCP_PORTS + "=")) {
      return onlyTcpPortsOpen(OpenPorts.named(name));
    }
    if (name.startsWith(UDP_PORTS + "=")) {
      return onlyUdpPortsOpen(OpenPorts.named(name));
    }
    return all().stream()
        .filter(guarantee -> guarantee.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + name + "' is not the name of a guarantee"));
  }

  /**
   * {@return that no frame leaves the guest with a source MAC address other than its own} It does
   * not cover MAC addresses inside ARP, for which there is {@link #noForeignArpSender()}.
   */
  public static Guarantee noForeignSourceMac() {
    return never(
        "no-foreign-source-mac",
        "No frame leaves the guest with a source MAC address other than its own.",
        "It does not cover MAC addresses inside ARP, RARP or DHCP.",
        subject -> PacketClasses.foreignMac(subject.guest()));
  }

  /**
   * {@return that no IPv4 packet leaves the guest with a source address other than its own, or
   * 0.0.0.0} It does not cover packets with a tag, in SNAP or inside other packets.
   */
  public static Guarantee noForeignSourceIpv4() {
    return new Guarantee(
        "no-foreign-source-ipv4",
        "No IPv4 packet leaves the guest with a source address other than its own.",
        "It does not cover 0.0.0.0, which clients of DHCP have, nor packets with a tag, in SNAP or"
            + " inside other packets.",
        subject ->
            new OwnAddresses(subject.guest()).areKnown(true)
                ? fromGuest(subject, PacketClasses.foreignIpv4(subject.guest()))
                : unknown("IPv4", "IP"));
  }

  /**
   * {@return that no IPv6 packet leaves the guest with a source address that is neither its own nor
   * link-local nor unspecified} It does not cover packets with a tag, in SNAP or inside other
   * packets.
   */
  public static Guarantee noForeignSourceIpv6() {
    return new Guarantee(
        "no-foreign-source-ipv6",
        "No IPv6 packet leaves the guest with a source address other than its own. A guest of which"
            + " only IPv4 addresses are known has none.",
        "It does not cover link-local addresses, whosever they are, nor the unspecified address,"
            + " packets with a tag, in SNAP or inside other packets.",
        subject ->
            subject.guest().addresses().isEmpty()
                ? unknown("IP", "IPV6")
                : fromGuest(subject, PacketClasses.foreignIpv6(subject.guest())));
  }

  /**
   * {@return that no ARP leaves the guest with a sender's MAC or IP address other than its own} It
   * does not cover RARP, nor frames with a tag.
   */
  public static Guarantee noForeignArpSender() {
    return never(
        "no-foreign-arp-sender",
        "No ARP message leaves the guest whose sender has a MAC or IP address other than its own.",
        "It does not cover 0.0.0.0, with which hosts ask whether an address is free, nor RARP and"
            + " frames with a tag; nor IP addresses if the guest's are not known.",
        subject -> PacketClasses.foreignArp(subject.guest()));
  }

  /**
   * {@return that no neighbour advertisement leaves the guest for an address other than its own}
   * Its link-local address is the one that follows from its MAC address. No rule can look at the
   * target of an advertisement, so only filters that drop all of them guarantee it.
   */
  public static Guarantee noForeignNeighborAdvertisement() {
    return never(
        "no-foreign-neighbor-advertisement",
        "No neighbour advertisement leaves the guest for an IPv6 address other than its own. Of"
            + " link-local addresses, only the one that follows from its MAC address is its own.",
        "It does not cover redirects, nor packets with a tag, with an authentication header or in"
            + " fragments.",
        subject -> PacketClasses.foreignAdvertisement(subject.guest()));
  }

  /**
   * {@return that no frame that rules drop leaves the guest with a tag} It does not cover frames
   * that are not dropped without one, nor frames to the guest.
   */
  public static Guarantee nothingAroundTagged() {
    return nothingAround(
        "nothing-around-tagged",
        "What the rules drop does not leave the guest with a tag of IEEE 802.1Q either.",
        Disguise.TAG);
  }

  /**
   * {@return that no frame that rules drop leaves the guest with VLAN 0} Hosts take such a frame as
   * if it had no tag. It does not cover frames to the guest.
   */
  public static Guarantee nothingAroundVlan0() {
    return nothingAround(
        "nothing-around-vlan-0",
        "What the rules drop does not leave the guest with VLAN 0 either, which hosts take as if it"
            + " had no tag.",
        Disguise.PRIORITY_TAG);
  }

  /**
   * {@return that no frame that rules drop leaves the guest with stacked tags} It does not cover
   * frames to the guest.
   */
  public static Guarantee nothingAroundStackedTags() {
    return nothingAround(
        "nothing-around-stacked-tags",
        "What the rules drop does not leave the guest with two tags either.",
        Disguise.TWO_TAGS,
        Disguise.SERVICE_TAG);
  }

  /**
   * {@return that no frame that rules drop leaves the guest as a frame of IEEE 802.3 with SNAP} It
   * does not cover frames to the guest.
   */
  public static Guarantee nothingAroundSnap() {
    return nothingAround(
        "nothing-around-snap",
        "What the rules drop does not leave the guest as a frame of IEEE 802.3 with SNAP either.",
        Disguise.SNAP);
  }

  /**
   * {@return that no packet that rules drop leaves the guest in fragments} It does not cover
   * overlapping fragments, nor packets to the guest.
   */
  public static Guarantee nothingAroundFragments() {
    return nothingAround(
        "nothing-around-fragments",
        "What the rules drop does not leave the guest in fragments of IP either.",
        Disguise.FRAGMENTS);
  }

  /**
   * {@return that no packet of IPv6 that rules drop leaves the guest with extension headers} It
   * does not cover several extension headers, nor packets to the guest.
   */
  public static Guarantee nothingAroundExtensionHeaders() {
    return nothingAround(
        "nothing-around-extension-headers",
        "What the rules drop of IPv6 does not leave the guest with an extension header either.",
        Disguise.HOP_BY_HOP,
        Disguise.DESTINATION_OPTIONS,
        Disguise.ROUTING);
  }

  private static Guarantee nothingAround(String name, String says, Disguise... forms) {
    return new Guarantee(
        name,
        says,
        "It does not cover packets to the guest, nor several of these forms at once.",
        subject -> new Statement.NoWayAround(subject.fromGuest(), ImmutableSet.copyOf(forms)));
  }

  /**
   * {@return that the guest gets its address by DHCP} It does not cover renewals, nor servers at
   * other addresses than the one that it names.
   */
  public static Guarantee dhcpCompletes() {
    return new Guarantee(
        "dhcp-completes",
        "The guest gets its address by DHCP: discover, offer, request and acknowledgment arrive.",
        "It does not cover renewals, nor servers with another address than the host's on the bridge"
            + " or, if it has none there, the first one of the guest's network.",
        subject -> new Leases(subject).dhcp());
  }

  /**
   * {@return that the guest gets an address by DHCPv6} It does not cover renewals, nor the
   * neighbour discovery that comes before.
   */
  public static Guarantee dhcpv6Completes() {
    return new Guarantee(
        "dhcpv6-completes",
        "The guest gets an address by DHCPv6: solicit, advertise, request and reply arrive.",
        "It does not cover renewals, router advertisements, neighbour discovery, nor a server on"
            + " the host itself.",
        subject -> new Leases(subject).dhcpv6());
  }

  /**
   * {@return that the guest is not a server of DHCP or DHCPv6} It does not cover servers that use
   * other ports.
   */
  public static Guarantee noDhcpServer() {
    return never(
        "no-dhcp-server",
        "No message of a DHCP or DHCPv6 server leaves the guest.",
        "It does not cover other ports than 67 to 68 and 547 to 546, nor packets with a tag, with"
            + " an authentication header or in fragments.",
        subject -> PacketClasses.dhcpServer());
  }

  /**
   * {@return that the guest does not advertise itself as a router} It does not cover a guest that
   * forwards packets.
   */
  public static Guarantee noRouterAdvertisement() {
    return never(
        "no-router-advertisement",
        "No router advertisement leaves the guest.",
        "It does not cover a guest that forwards packets, nor redirects, packets with a tag, with"
            + " an authentication header or in fragments.",
        subject -> PacketClasses.routerAdvertisement());
  }

  /**
   * {@return that the reply to the first packet of each connection that is accepted arrives, in
   * both directions} It does not cover later packets, nor protocols other than TCP, UDP and ping.
   */
  public static Guarantee repliesComeBack() {
    return new Guarantee(
        "replies-come-back",
        "If the first packet of a connection arrives, from the guest or at it, so does the reply.",
        "It covers TCP, UDP and echo requests between single hosts; not DHCP, ICMP errors, later"
            + " packets of a connection, nor connections that start with a foreign address of the"
            + " guest.",
        GuestStatements::replies);
  }

  /**
   * {@return that a guest and another one on the same bridge cannot send frames to each other} It
   * does not cover frames to all or several, nor packets that the host routes between them.
   */
  public static Guarantee guestToGuestClosed() {
    return new Guarantee(
        "guest-to-guest-closed",
        "No frame of the guest arrives at another guest of the same bridge, and none of that guest"
            + " at this one.",
        "It does not cover frames to all or several, nor packets that the host routes from one"
            + " guest to the other. The other guest has no filter unless a document gives it one.",
        GuestStatements::closed);
  }

  /**
   * {@return that no one can open a connection of TCP to the guest, except to some ports} Neither
   * through its MAC address nor through that of a host that routes. It does not cover packets that
   * the host itself sends.
   *
   * @param ports the ports that may be open, 0 to 65535; without any, none may
   * @throws IllegalArgumentException if a number is not that of a port
   */
  public static Guarantee onlyTcpPortsOpen(int... ports) {
    return onlyPortsOpen(TCP_PORTS, LayerType.TCP, ports);
  }

  /**
   * {@return that no one can send UDP to the guest, except to some ports or as a reply} Neither
   * through its MAC address nor through that of a host that routes. It does not cover packets that
   * the host itself sends.
   *
   * @param ports the ports that may be open, 0 to 65535; without any, none may
   * @throws IllegalArgumentException if a number is not that of a port
   */
  public static Guarantee onlyUdpPortsOpen(int... ports) {
    return onlyPortsOpen(UDP_PORTS, LayerType.UDP, ports);
  }

  private static Guarantee onlyPortsOpen(String name, LayerType type, int... ports) {
    for (int port : ports) {
      checkArgument(port >= 0 && port <= MAX_PORT, "port %s is outside 0..65535", port);
    }
    ImmutableIntArray open = ImmutableIntArray.copyOf(ports);
    String list = Arrays.stream(ports).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String what = type == LayerType.TCP ? "TCP connection" : "UDP packet that is not a reply";
    return new Guarantee(
        list.isEmpty() ? name : name + "=" + list,
        "No %s arrives at the guest%s."
            .formatted(what, list.isEmpty() ? "" : " except at port " + list.replace(",", ", ")),
        "It covers what is sent to the guest's MAC address and, over a host that routes, what comes"
            + " from outside or is sent to the host's MAC address on the bridge. It does not cover"
            + " packets of the host itself, nor packets with a tag or in fragments.",
        subject ->
            new Statement.All(
                subject.toGuest().stream()
                    .<Statement>map(
                        entry ->
                            new Statement.Never(
                                entry,
                                PacketClasses.toOtherPorts(type, open, subject, entry),
                                Optional.of(subject.guestEnd()),
                                true))
                    .toList()));
  }

  private static Guarantee never(
      String name, String says, String doesNotCover, Function<Subject, PacketClass> packets) {
    return new Guarantee(
        name, says, doesNotCover, subject -> fromGuest(subject, packets.apply(subject)));
  }

  private static Statement fromGuest(Subject subject, PacketClass packets) {
    return new Statement.Never(subject.fromGuest(), packets, Optional.empty());
  }

  private static Statement unknown(String family, String parameter) {
    return new Statement.Inapplicable(
        "The guest's addresses of "
            + family
            + " are not known: the parameter "
            + parameter
            + " tells them.");
  }
}
