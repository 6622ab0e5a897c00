package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;

/**
 * Where matches and targets may be used: what iptables, ip6tables and ebtables 1.8.9 (nf_tables)
 * and Linux 6.18 were seen to refuse, which is more than iptables-extensions(8) and ebtables(8)
 * say. A row is found by the name of an extension, with the option (and its word) if only that is
 * restricted. What has no row may be used everywhere.
 */
final class PlaceTable {

  private static final long ICMP = 1;
  private static final long TCP = 6;
  private static final long UDP = 17;
  private static final long DCCP = 33;
  private static final long SCTP = 132;
  private static final long ARP = 0x806;

  private static final Hook[] INCOMING = {Hook.PREROUTING, Hook.INPUT, Hook.FORWARD};
  private static final Hook[] OUTGOING = {Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING};
  private static final Hook[] FRAMES_IN = {
    Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.BROUTING
  };

  private static final Place MANGLE = Place.in(Table.MANGLE);
  private static final Place ANY_NAT = Place.in(Table.NAT);
  private static final Place RAW = Place.in(Table.RAW);
  private static final Place LABELS = Place.in(Table.MANGLE, Table.SECURITY);
  private static final Place NEEDS_TCP = Place.with(TCP);

  private static final ImmutableMap<String, Place> PACKET_TARGETS =
      ImmutableMap.<String, Place>builder()
          .put("DROP", Place.in(Table.FILTER, Table.MANGLE, Table.RAW, Table.SECURITY))
          .put("REJECT", Place.in(Table.FILTER).from(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT))
          .put("REJECT --reject-with tcp-reset", NEEDS_TCP)
          .put("MASQUERADE", ANY_NAT.from(Hook.POSTROUTING))
          .put("SNAT", ANY_NAT.from(Hook.INPUT, Hook.POSTROUTING))
          .put("DNAT", ANY_NAT.from(Hook.PREROUTING, Hook.OUTPUT))
          .put("REDIRECT", ANY_NAT.from(Hook.PREROUTING, Hook.OUTPUT))
          .put("NETMAP", ANY_NAT)
          .put("a new port", Place.with(TCP, UDP, SCTP, DCCP, ICMP).orNegated())
          .put("CHECKSUM", MANGLE)
          .put("CLASSIFY", Place.at(OUTGOING))
          .put("CONNSECMARK", LABELS)
          .put("CT", RAW)
          .put("DSCP", MANGLE)
          .put("ECN", MANGLE)
          .put("ECN --ecn-tcp-remove", NEEDS_TCP)
          .put("ECN --ecn-tcp-cwr", NEEDS_TCP)
          .put("ECN --ecn-tcp-ece", NEEDS_TCP)
          .put("NOTRACK", RAW)
          .put("SECMARK", LABELS)
          .put("SYNPROXY", Place.at(Hook.INPUT, Hook.FORWARD).needing(TCP))
          .put("TCPMSS", NEEDS_TCP)
          .put("TCPMSS --clamp-mss-to-pmtu", Place.directlyAt(OUTGOING))
          .put("TCPOPTSTRIP", MANGLE.needing(TCP))
          .put("TOS", MANGLE)
          .put("TPROXY", MANGLE.from(Hook.PREROUTING).needing(TCP, UDP))
          .put("TTL", MANGLE)
          .put("HL", MANGLE)
          .put("DNPT", MANGLE.from(Hook.PREROUTING, Hook.OUTPUT))
          .put("SNPT", MANGLE.from(Hook.INPUT, Hook.POSTROUTING))
          .buildOrThrow();

  private static final ImmutableMap<String, Place> PACKET_MATCHES =
      ImmutableMap.<String, Place>builder()
          .put("-i", Place.directlyAt(INCOMING))
          .put("-o", Place.directlyAt(OUTGOING))
          .put("addrtype --limit-iface-in", Place.directlyAt(INCOMING))
          .put("addrtype --limit-iface-out", Place.directlyAt(OUTGOING))
          .put("cgroup", Place.at(Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING))
          .put("devgroup --src-group", Place.directlyAt(INCOMING))
          .put("devgroup --dst-group", Place.directlyAt(OUTGOING))
          .put("mac", Place.at(INCOMING))
          .put("owner", Place.at(Hook.OUTPUT, Hook.POSTROUTING))
          .put(
              RuleParts.UNBRIDGED_OUT,
              Place.directlyAt(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.POSTROUTING))
          .put("policy --dir in", Place.directlyAt(INCOMING))
          .put("policy --dir out", Place.directlyAt(OUTGOING))
          .put("realm", Place.at(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING))
          .put("rpfilter", Place.in(Table.RAW, Table.MANGLE).from(Hook.PREROUTING))
          .put("socket", Place.at(Hook.PREROUTING, Hook.INPUT))
          .buildOrThrow();

  private static final ImmutableMap<String, Place> FRAME_TARGETS =
      ImmutableMap.of(
          "dnat",
          Place.in(Table.NAT, Table.BROUTE).from(Hook.PREROUTING, Hook.OUTPUT, Hook.BROUTING),
          "snat",
          ANY_NAT.from(Hook.POSTROUTING),
          "redirect",
          Place.in(Table.NAT, Table.BROUTE).from(Hook.PREROUTING, Hook.BROUTING),
          "arpreply",
          ANY_NAT.from(Hook.PREROUTING).needing(ARP));

  private static final ImmutableMap<String, Place> FRAME_MATCHES =
      ImmutableMap.of(
          "-i", Place.directlyAt(FRAMES_IN),
          "-o", Place.directlyAt(OUTGOING),
          "--logical-in", Place.directlyAt(FRAMES_IN),
          "--logical-out", Place.directlyAt(OUTGOING));

  /** Options that need one of some others next to them. */
  private static final ImmutableMap<String, ImmutableList<String>> COMPANIONS =
      ImmutableMap.of(
          "addrtype --limit-iface-in",
          ImmutableList.of("addrtype --src-type", "addrtype --dst-type"),
          "addrtype --limit-iface-out",
          ImmutableList.of("addrtype --src-type", "addrtype --dst-type"),
          "owner --suppl-groups",
          ImmutableList.of("owner --gid-owner"),
          "statistic --every",
          ImmutableList.of("statistic --packet"));

  private static final ImmutableMap<Long, String> PROTOCOLS =
      ImmutableMap.of(ICMP, "icmp", TCP, "tcp", UDP, "udp", DCCP, "dccp", SCTP, "sctp", ARP, "ARP");

  private PlaceTable() {}

  static Optional<Place> target(Family family, String part) {
    return Optional.ofNullable(
        (family == Family.BRIDGE ? FRAME_TARGETS : PACKET_TARGETS).get(part));
  }

  static Optional<Place> match(Family family, String part) {
    return Optional.ofNullable(
        (family == Family.BRIDGE ? FRAME_MATCHES : PACKET_MATCHES).get(part));
  }

  /** {@return the options of which a match needs one; none if it needs none} */
  static List<String> companions(Family family, String part) {
    return family == Family.BRIDGE
        ? ImmutableList.of()
        : COMPANIONS.getOrDefault(part, ImmutableList.of());
  }

  /** {@return the names of the protocols of which a rule must have one} */
  static List<String> protocolNames(Place place) {
    return place.protocols().stream()
        .map(number -> PROTOCOLS.getOrDefault(number, String.valueOf(number)))
        .toList();
  }

  /** {@return whether the tool's command sets such a policy} */
  static boolean takesPolicy(Family family, String table, Target.Verdict policy) {
    return family == Family.BRIDGE || policy != Target.DROP || !table.equals(Table.NAT);
  }
}
