package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;

/** The reasons of rejections by the words of nft (nft(8), "Reject statement"). */
final class RejectReasons {

  /** With ICMP. */
  static final ImmutableBiMap<String, RejectReason> ICMP =
      ImmutableBiMap.<String, RejectReason>builder()
          .put("port-unreachable", RejectReason.PORT_UNREACHABLE)
          .put("net-unreachable", RejectReason.NET_UNREACHABLE)
          .put("host-unreachable", RejectReason.HOST_UNREACHABLE)
          .put("prot-unreachable", RejectReason.PROTOCOL_UNREACHABLE)
          .put("net-prohibited", RejectReason.NET_PROHIBITED)
          .put("host-prohibited", RejectReason.HOST_PROHIBITED)
          .put("admin-prohibited", RejectReason.ADMIN_PROHIBITED)
          .buildOrThrow();

  /** With ICMPv6. */
  static final ImmutableBiMap<String, RejectReason> ICMPV6 =
      ImmutableBiMap.of(
          "port-unreachable",
          RejectReason.PORT_UNREACHABLE,
          "addr-unreachable",
          RejectReason.HOST_UNREACHABLE,
          "admin-prohibited",
          RejectReason.ADMIN_PROHIBITED,
          "no-route",
          RejectReason.NO_ROUTE,
          "policy-fail",
          RejectReason.POLICY_FAIL,
          "reject-route",
          RejectReason.REJECT_ROUTE);

  /** With ICMP or ICMPv6, by the packet. */
  static final ImmutableBiMap<String, RejectReason> BOTH =
      ImmutableBiMap.of(
          "port-unreachable",
          RejectReason.PORT_UNREACHABLE,
          "host-unreachable",
          RejectReason.HOST_UNREACHABLE,
          "admin-prohibited",
          RejectReason.ADMIN_PROHIBITED,
          "no-route",
          RejectReason.NO_ROUTE);

  private RejectReasons() {}
}
