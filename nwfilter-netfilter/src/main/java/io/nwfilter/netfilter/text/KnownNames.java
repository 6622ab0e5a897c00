package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.TrackedState;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names that the tools print for numbers: of protocols (protocols(5)), EtherTypes (ethertypes(5)),
 * and of messages of ICMP, ICMPv6 and IGMP.
 */
final class KnownNames {

  private KnownNames() {}

  /** Protocols whose names the tools know without a look at /etc/protocols. */
  static final ImmutableBiMap<Long, String> BUILT_IN_PROTOCOLS =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "icmp")
          .put(6L, "tcp")
          .put(17L, "udp")
          .put(50L, "esp")
          .put(51L, "ah")
          .put(58L, "ipv6-icmp")
          .put(132L, "sctp")
          .put(136L, "udplite")
          .buildOrThrow();

  /** Protocols of IP. */
  static final ImmutableBiMap<Long, String> PROTOCOLS =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "icmp")
          .put(2L, "igmp")
          .put(3L, "ggp")
          .put(4L, "ipencap")
          .put(5L, "st")
          .put(6L, "tcp")
          .put(8L, "egp")
          .put(9L, "igp")
          .put(12L, "pup")
          .put(17L, "udp")
          .put(20L, "hmp")
          .put(22L, "xns-idp")
          .put(27L, "rdp")
          .put(29L, "iso-tp4")
          .put(33L, "dccp")
          .put(36L, "xtp")
          .put(37L, "ddp")
          .put(38L, "idpr-cmtp")
          .put(41L, "ipv6")
          .put(43L, "ipv6-route")
          .put(44L, "ipv6-frag")
          .put(45L, "idrp")
          .put(46L, "rsvp")
          .put(47L, "gre")
          .put(50L, "esp")
          .put(51L, "ah")
          .put(57L, "skip")
          .put(58L, "ipv6-icmp")
          .put(59L, "ipv6-nonxt")
          .put(60L, "ipv6-opts")
          .put(73L, "rspf")
          .put(81L, "vmtp")
          .put(88L, "eigrp")
          .put(89L, "ospf")
          .put(93L, "ax.25")
          .put(94L, "ipip")
          .put(97L, "etherip")
          .put(98L, "encap")
          .put(103L, "pim")
          .put(108L, "ipcomp")
          .put(112L, "vrrp")
          .put(115L, "l2tp")
          .put(124L, "isis")
          .put(132L, "sctp")
          .put(133L, "fc")
          .put(135L, "mobility-header")
          .put(136L, "udplite")
          .put(137L, "mpls-in-ip")
          .put(138L, "manet")
          .put(139L, "hip")
          .put(140L, "shim6")
          .put(141L, "wesp")
          .put(142L, "rohc")
          .put(143L, "ethernet")
          .buildOrThrow();

  /** Protocols of Ethernet. */
  static final ImmutableBiMap<Long, String> ETHER_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(0x800L, "IPv4")
          .put(0x805L, "X25")
          .put(0x806L, "ARP")
          .put(0x808L, "FR_ARP")
          .put(0x8ffL, "BPQ")
          .put(0x22f3L, "TRILL")
          .put(0x22f4L, "L2-IS-IS")
          .put(0x6558L, "TEB")
          .put(0x6559L, "RAW_FR")
          .put(0x8035L, "RARP")
          .put(0x809bL, "ATALK")
          .put(0x80f3L, "AARP")
          .put(0x8100L, "802_1Q")
          .put(0x8137L, "IPX")
          .put(0x8191L, "NetBEUI")
          .put(0x86ddL, "IPv6")
          .put(0x880bL, "PPP")
          .put(0x8847L, "MPLS")
          .put(0x8848L, "MPLS_MULTI")
          .put(0x884cL, "ATMMPOA")
          .put(0x8863L, "PPP_DISC")
          .put(0x8864L, "PPP_SES")
          .put(0x8884L, "ATMFATE")
          .put(0x888eL, "EAPOL")
          .put(0x88a8L, "S-TAG")
          .put(0x88c7L, "EAP_PREAUTH")
          .put(0x88ccL, "LLDP")
          .put(0x88e5L, "MACSEC")
          .put(0x88e7L, "PBB")
          .put(0x88f5L, "MVRP")
          .put(0x88f7L, "PTP")
          .put(0x8906L, "FCOE")
          .put(0x8914L, "FIP")
          .put(0x8915L, "ROCE")
          .put(0xa0edL, "LoWPAN")
          .buildOrThrow();

  /** Operations of ARP. */
  static final ImmutableBiMap<Long, String> ARP_OPERATIONS =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "Request")
          .put(2L, "Reply")
          .put(3L, "Request_Reverse")
          .put(4L, "Reply_Reverse")
          .put(5L, "DRARP_Request")
          .put(6L, "DRARP_Reply")
          .put(7L, "DRARP_Error")
          .put(8L, "InARP_Request")
          .put(9L, "ARP_NAK")
          .buildOrThrow();

  /** Messages of IGMP. */
  static final ImmutableBiMap<Long, String> IGMP_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(0x11L, "membership-query")
          .put(0x12L, "membership-report-v1")
          .put(0x16L, "membership-report-v2")
          .put(0x17L, "leave-group")
          .put(0x22L, "membership-report-v3")
          .buildOrThrow();

  /** Types of BPDUs. */
  static final ImmutableBiMap<Long, String> STP_TYPES =
      ImmutableBiMap.of(0L, "config", 0x80L, "tcn");

  /** Flags of BPDUs. */
  static final ImmutableBiMap<Long, String> STP_FLAGS =
      ImmutableBiMap.of(1L, "topology-change", 0x80L, "topology-change-ack");

  /** Link-layer types of packets, as iptables calls them. */
  static final ImmutableBiMap<Long, String> PACKET_TYPES =
      ImmutableBiMap.of(0L, "unicast", 1L, "broadcast", 2L, "multicast", 3L, "otherhost");

  /** Link-layer types of packets, as ebtables calls them. */
  static final ImmutableBiMap<Long, String> FRAME_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(0L, "host")
          .put(1L, "broadcast")
          .put(2L, "multicast")
          .put(3L, "otherhost")
          .put(4L, "outgoing")
          .put(5L, "loopback")
          .put(6L, "fastroute")
          .buildOrThrow();

  /** The direction of a packet in its connection. */
  static final ImmutableBiMap<Long, String> CONNECTION_DIRECTIONS =
      ImmutableBiMap.of(0L, "ORIGINAL", 1L, "REPLY");

  /** States of connections, a bit for each. */
  static final ImmutableBiMap<Long, String> CONNECTION_STATES =
      Arrays.stream(TrackedState.values())
          .collect(ImmutableBiMap.toImmutableBiMap(TrackedState::bit, TrackedState::name));

  /** The status of connections, a bit for each. */
  static final ImmutableBiMap<Long, String> CONNECTION_STATUSES =
      ImmutableBiMap.of(1L, "EXPECTED", 2L, "SEEN_REPLY", 4L, "ASSURED", 8L, "CONFIRMED");

  /** Types of addresses, a bit for each. */
  static final ImmutableBiMap<Long, String> ADDRESS_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "UNSPEC")
          .put(1L << 1, "UNICAST")
          .put(1L << 2, "LOCAL")
          .put(1L << 3, "BROADCAST")
          .put(1L << 4, "ANYCAST")
          .put(1L << 5, "MULTICAST")
          .put(1L << 6, "BLACKHOLE")
          .put(1L << 7, "UNREACHABLE")
          .put(1L << 8, "PROHIBIT")
          .put(1L << 9, "THROW")
          .put(1L << 10, "NAT")
          .put(1L << 11, "XRESOLVE")
          .buildOrThrow();

  /** Control bits of TCP. */
  static final ImmutableBiMap<Long, String> TCP_FLAGS =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "FIN")
          .put(2L, "SYN")
          .put(4L, "RST")
          .put(8L, "PSH")
          .put(16L, "ACK")
          .put(32L, "URG")
          .buildOrThrow();

  /** Chunks of SCTP (RFC 9260, RFC 5061, RFC 3758), as a listing of iptables prints them. */
  static final ImmutableMap<String, String> SCTP_CHUNK_NUMBERS =
      ImmutableMap.<String, String>builder()
          .put("DATA", "0x0000")
          .put("INIT", "0x0001")
          .put("INIT_ACK", "0x0002")
          .put("SACK", "0x0003")
          .put("HEARTBEAT", "0x0004")
          .put("HEARTBEAT_ACK", "0x0005")
          .put("ABORT", "0x0006")
          .put("SHUTDOWN", "0x0007")
          .put("SHUTDOWN_ACK", "0x0008")
          .put("ERROR", "0x0009")
          .put("COOKIE_ECHO", "0x000A")
          .put("COOKIE_ACK", "0x000B")
          .put("ECN_ECNE", "0x000C")
          .put("ECN_CWR", "0x000D")
          .put("SHUTDOWN_COMPLETE", "0x000E")
          .put("ASCONF_ACK", "0x0080")
          .put("FORWARD_TSN", "0x00C0")
          .put("ASCONF", "0x00C1")
          .buildOrThrow();

  /** Packets of DCCP (RFC 4340), as a listing of iptables prints them. */
  static final ImmutableMap<String, String> DCCP_TYPE_NUMBERS =
      ImmutableMap.<String, String>builder()
          .put("REQUEST", "0")
          .put("RESPONSE", "1")
          .put("DATA", "2")
          .put("ACK", "3")
          .put("DATAACK", "4")
          .put("CLOSEREQ", "5")
          .put("CLOSE", "6")
          .put("RESET", "7")
          .put("SYNC", "8")
          .put("SYNCACK", "9")
          .put("INVALID", "10,11,12,13,14,15")
          .buildOrThrow();

  /** Levels of messages (syslog(3)), as a listing of iptables prints them. */
  static final ImmutableMap<String, String> LOG_LEVEL_NUMBERS =
      ImmutableMap.<String, String>builder()
          .put("emerg", "0")
          .put("panic", "0")
          .put("alert", "1")
          .put("crit", "2")
          .put("err", "3")
          .put("error", "3")
          .put("warn", "4")
          .put("warning", "4")
          .put("notice", "5")
          .put("info", "6")
          .put("debug", "7")
          .buildOrThrow();

  /** Messages of ICMP, by type or by type and code. */
  static final ImmutableBiMap<String, String> ICMP_MESSAGES =
      ImmutableBiMap.<String, String>builder()
          .put("0", "echo-reply")
          .put("3", "destination-unreachable")
          .put("4", "source-quench")
          .put("5", "redirect")
          .put("8", "echo-request")
          .put("9", "router-advertisement")
          .put("10", "router-solicitation")
          .put("11", "time-exceeded")
          .put("12", "parameter-problem")
          .put("13", "timestamp-request")
          .put("14", "timestamp-reply")
          .put("17", "address-mask-request")
          .put("18", "address-mask-reply")
          .put("3/0", "network-unreachable")
          .put("3/1", "host-unreachable")
          .put("3/2", "protocol-unreachable")
          .put("3/3", "port-unreachable")
          .put("3/4", "fragmentation-needed")
          .put("3/5", "source-route-failed")
          .put("3/6", "network-unknown")
          .put("3/7", "host-unknown")
          .put("3/9", "network-prohibited")
          .put("3/10", "host-prohibited")
          .put("3/11", "TOS-network-unreachable")
          .put("3/12", "TOS-host-unreachable")
          .put("3/13", "communication-prohibited")
          .put("3/14", "host-precedence-violation")
          .put("3/15", "precedence-cutoff")
          .put("5/0", "network-redirect")
          .put("5/1", "host-redirect")
          .put("5/2", "TOS-network-redirect")
          .put("5/3", "TOS-host-redirect")
          .put("11/0", "ttl-zero-during-transit")
          .put("11/1", "ttl-zero-during-reassembly")
          .put("12/0", "ip-header-bad")
          .put("12/1", "required-option-missing")
          .buildOrThrow();

  /** Messages of ICMPv6, by type or by type and code. */
  static final ImmutableBiMap<String, String> ICMPV6_MESSAGES =
      ImmutableBiMap.<String, String>builder()
          .put("1", "destination-unreachable")
          .put("2", "packet-too-big")
          .put("3", "time-exceeded")
          .put("4", "parameter-problem")
          .put("128", "echo-request")
          .put("129", "echo-reply")
          .put("133", "router-solicitation")
          .put("134", "router-advertisement")
          .put("135", "neighbour-solicitation")
          .put("136", "neighbour-advertisement")
          .put("137", "redirect")
          .put("1/0", "no-route")
          .put("1/1", "communication-prohibited")
          .put("1/2", "beyond-scope")
          .put("1/3", "address-unreachable")
          .put("1/4", "port-unreachable")
          .put("1/5", "failed-policy")
          .put("1/6", "reject-route")
          .put("3/0", "ttl-zero-during-transit")
          .put("3/1", "ttl-zero-during-reassembly")
          .put("4/0", "bad-header")
          .put("4/1", "unknown-header-type")
          .put("4/2", "unknown-option")
          .buildOrThrow();

  /** {@return what a name stands for; exactly if it can, otherwise whatever its case} */
  static @Nullable Long find(ImmutableBiMap<Long, String> names, String text) {
    Long exact = names.inverse().get(text);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<Long, String> name : names.entrySet()) {
      if (name.getValue().equalsIgnoreCase(text)) {
        return name.getKey();
      }
    }
    return null;
  }
}
