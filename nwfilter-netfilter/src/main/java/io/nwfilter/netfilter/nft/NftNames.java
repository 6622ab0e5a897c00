package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.TrackedState;

/** The names that nft prints for numbers (nft 1.0.6, {@code nft describe}). */
final class NftNames {

  /** Protocols that are words of nft itself. */
  static final ImmutableBiMap<Long, String> PROTOCOLS =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "icmp")
          .put(2L, "igmp")
          .put(6L, "tcp")
          .put(17L, "udp")
          .put(33L, "dccp")
          .put(50L, "esp")
          .put(51L, "ah")
          .put(58L, "icmpv6")
          .put(108L, "comp")
          .put(132L, "sctp")
          .put(136L, "udplite")
          .buildOrThrow();

  /** Other names that nft prints, some of them only on hosts that know the names of protocols. */
  static final ImmutableMap<String, Long> ALIASES =
      ImmutableMap.<String, Long>builder()
          .put("ipencap", 4L)
          .put("egp", 8L)
          .put("ipv6", 41L)
          .put("ipv6-route", 43L)
          .put("ipv6-frag", 44L)
          .put("rsvp", 46L)
          .put("gre", 47L)
          .put("ipv6-icmp", 58L)
          .put("ipv6-nonxt", 59L)
          .put("ipv6-opts", 60L)
          .put("eigrp", 88L)
          .put("ospf", 89L)
          .put("ipip", 94L)
          .put("etherip", 97L)
          .put("pim", 103L)
          .put("ipcomp", 108L)
          .put("vrrp", 112L)
          .put("l2tp", 115L)
          .put("vlan", 0x8100L)
          .put("unicast", 0L)
          .put("df", 0L)
          .put("be", 0L)
          .put("lephb", 1L)
          .put("va", 0x2cL)
          .buildOrThrow();

  static final ImmutableBiMap<Long, String> ETHER_TYPES =
      ImmutableBiMap.of(
          0x0800L, "ip", 0x0806L, "arp", 0x86ddL, "ip6", 0x8100L, "8021q", 0x88a8L, "8021ad");

  static final ImmutableBiMap<Long, String> ARP_OPERATIONS =
      ImmutableBiMap.of(
          1L,
          "request",
          2L,
          "reply",
          3L,
          "rrequest",
          4L,
          "rreply",
          8L,
          "inrequest",
          9L,
          "inreply",
          10L,
          "nak");

  static final ImmutableBiMap<Long, String> PACKET_TYPES =
      ImmutableBiMap.of(0L, "host", 1L, "broadcast", 2L, "multicast", 3L, "other");

  static final ImmutableBiMap<Long, String> EXISTENCE =
      ImmutableBiMap.of(0L, "missing", 1L, "exists");

  static final ImmutableBiMap<Long, String> DIRECTIONS =
      ImmutableBiMap.of(0L, "original", 1L, "reply");

  static final ImmutableBiMap<Long, String> ICMP_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(0L, "echo-reply")
          .put(3L, "destination-unreachable")
          .put(4L, "source-quench")
          .put(5L, "redirect")
          .put(8L, "echo-request")
          .put(9L, "router-advertisement")
          .put(10L, "router-solicitation")
          .put(11L, "time-exceeded")
          .put(12L, "parameter-problem")
          .put(13L, "timestamp-request")
          .put(14L, "timestamp-reply")
          .put(15L, "info-request")
          .put(16L, "info-reply")
          .put(17L, "address-mask-request")
          .put(18L, "address-mask-reply")
          .buildOrThrow();

  static final ImmutableBiMap<Long, String> ICMP_CODES =
      ImmutableBiMap.<Long, String>builder()
          .put(0L, "net-unreachable")
          .put(1L, "host-unreachable")
          .put(2L, "prot-unreachable")
          .put(3L, "port-unreachable")
          .put(4L, "frag-needed")
          .put(9L, "net-prohibited")
          .put(10L, "host-prohibited")
          .put(13L, "admin-prohibited")
          .buildOrThrow();

  static final ImmutableBiMap<Long, String> ICMPV6_TYPES =
      ImmutableBiMap.<Long, String>builder()
          .put(1L, "destination-unreachable")
          .put(2L, "packet-too-big")
          .put(3L, "time-exceeded")
          .put(4L, "parameter-problem")
          .put(128L, "echo-request")
          .put(129L, "echo-reply")
          .put(130L, "mld-listener-query")
          .put(131L, "mld-listener-report")
          .put(132L, "mld-listener-done")
          .put(133L, "nd-router-solicit")
          .put(134L, "nd-router-advert")
          .put(135L, "nd-neighbor-solicit")
          .put(136L, "nd-neighbor-advert")
          .put(137L, "nd-redirect")
          .put(138L, "router-renumbering")
          .put(141L, "ind-neighbor-solicit")
          .put(142L, "ind-neighbor-advert")
          .put(143L, "mld2-listener-report")
          .buildOrThrow();

  static final ImmutableBiMap<Long, String> ICMPV6_CODES =
      ImmutableBiMap.of(
          0L,
          "no-route",
          1L,
          "admin-prohibited",
          3L,
          "addr-unreachable",
          4L,
          "port-unreachable",
          5L,
          "policy-fail",
          6L,
          "reject-route");

  static final ImmutableBiMap<Long, String> IGMP_TYPES =
      ImmutableBiMap.of(
          0x11L, "membership-query",
          0x12L, "membership-report-v1",
          0x16L, "membership-report-v2",
          0x17L, "leave-group",
          0x22L, "membership-report-v3");

  /** Code points of explicit congestion notification (RFC 3168, section 5). */
  static final ImmutableBiMap<Long, String> CONGESTION =
      ImmutableBiMap.of(0L, "not-ect", 1L, "ect1", 2L, "ect0", 3L, "ce");

  /** Code points of RFC 2474, RFC 2597, RFC 3246 and RFC 8622. */
  static final ImmutableBiMap<Long, String> CODE_POINTS =
      ImmutableBiMap.<Long, String>builder()
          .put(0x00L, "cs0")
          .put(0x08L, "cs1")
          .put(0x10L, "cs2")
          .put(0x18L, "cs3")
          .put(0x20L, "cs4")
          .put(0x28L, "cs5")
          .put(0x30L, "cs6")
          .put(0x38L, "cs7")
          .put(0x0aL, "af11")
          .put(0x0cL, "af12")
          .put(0x0eL, "af13")
          .put(0x12L, "af21")
          .put(0x14L, "af22")
          .put(0x16L, "af23")
          .put(0x1aL, "af31")
          .put(0x1cL, "af32")
          .put(0x1eL, "af33")
          .put(0x22L, "af41")
          .put(0x24L, "af42")
          .put(0x26L, "af43")
          .put(0x2eL, "ef")
          .buildOrThrow();

  /** The bits of {@link io.nwfilter.netfilter.packet.TrackedState}, in the order of nft. */
  static final ImmutableBiMap<Long, String> STATES =
      ImmutableBiMap.of(
          1L, "invalid", 8L, "established", 4L, "related", 2L, "new", 16L, "untracked");

  static final ImmutableBiMap<Long, String> STATUSES =
      ImmutableBiMap.of(1L, "expected", 2L, "seen-reply", 4L, "assured", 8L, "confirmed");

  /** Bits of a connection's status that are states of packets here, as in iptables. */
  static final ImmutableBiMap<Long, String> TRANSLATED =
      ImmutableBiMap.of(TrackedState.SNAT.bit(), "snat", TrackedState.DNAT.bit(), "dnat");

  /**
   * Types of addresses, as bits of a field. Which routes are refused is not modelled, and so are
   * not the types that tell.
   */
  static final ImmutableBiMap<Long, String> ADDRESS_TYPES =
      ImmutableBiMap.of(
          1L << 1, "unicast", 1L << 2, "local", 1L << 3, "broadcast", 1L << 5, "multicast");

  /** The kernel's numbers of states and of a translated connection (NF_CT_STATE_BIT, IPS_…). */
  static final ImmutableMap<Long, Long> NUMBERS_OF_STATES =
      ImmutableMap.<Long, Long>builder()
          .put(TrackedState.INVALID.bit(), 1L)
          .put(TrackedState.ESTABLISHED.bit(), 2L)
          .put(TrackedState.RELATED.bit(), 4L)
          .put(TrackedState.NEW.bit(), 8L)
          .put(TrackedState.UNTRACKED.bit(), 64L)
          .put(TrackedState.SNAT.bit(), 16L)
          .put(TrackedState.DNAT.bit(), 32L)
          .buildOrThrow();

  /** Names of ports that scripts have (IANA); nft knows those of the host. */
  static final ImmutableMap<String, Long> SERVICES =
      ImmutableMap.<String, Long>builder()
          .put("ftp-data", 20L)
          .put("ftp", 21L)
          .put("ssh", 22L)
          .put("telnet", 23L)
          .put("smtp", 25L)
          .put("domain", 53L)
          .put("bootps", 67L)
          .put("bootpc", 68L)
          .put("tftp", 69L)
          .put("http", 80L)
          .put("kerberos", 88L)
          .put("pop3", 110L)
          .put("sunrpc", 111L)
          .put("ntp", 123L)
          .put("netbios-ns", 137L)
          .put("netbios-dgm", 138L)
          .put("netbios-ssn", 139L)
          .put("imap2", 143L)
          .put("imap", 143L)
          .put("snmp", 161L)
          .put("snmp-trap", 162L)
          .put("bgp", 179L)
          .put("ldap", 389L)
          .put("https", 443L)
          .put("microsoft-ds", 445L)
          .put("isakmp", 500L)
          .put("syslog", 514L)
          .put("dhcpv6-client", 546L)
          .put("dhcpv6-server", 547L)
          .put("submission", 587L)
          .put("ipp", 631L)
          .put("ldaps", 636L)
          .put("domain-s", 853L)
          .put("imaps", 993L)
          .put("pop3s", 995L)
          .put("openvpn", 1194L)
          .put("nfs", 2049L)
          .put("mysql", 3306L)
          .put("ipsec-nat-t", 4500L)
          .put("sip", 5060L)
          .put("mdns", 5353L)
          .put("postgresql", 5432L)
          .put("http-alt", 8080L)
          .buildOrThrow();

  static final ImmutableBiMap<Long, String> TCP_FLAGS =
      ImmutableBiMap.of(
          1L, "fin", 2L, "syn", 4L, "rst", 8L, "psh", 16L, "ack", 32L, "urg", 64L, "ecn", 128L,
          "cwr");

  private NftNames() {}
}
