package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.MacAddress;
import java.util.regex.Pattern;

/**
 * The text of a packet: a clause that says what it is, with settings before and after it, in any
 * order.
 *
 * <pre>{@code
 * udp 0.0.0.0:68 > 255.255.255.255:67
 * tcp syn,ack [2001:db8::1]:22 > [2001:db8::2]:40000 ttl 1 src-mac 52:54:00:01:02:03 vlan 5
 * arp who-has 10.0.0.1 tell 10.0.0.7
 * dhcp discover src-mac 52:54:00:01:02:03
 * icmp port-unreachable 10.0.0.2 > 10.0.0.1 about "udp 10.0.0.1:40000 > 10.0.0.2:53"
 * }</pre>
 *
 * <table>
 * <caption>Clauses</caption>
 * <tr><th>clause</th><th>packet</th></tr>
 * <tr><td>{@code tcp [FLAGS] A:P > B:P}</td><td>TCP; {@code FLAGS} are {@code fin}, {@code syn},
 *     {@code rst}, {@code psh}, {@code ack}, {@code urg}, {@code ece}, {@code cwr} separated by commas, or {@code none}; {@code syn} unless given</td></tr>
 * <tr><td>{@code udp A:P > B:P}, {@code udplite}, {@code sctp}, {@code dccp}</td><td>other
 *     protocols with ports; addresses of IPv6 are in brackets; a fragment other than the first has
 *     no ports</td></tr>
 * <tr><td>{@code icmp TYPE A > B}, {@code icmpv6 TYPE A > B}</td><td>ICMP, ICMPv6: a name such as
 *     {@code echo-request}, or {@code 8/0}</td></tr>
 * <tr><td>{@code igmp TYPE A > B}</td><td>IGMP: {@code query}, {@code v1-report}, {@code
 *     v2-report}, {@code leave}, {@code v3-report} or a number</td></tr>
 * <tr><td>{@code esp A > B}, {@code ah A > B}</td><td>ESP; an authentication header</td></tr>
 * <tr><td>{@code ip A > B}, {@code ip6 A > B}</td><td>IP; {@code proto} says of what</td></tr>
 * <tr><td>{@code arp who-has A tell B}, {@code arp reply A is-at MAC}, {@code arp announce A}</td>
 *     <td>ARP; the last is gratuitous</td></tr>
 * <tr><td>{@code rarp who-is MAC}, {@code rarp reply A is-at MAC}</td><td>RARP</td></tr>
 * <tr><td>{@code stp config}, {@code stp tcn}</td><td>a BPDU</td></tr>
 * <tr><td>{@code llc}, {@code snap}, {@code ether}</td><td>a frame of IEEE 802.3; one of Ethernet
 *     II, with {@code ether-type}</td></tr>
 * <tr><td>{@code ping A > B}</td><td>an echo request of either family</td></tr>
 * <tr><td>{@code dns NAME A > B}</td><td>a query for addresses</td></tr>
 * <tr><td>{@code dhcp discover}, {@code dhcp request A from SERVER}, {@code dhcp offer A from
 *     SERVER}, {@code dhcp ack A from SERVER}</td><td>DHCP; the client's MAC address is the
 *     frame's</td></tr>
 * <tr><td>{@code dhcpv6 solicit}, {@code advertise}, {@code request}, {@code reply}</td>
 *     <td>DHCPv6</td></tr>
 * <tr><td>{@code ra}, {@code ns A}, {@code na A}</td><td>router advertisement, neighbour
 *     solicitation and advertisement</td></tr>
 * <tr><td>{@code raw 0x…}</td><td>the octets of the whole frame; without settings</td></tr>
 * </table>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting</th><th>meaning</th></tr>
 * <tr><td>{@code src-mac MAC}, {@code dst-mac MAC}</td><td>both ends of the frame; unless given,
 *     02:00:00:00:00:01 and what follows from the destination: broadcast, a group, or
 *     02:00:00:00:00:02</td></tr>
 * <tr><td>{@code vlan ID}, {@code svlan ID}</td><td>a tag, 802.1Q or 802.1ad; several are stacked,
 *     the outer one first; {@code vlan-priority}, {@code vlan-dei}, {@code vlan-type} follow their
 *     tag</td></tr>
 * <tr><td>{@code frag N}, {@code frag N+}</td><td>a fragment at octet {@code N}, the last one or
 *     one that others follow</td></tr>
 * <tr><td>{@code df}</td><td>do not fragment (IPv4)</td></tr>
 * <tr><td>{@code hop-by-hop}, {@code routing}, {@code destination-options}, {@code auth}</td>
 *     <td>extension headers in their order: what follows the first two octets, or the integrity
 *     check value</td></tr>
 * <tr><td>{@code ip-options}, {@code options}</td><td>options of IPv4; of TCP, or what follows
 *     the first twelve octets of DCCP</td></tr>
 * <tr><td>{@code about "PACKET"}</td><td>the packet that a message of ICMP or ICMPv6 is about, in
 *     place of {@code data}: from its IP header on, as much as such a message may have</td></tr>
 * <tr><td>{@code data}, {@code padding}</td><td>the payload; what follows the packet in its
 *     frame, or its length</td></tr>
 * <tr><td>{@code ttl}, {@code tos}, {@code proto}, {@code flags}, {@code seq}, {@code checksum},
 *     …</td><td>the word of any {@link Slot} of the packet, in the last layer that has it;
 *     lengths and checksums are computed unless given</td></tr>
 * </table>
 *
 * <p>Numbers are decimal, or hexadecimal after {@code 0x}; octets are {@code 0x0102} or {@code
 * "text"}.
 */
public final class PacketText {

  /** How many octets are shown of many. */
  private static final int SHOWN = 16;

  /** More octets than twice as many; shorter ones are shown as a whole. */
  private static final Pattern MANY_OCTETS =
      Pattern.compile("0x((?:[0-9a-f]{2}){" + SHOWN + "})((?:[0-9a-f]{2}){" + SHOWN + ",})");

  private PacketText() {}

  /**
   * {@return the packet that a text means}
   *
   * @param text the text
   * @throws PacketTextException if it is not the text of a packet
   */
  public static Packet parse(String text) {
    return parse(text, Clause.SOURCE, Clause.DESTINATION);
  }

  /**
   * {@return the packet that a text means, in a frame with other addresses than the usual ones}
   * What the text says of them counts; so does what follows from the packet, such as the broadcast
   * address of a request of ARP. The octets after {@code raw} stay as they are.
   *
   * @param text the text
   * @param source the sender, unless the text has {@code src-mac}
   * @param destination the receiver, unless the text has {@code dst-mac} or the packet is to all or
   *     to a group
   * @throws PacketTextException if it is not the text of a packet
   */
  public static Packet parse(String text, MacAddress source, MacAddress destination) {
    return new TextReader(text, Layer.ethernet(source, destination)).read();
  }

  /**
   * {@return a text that means a packet: the one of the fewest words}
   *
   * @param packet any packet; {@link #parse} reads the same one from the text
   */
  public static String print(Packet packet) {
    return new TextPrinter(packet).print();
  }

  /**
   * {@return a text for people, where many octets are cut short: {@code data 0x00010203… (240
   * octets)}} It cannot be parsed any more if that was so.
   *
   * @param text the text of a packet, or one that has such a text in it
   */
  public static String abbreviated(String text) {
    return MANY_OCTETS
        .matcher(text)
        .replaceAll(
            many ->
                "0x" + many.group(1) + "… (" + (SHOWN + many.group(2).length() / 2) + " octets)");
  }
}
