package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableBiMap;
import org.jspecify.annotations.Nullable;

/** Names of messages, of control bits, and of their numbers in the text of packets. */
final class MessageNames {

  /** Type and code of ICMP (RFC 792, RFC 950, RFC 1256), the type in the upper octet. */
  private static final ImmutableBiMap<String, Integer> ICMP =
      ImmutableBiMap.<String, Integer>builder()
          .put("echo-reply", 0)
          .put("network-unreachable", 3 << 8)
          .put("host-unreachable", 3 << 8 | 1)
          .put("protocol-unreachable", 3 << 8 | 2)
          .put("port-unreachable", 3 << 8 | 3)
          .put("fragmentation-needed", 3 << 8 | 4)
          .put("administratively-prohibited", 3 << 8 | 13)
          .put("source-quench", 4 << 8)
          .put("redirect", 5 << 8 | 1)
          .put("echo-request", 8 << 8)
          .put("router-advertisement", 9 << 8)
          .put("router-solicitation", 10 << 8)
          .put("time-exceeded", 11 << 8)
          .put("reassembly-time-exceeded", 11 << 8 | 1)
          .put("parameter-problem", 12 << 8)
          .put("timestamp-request", 13 << 8)
          .put("timestamp-reply", 14 << 8)
          .put("address-mask-request", 17 << 8)
          .put("address-mask-reply", 18 << 8)
          .buildOrThrow();

  /** Type and code of ICMPv6 (RFC 4443, RFC 4861, RFC 2710, RFC 3810). */
  private static final ImmutableBiMap<String, Integer> ICMPV6 =
      ImmutableBiMap.<String, Integer>builder()
          .put("no-route", 1 << 8)
          .put("administratively-prohibited", 1 << 8 | 1)
          .put("address-unreachable", 1 << 8 | 3)
          .put("port-unreachable", 1 << 8 | 4)
          .put("packet-too-big", 2 << 8)
          .put("time-exceeded", 3 << 8)
          .put("reassembly-time-exceeded", 3 << 8 | 1)
          .put("parameter-problem", 4 << 8)
          .put("echo-request", 128 << 8)
          .put("echo-reply", 129 << 8)
          .put("mld-query", 130 << 8)
          .put("mld-report", 131 << 8)
          .put("mld-done", 132 << 8)
          .put("router-solicitation", 133 << 8)
          .put("router-advertisement", 134 << 8)
          .put("neighbor-solicitation", 135 << 8)
          .put("neighbor-advertisement", 136 << 8)
          .put("redirect", 137 << 8)
          .put("mldv2-report", 143 << 8)
          .buildOrThrow();

  /** Types of IGMP (RFC 2236, RFC 3376); the code is not used. */
  private static final ImmutableBiMap<String, Integer> IGMP =
      ImmutableBiMap.of(
          "query", 0x11,
          "v1-report", 0x12,
          "v2-report", 0x16,
          "leave", 0x17,
          "v3-report", 0x22);

  /** Operations of ARP (RFC 826); an announcement is a request, too. */
  private static final ImmutableBiMap<String, Integer> ARP =
      ImmutableBiMap.of("who-has", 1, "reply", 2);

  /** Operations of RARP (RFC 903). */
  private static final ImmutableBiMap<String, Integer> RARP =
      ImmutableBiMap.of("who-is", 3, "reply", 4);

  /** Types of BPDUs (IEEE 802.1D). */
  private static final ImmutableBiMap<String, Integer> STP =
      ImmutableBiMap.of("config", 0, "tcn", 0x80);

  /** Control bits of TCP (RFC 9293), the lowest first. */
  private static final ImmutableBiMap<String, Integer> TCP_FLAGS =
      ImmutableBiMap.of(
          "fin", 1, "syn", 2, "rst", 4, "psh", 8, "ack", 16, "urg", 32, "ece", 64, "cwr", 128);

  private static final String NO_FLAG = "none";

  private MessageNames() {}

  /** {@return the messages of a protocol; none if its messages have no names} */
  static ImmutableBiMap<String, Integer> of(LayerType type) {
    return switch (type) {
      case ICMP -> ICMP;
      case ICMPV6 -> ICMPV6;
      case IGMP -> IGMP;
      case ARP -> ARP;
      case RARP -> RARP;
      case STP -> STP;
      default -> ImmutableBiMap.of();
    };
  }

  /** {@return the control bits that words such as {@code syn,ack} name; null if one is unknown} */
  static @Nullable Integer flags(String text) {
    if (text.equals(NO_FLAG)) {
      return 0;
    }
    int flags = 0;
    for (String name : text.split(",", -1)) {
      Integer flag = TCP_FLAGS.get(name);
      if (flag == null) {
        return null;
      }
      flags |= flag;
    }
    return flags;
  }

  /** {@return the words for control bits} */
  static String flags(int flags) {
    StringBuilder text = new StringBuilder();
    TCP_FLAGS.forEach(
        (name, flag) -> {
          if ((flags & flag) != 0) {
            text.append(text.isEmpty() ? "" : ",").append(name);
          }
        });
    return text.isEmpty() ? NO_FLAG : text.toString();
  }

  /** {@return the names of control bits} */
  static ImmutableBiMap<String, Integer> flagNames() {
    return TCP_FLAGS;
  }
}
