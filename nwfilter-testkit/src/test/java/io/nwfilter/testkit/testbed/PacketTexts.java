package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Makes packets by chance, as texts: what is in braces in the text of a kind is chosen. */
final class PacketTexts {

  /** Kinds of packets; those that are wanted more often are there several times. */
  static final ImmutableList<String> KINDS =
      ImmutableList.of(
          "tcp {flags} {4}:{port} > {4}:{port}",
          "tcp {flags} {4}:{port} > {4}:{port}",
          "tcp {flags} {4}:{port} > {4}:{port}",
          "tcp {flags} {6}:{port} > {6}:{port}",
          "udp {4}:{port} > {4}:{port}",
          "udp {4}:{port} > {4}:{port}",
          "udp {6}:{port} > {6}:{port}",
          "udplite {4}:{port} > {4}:{port} data \"xyz\"",
          "sctp {4}:{port} > {4}:{port} data 0x0100001400000001000010000001000100000001",
          "sctp {6}:{port} > {6}:{port} data 0x0100001400000001000010000001000100000001",
          "dccp {4}:{port} > {4}:{port}",
          "icmp {icmp} {a4} > {a4}",
          "icmp {icmp} {a4} > {a4}",
          "icmpv6 {icmpv6} {a6} > {a6}",
          "icmpv6 {icmpv6} {a6} > {a6}",
          "icmpv6 mld-query {a6} > ff02::1 hop-by-hop 0x050200000100",
          "igmp v2-report {a4} > 224.0.0.251 group 224.0.0.251",
          "esp {a4} > {a4}",
          "esp {a6} > {a6}",
          "ah {a4} > {a4}",
          "ip {a4} > {a4} proto {protocol}",
          "ip6 {a6} > {a6} proto {protocol}",
          "arp who-has {a4} tell {a4}",
          "arp who-has {a4} tell {a4} sender-mac {mac}",
          "arp reply {a4} is-at {mac}",
          "arp reply {a4} is-at {mac} target-ip {a4}",
          "arp announce {a4}",
          "arp who-has {a4} tell {a4} operation {operation}",
          "rarp who-is {mac}",
          "rarp reply {a4} is-at {mac}",
          "dhcp discover",
          "dhcp request {a4} from {a4}",
          "dhcp offer {a4} from {a4}",
          "dhcp ack {a4} from {a4}",
          "dhcpv6 solicit",
          "dhcpv6 reply",
          "dns example.org {a4} > {a4}",
          "ping {a4} > {a4}",
          "ping {a6} > {a6}",
          "ra",
          "ns {a6}",
          "na {a6}",
          "stp config",
          "stp tcn",
          "llc dsap 0xe0 ssap 0xe0",
          "snap snap-type {ether}",
          "ether ether-type {ether} data 0x00000000",
          "ether ether-type 0x806 data 0x{arp}");

  private static final ImmutableList<String> OF_IPV4 =
      ImmutableList.of(
          "ttl 1",
          "ttl {small}",
          "tos {tos}",
          "df",
          "ip-options 0x01010100",
          "ip-options 0x{options}",
          "frag 0+",
          "frag 16");

  private static final ImmutableList<String> OF_IPV6 =
      ImmutableList.of(
          "hop-by-hop 0x010400000000",
          "hop-by-hop 0x{hop-by-hop}",
          "destination-options 0x010400000000",
          "routing 0x000000000000",
          "tos {tos}",
          "frag 0+",
          "frag 16");

  /** Options of IPv4 in which the kernel writes nothing: legal ones and others. */
  private static final ImmutableList<String> OPTIONS =
      ImmutableList.of(
          "94040000",
          "94040001",
          "94030000",
          "0183030400000000",
          "8907040a00000100",
          "07030400",
          "0703030007030400",
          "0703040007030400",
          "01440500",
          "82040000",
          "1e040000",
          "01440000",
          "01060400",
          "8606000000010000");

  /** Hop-by-hop options: legal ones, unknown ones of each kind, and others. */
  private static final ImmutableList<String> HOP_BY_HOP =
      ImmutableList.of(
          "000000000000",
          "010500000000",
          "010400000001",
          "050200000100",
          "050300000000",
          "3e0400000000",
          "7e0400000000",
          "be0400000000",
          "fe0400000000",
          "c20400000010",
          "3e0200000000",
          "010200003e7e",
          "010c000000000000000000000000",
          "3e01000000000106000000000000");

  private static final ImmutableList<String> OF_FRAMES =
      ImmutableList.of("vlan 0", "vlan {vlan}", "vlan {vlan} vlan {vlan}", "svlan 7 vlan {vlan}");

  private static final ImmutableList<String> FLAGS =
      ImmutableList.of(
          "syn",
          "syn",
          "syn",
          "ack",
          "syn,ack",
          "fin,ack",
          "rst",
          "psh,ack",
          "none",
          "syn,fin",
          "fin,psh,urg");

  private static final ImmutableList<String> ICMP =
      ImmutableList.of("8/0", "0/0", "3/1", "3/4", "5/1", "11/0", "13/0");

  private static final ImmutableList<String> ICMPV6 =
      ImmutableList.of("128/0", "129/0", "1/4", "2/0", "3/0", "133/0", "134/0", "135/0", "136/0");

  /** Protocols that have kinds of their own, and headers of IPv6. */
  private static final ImmutableSet<String> WITH_HEADERS =
      ImmutableSet.of(
          "0", "1", "2", "6", "17", "33", "43", "44", "50", "51", "58", "60", "132", "136");

  private final Map<Mentioned.Kind, List<Bits>> known = new EnumMap<>(Mentioned.Kind.class);
  private final ImmutableList<String> kinds;
  private final Random random;

  PacketTexts(Mentioned mentioned, ImmutableList<String> kinds, long seed) {
    for (Mentioned.Kind kind : Mentioned.Kind.values()) {
      known.put(kind, mentioned.values(kind));
    }
    this.kinds = kinds;
    this.random = new Random(seed);
  }

  /** {@return the next packet} */
  Packet next() {
    return Packet.parse(text());
  }

  private String text() {
    String kind = any(kinds);
    StringBuilder text = new StringBuilder(kind);
    boolean ipv4 = kind.contains("{4}") || kind.contains("> {a4}");
    boolean ipv6 = kind.contains("{6}") || kind.contains("> {a6}");
    if (chance(60)) {
      text.append(" src-mac {mac}");
    }
    if (chance(50)) {
      text.append(" dst-mac {mac}");
    }
    if ((ipv4 || ipv6) && chance(25)) {
      String setting = any(ipv4 ? OF_IPV4 : OF_IPV6);
      text.append(' ').append(setting);
      if (setting.startsWith("frag") && !kind.contains("data")) {
        text.append(" data 0x{fragment}");
      }
    }
    if (chance(8)) {
      text.append(' ').append(any(OF_FRAMES));
    }
    return filled(withoutPortsOfLaterFragments(text.toString()));
  }

  /** A fragment other than the first has no header of its protocol. */
  private static String withoutPortsOfLaterFragments(String text) {
    if (!text.contains(" frag 16")) {
      return text;
    }
    boolean hasPorts = text.contains(":{port}");
    return hasPorts
        ? text.replace(":{port}", "")
            .replace("{4}", "{a4}")
            .replace("{6}", "{a6}")
            .replace("tcp {flags}", "tcp")
        : text.replace(" frag 16", "");
  }

  /** {@return a text whose braces are filled} */
  private String filled(String text) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      filled.append(text, from, open).append(chosen(text.substring(open + 1, close)));
      from = close + 1;
    }
    return filled.append(text.substring(from)).toString();
  }

  private String chosen(String what) {
    return switch (what) {
      case "4", "a4" -> ipv4();
      case "6" -> "[" + ipv6() + "]";
      case "a6" -> ipv6();
      case "port" -> number(Mentioned.Kind.PORT, () -> usualPort());
      case "fragment" -> fragment();
      case "mac" -> mac();
      case "arp" -> arp();
      case "options" -> any(OPTIONS);
      case "hop-by-hop" -> any(HOP_BY_HOP);
      case "flags" -> any(FLAGS);
      case "icmp" -> typeAndCode(Mentioned.Kind.ICMP, ICMP);
      case "icmpv6" -> typeAndCode(Mentioned.Kind.ICMPV6, ICMPV6);
      case "protocol" -> protocol();
      case "operation" -> number(Mentioned.Kind.OPERATION, () -> random.nextInt(12));
      case "ether" -> number(Mentioned.Kind.ETHER_TYPE, () -> 0x600 + random.nextInt(0xfa00));
      case "vlan" -> number(Mentioned.Kind.VLAN, () -> random.nextInt(4096));
      case "tos" -> number(Mentioned.Kind.TOS, () -> random.nextInt(256));
      case "small" -> String.valueOf(1 + random.nextInt(9));
      default -> throw new IllegalStateException("nothing to choose for " + what);
    };
  }

  private List<Bits> values(Mentioned.Kind kind) {
    return known.getOrDefault(kind, ImmutableList.of());
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private int usualPort() {
    return chance(30) ? any(ImmutableList.of(22, 53, 67, 68, 80, 546, 547)) : random.nextInt(65536);
  }

  private String number(Mentioned.Kind kind, Supplier<Integer> otherwise) {
    List<Bits> values = values(kind);
    return values.isEmpty() || chance(25)
        ? String.valueOf(otherwise.get())
        : String.valueOf(any(values).low());
  }

  /**
   * {@return 16 octets: ports and, where TCP has them, flags, which a later fragment seems to have}
   */
  private String fragment() {
    int source = Integer.parseInt(chosen("port"));
    int destination = Integer.parseInt(chosen("port"));
    return "%04x%04x%018x%02x0000".formatted(source, destination, 0, random.nextInt(64));
  }

  /** {@return ARP whose addresses are of any lengths, and which may be cut off} */
  private String arp() {
    int hardware = any(ImmutableList.of(6, 6, 6, 0, 8));
    int protocol = any(ImmutableList.of(4, 4, 4, 0, 16));
    String header =
        "%04x%s%02x%02x%04x"
            .formatted(
                any(ImmutableList.of(1, 1, 1, 6)),
                any(ImmutableList.of("0800", "0800", "0800", "86dd")),
                hardware,
                protocol,
                1 + random.nextInt(2));
    String sender = hardwareAddress(hardware) + protocolAddress(protocol);
    String whole = header + sender + hardwareAddress(hardware) + protocolAddress(protocol);
    return chance(50)
        ? whole
        : whole.substring(0, 2 * (2 + random.nextInt(whole.length() / 2 - 1)));
  }

  private String hardwareAddress(int length) {
    return length == 6 ? mac().replace(":", "") : "00".repeat(length);
  }

  private String protocolAddress(int length) {
    return length == 4
        ? "%08x".formatted(Ipv4Address.parseDottedQuad(ipv4()).bits())
        : "00".repeat(length);
  }

  /** {@return a protocol without a header that would be missing} */
  private String protocol() {
    String number = number(Mentioned.Kind.PROTOCOL, () -> random.nextInt(256));
    return WITH_HEADERS.contains(number) ? "47" : number;
  }

  private String typeAndCode(Mentioned.Kind kind, List<String> usual) {
    List<Bits> values = values(kind);
    if (values.isEmpty() || chance(30)) {
      return any(usual);
    }
    long value = any(values).low();
    return (value >> 8 & 0xff) + "/" + (value & 0xff);
  }

  private String mac() {
    List<Bits> values = values(Mentioned.Kind.MAC);
    long value =
        values.isEmpty() || chance(15)
            ? 0x0200_0000_0000L | random.nextInt(0x10000)
            : any(values).low();
    return new MacAddress(value).toString();
  }

  private String ipv4() {
    List<Bits> values = values(Mentioned.Kind.IPV4);
    long value =
        values.isEmpty() || chance(15) ? 0x0a00_0000L | random.nextInt(0x1000) : any(values).low();
    return new Ipv4Address((int) value).toString();
  }

  private String ipv6() {
    List<Bits> values = values(Mentioned.Kind.IPV6);
    Bits value =
        values.isEmpty() || chance(15)
            ? new Bits(0xfd00_0000_0000_0000L, random.nextInt(0x1000))
            : any(values);
    return new Ipv6Address(value.high(), value.low()).toString();
  }
}
