package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableMap;

/** Words that stand for longer expressions. */
final class Abbreviations {

  /** What each one stands for. */
  static final ImmutableMap<String, String> MEANINGS =
      ImmutableMap.<String, String>builder()
          .put("dhcp", "ip udp (sport 68 dport 67 or sport 67 dport 68)")
          .put("dhcpv6", "ip6 udp (sport 546 dport 547 or sport 547 dport 546)")
          .put("dns", "(tcp or udp) dport 53")
          .put("na", "icmpv6 neighbor-advertisement")
          .put("ns", "icmpv6 neighbor-solicitation")
          .put("ping", "icmp echo-request or icmpv6 echo-request")
          .put("ra", "icmpv6 router-advertisement")
          .buildOrThrow();

  private Abbreviations() {}
}
