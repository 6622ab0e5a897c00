package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Map;

/** The options of iptables and ip6tables that ask for fields (iptables-extensions(8)). */
final class PacketOptions {

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int ICMPV6 = 58;
  private static final int SCTP = 132;
  private static final int UDPLITE = 136;

  /** What multiport needs. */
  static final Need ANY_PORTS = Need.of(Field.IP_PROTOCOL, TCP, UDP, UDPLITE, SCTP, DCCP);

  private PacketOptions() {}

  static ImmutableList<FieldOption> of(Family family) {
    boolean ipv4 = family == Family.IPV4;
    Field source = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    Field destination = ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    ImmutableList.Builder<FieldOption> rows = ImmutableList.builder();
    rows.add(
        own("-s", source, AddressForms.NETWORK)
            .also("--source", "--src")
            .listed(ListingColumn.SOURCE),
        own("-d", destination, AddressForms.NETWORK)
            .also("--destination", "--dst")
            .listed(ListingColumn.DESTINATION),
        own("-i", Field.IN_INTERFACE, AddressForms.INTERFACE)
            .also("--in-interface")
            .listed(ListingColumn.IN),
        own("-o", Field.OUT_INTERFACE, AddressForms.INTERFACE)
            .also("--out-interface")
            .listed(ListingColumn.OUT),
        own("-p", Field.IP_PROTOCOL, NameForms.PROTOCOL)
            .also("--protocol", "--proto")
            .listed(ListingColumn.PROTOCOL));
    if (ipv4) {
      rows.add(
          own("-f", Field.IPV4_FRAGMENT_OFFSET, NumberForms.ZERO_FLAG)
              .also("--fragment")
              .invertedSense()
              .listed(ListingColumn.FRAGMENT));
    }
    addTransport(rows);
    rows.add(icmp(ipv4));
    addPacket(rows, source, destination);
    addConnection(rows);
    return rows.build();
  }

  /** {@return the label of a negated list of ports, which has an additional blank} */
  static String negatedList(String label) {
    return label + " !";
  }

  private static FieldOption own(String name, Field field, ValueForm form) {
    return FieldOption.of("", name, field, form, Need.NOTHING);
  }

  private static FieldOption row(String extension, String name, Field field, ValueForm form) {
    return FieldOption.of(extension, name, field, form, Need.NOTHING);
  }

  private static void addTransport(ImmutableList.Builder<FieldOption> rows) {
    ImmutableMap<String, Integer> protocols =
        ImmutableMap.of("tcp", TCP, "udp", UDP, "sctp", SCTP, "dccp", DCCP);
    for (Map.Entry<String, Integer> protocol : protocols.entrySet()) {
      Need need = Need.of(Field.IP_PROTOCOL, protocol.getValue());
      String name = protocol.getKey();
      // Only the extension for UDP does not check the order (iptables 1.8.9).
      ValueForm ports = name.equals("udp") ? NumberForms.ANY_RANGE : NumberForms.RANGE;
      rows.add(
          FieldOption.of(name, "--sport", Field.SOURCE_PORT, ports, need)
              .also("--source-port")
              .listed(ListingLabel.port("spt")),
          FieldOption.of(name, "--dport", Field.DESTINATION_PORT, ports, need)
              .also("--destination-port")
              .listed(ListingLabel.port("dpt")));
    }
    Need tcp = Need.of(Field.IP_PROTOCOL, TCP);
    rows.add(
        FieldOption.of("tcp", "--tcp-option", Field.TCP_OPTION, NumberForms.POSITIVE, tcp)
            .listed(ListingLabel.glued("option=")),
        FieldOption.of("tcp", "--tcp-flags", Field.TCP_FLAGS, BitNameForms.TCP_FLAGS, tcp)
            .listed(ListingLabel.glued("flags:")),
        FieldOption.of("multiport", "--sports", Field.SOURCE_PORT, NumberForms.LIST, ANY_PORTS)
            .also("--source-ports")
            .listed(ListingLabel.of("sports ", negatedList("sports "))),
        FieldOption.of("multiport", "--dports", Field.DESTINATION_PORT, NumberForms.LIST, ANY_PORTS)
            .also("--destination-ports")
            .listed(ListingLabel.of("dports ", negatedList("dports "))));
  }

  private static FieldOption icmp(boolean ipv4) {
    return ipv4
        ? FieldOption.of(
                "icmp",
                "--icmp-type",
                Field.ICMP_TYPE,
                IcmpForms.ICMP,
                Need.of(Field.IP_PROTOCOL, ICMP))
            .listed(ListingLabel.of("icmptype ", "icmp !type "))
        : FieldOption.of(
                "icmp6",
                "--icmpv6-type",
                Field.ICMPV6_TYPE,
                IcmpForms.ICMPV6,
                Need.of(Field.IP_PROTOCOL, ICMPV6))
            .listed(ListingLabel.of("ipv6-icmptype ", "ipv6-icmp !type "));
  }

  private static void addPacket(
      ImmutableList.Builder<FieldOption> rows, Field source, Field destination) {
    boolean ipv4 = source == Field.IPV4_SOURCE;
    String hops = ipv4 ? "ttl" : "hl";
    String label = ipv4 ? "TTL match TTL" : "HL match HL";
    rows.add(
        row("iprange", "--src-range", source, AddressForms.ADDRESS_RANGE)
            .listed(ListingLabel.apart("source IP range ")),
        row("iprange", "--dst-range", destination, AddressForms.ADDRESS_RANGE)
            .listed(ListingLabel.apart("destination IP range ")),
        row("mac", "--mac-source", Field.ETHERNET_SOURCE, AddressForms.MAC)
            .listed(ListingLabel.apart("MAC ")),
        row("dscp", "--dscp", Field.IP_TOS, NumberForms.UPPER_SIX)
            .listed(ListingLabel.glued("DSCP match ")),
        row("tos", "--tos", Field.IP_TOS, NumberForms.MASKED_OCTET)
            .listed(ListingLabel.glued("tos match")),
        row(hops, "--" + hops + "-eq", Field.IP_TTL, NumberForms.DECIMAL)
            .also("--" + hops)
            .listed(ListingLabel.of(label + " == ", label + " != ")),
        row(hops, "--" + hops + "-lt", Field.IP_TTL, NumberForms.BELOW)
            .listed(ListingLabel.before(label + " < ")),
        row(hops, "--" + hops + "-gt", Field.IP_TTL, NumberForms.ABOVE)
            .listed(ListingLabel.before(label + " > ")),
        row("physdev", "--physdev-in", Field.IN_PORT, AddressForms.INTERFACE)
            .listed(ListingLabel.before("--physdev-in ")),
        row("physdev", "--physdev-out", Field.OUT_PORT, AddressForms.INTERFACE)
            .listed(ListingLabel.before("--physdev-out ")),
        row("physdev", "--physdev-is-in", Field.HAS_IN_PORT, NumberForms.FLAG)
            .listed(ListingLabel.before("--physdev-is-in")),
        row("physdev", "--physdev-is-out", Field.HAS_OUT_PORT, NumberForms.FLAG)
            .listed(ListingLabel.before("--physdev-is-out")),
        row("physdev", "--physdev-is-bridged", Field.IS_BRIDGED, NumberForms.FLAG)
            .listed(ListingLabel.before("--physdev-is-bridged")),
        row("mark", "--mark", Field.MARK, NumberForms.MASKED)
            .listed(ListingLabel.apart("mark match ")),
        row("length", "--length", Field.PACKET_LENGTH, NumberForms.RANGE)
            .listed(ListingLabel.glued("length ")),
        row("pkttype", "--pkt-type", Field.PACKET_TYPE, NameForms.PACKET_TYPE)
            .listed(ListingLabel.of("PKTTYPE = ", "PKTTYPE != ")),
        row("addrtype", "--src-type", Field.SOURCE_ADDRESS_TYPE, BitNameForms.ADDRESS_TYPES)
            .listed(ListingLabel.glued("src-type ")),
        row("addrtype", "--dst-type", Field.DESTINATION_ADDRESS_TYPE, BitNameForms.ADDRESS_TYPES)
            .listed(ListingLabel.glued("dst-type ")),
        row("owner", "--socket-exists", Field.HAS_SOCKET, NumberForms.FLAG)
            .listed(ListingLabel.before("owner socket exists")),
        row("owner", "--uid-owner", Field.SOCKET_USER, NumberForms.HYPHEN_RANGE)
            .listed(ListingLabel.before("owner UID match ")),
        row("owner", "--gid-owner", Field.SOCKET_GROUP, NumberForms.HYPHEN_RANGE)
            .listed(ListingLabel.before("owner GID match ")));
  }

  private static void addConnection(ImmutableList.Builder<FieldOption> rows) {
    rows.add(
        row("conntrack", "--ctstate", Field.CONNECTION_STATE, BitNameForms.CONNECTION_STATES),
        row("state", "--state", Field.CONNECTION_STATE, BitNameForms.STATES),
        row("conntrack", "--ctdir", Field.CONNECTION_DIRECTION, NameForms.CONNECTION_DIRECTION),
        row("conntrack", "--ctstatus", Field.CONNECTION_STATUS, BitNameForms.CONNECTION_STATUSES),
        row("connmark", "--mark", Field.CONNECTION_MARK, NumberForms.MASKED)
            .listed(ListingLabel.of("connmark match  ", "connmark match ! ")));
  }
}
