package io.nwfilter.testkit.host;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What hosts do to their own rules. */
final class HostScripts {

  /** Adds rules. */
  static final String OWN =
      """
      iptables -P INPUT DROP
      iptables -A INPUT -i lo -j ACCEPT
      iptables -A INPUT -p tcp --dport 22 -j ACCEPT
      iptables -A FORWARD -p icmp -j DROP
      iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
      ip6tables -A INPUT -p ipv6-icmp -j ACCEPT
      ebtables -A FORWARD -p ARP -j ACCEPT
      """;

  /** Takes all rules and all chains away, and keeps policies. */
  static final String EMPTY =
      empty("iptables", "filter", "nat", "mangle", "raw", "security")
          + empty("ip6tables", "filter", "nat", "mangle", "raw", "security")
          + empty("ebtables", "filter", "nat");

  /** Take the jumps to a machine's chains away, or rules of these. */
  static final ImmutableList<String> FLUSHES =
      ImmutableList.of(
          "ebtables -t nat -F\n",
          "ebtables -t nat -F PREROUTING\n",
          "ebtables -t nat -F POSTROUTING\n",
          "iptables -F\nip6tables -F\n",
          "iptables -F FORWARD\n",
          "iptables -F libvirt-in\n");

  /** Each for itself. */
  static final ImmutableList<String> ALL =
      ImmutableList.of(
          OWN,
          "iptables -F\n",
          "iptables -F\niptables -X\n",
          "iptables -F INPUT\niptables -F FORWARD\n",
          "iptables -t nat -F\niptables -t nat -X\n",
          "ip6tables -F\nip6tables -X\n",
          "iptables -I FORWARD -p sctp -j DROP\n",
          "iptables -A FORWARD -p udp --dport 514 -j ACCEPT\n",
          "iptables -P FORWARD DROP\n",
          "iptables -I INPUT 1 -s 192.0.2.0/24 -j DROP\n");

  /** Whole tables of IPv4. */
  static final String DUMP =
      """
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A POSTROUTING -o eth1 -j MASQUERADE
      COMMIT
      *filter
      :INPUT DROP [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :mine - [0:0]
      -A INPUT -j mine
      -A FORWARD -i eth1 -j ACCEPT
      -A mine -p tcp -m tcp --dport 443 -j ACCEPT
      COMMIT
      """;

  private HostScripts() {}

  private static String empty(String tool, String... tables) {
    return Stream.of(tables)
        .map(table -> "%1$s -t %2$s -F\n%1$s -t %2$s -X\n".formatted(tool, table))
        .collect(Collectors.joining());
  }
}
