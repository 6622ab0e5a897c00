package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Rules of hosts: every target, jumps and ends of chains, in all tables. */
final class HostRules {

  private HostRules() {}

  private static RuleCase iptables(String name, String table, String... lines) {
    return RuleCase.of(name, text("iptables", table, lines));
  }

  private static RuleCase both(String name, String table, String... lines) {
    return RuleCase.of(name, text("iptables", table, lines), text("ip6tables", table, lines));
  }

  private static RuleCase frames(String name, String table, String... lines) {
    return RuleCase.of(name, "# ebtables\n*" + table + "\n" + String.join("\n", lines) + "\n");
  }

  private static String text(String tool, String table, String... lines) {
    return "# " + tool + "\n*" + table + "\n" + String.join("\n", lines) + "\nCOMMIT\n";
  }

  static List<RuleCase> all() {
    return ImmutableList.<RuleCase>builder()
        .addAll(filtering())
        .addAll(changing())
        .addAll(ofFrames())
        .build();
  }

  private static List<RuleCase> filtering() {
    return ImmutableList.of(
        both(
            "jumps, gotos and returns",
            "filter",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD DROP [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":a - [0:0]",
            ":b - [0:0]",
            ":c - [0:0]",
            "-A FORWARD -p tcp -j a",
            "-A FORWARD -p udp -g b",
            "-A FORWARD -j ACCEPT",
            "-A INPUT -p udp -j b",
            "-A a -p tcp -m tcp --dport 0:1023 -g c",
            "-A a -p tcp -m tcp --tcp-flags SYN,RST,ACK,FIN SYN -j RETURN",
            "-A a -j DROP",
            "-A b -p udp -m udp --sport 67:68 -j ACCEPT",
            "-A b -j RETURN",
            "-A b -j DROP",
            "-A c -p tcp -m tcp --dport 22 -j ACCEPT"),
        both(
            "a firewall with states",
            "filter",
            ":INPUT DROP [0:0]",
            ":FORWARD DROP [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A INPUT -m conntrack --ctstate INVALID -j DROP",
            "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
            "-A FORWARD -m conntrack --ctstate INVALID -j DROP",
            "-A FORWARD -m conntrack --ctstate UNTRACKED -j ACCEPT",
            "-A FORWARD -m conntrack ! --ctstate NEW -j ACCEPT",
            "-A FORWARD -p tcp -m multiport --dports 22,53,80,1000:40000 -j ACCEPT",
            "-A FORWARD -p udp -m multiport --ports 53,67,68 -j ACCEPT"),
        RuleCase.of(
            "hops that are left",
            text(
                "iptables",
                "mangle",
                ":PREROUTING ACCEPT [0:0]",
                ":INPUT ACCEPT [0:0]",
                ":FORWARD ACCEPT [0:0]",
                ":OUTPUT ACCEPT [0:0]",
                ":POSTROUTING ACCEPT [0:0]",
                "-A PREROUTING -m ttl --ttl-eq 3 -j DROP",
                "-A FORWARD -m ttl --ttl-gt 63 -j DROP",
                "-A FORWARD -m ttl --ttl-eq 1 -j ACCEPT",
                "-A INPUT -p udp -m ttl ! --ttl-eq 1 -j DROP",
                "-A POSTROUTING -m ttl --ttl-lt 4 -j DROP"),
            text(
                "ip6tables",
                "mangle",
                ":FORWARD ACCEPT [0:0]",
                ":POSTROUTING ACCEPT [0:0]",
                "-A FORWARD -m hl --hl-gt 63 -j DROP",
                "-A POSTROUTING -p udp -m hl --hl-lt 64 -j DROP")),
        both(
            "replies that are dropped",
            "filter",
            ":FORWARD ACCEPT [0:0]",
            "-A FORWARD -m conntrack --ctstate NEW",
            "-A FORWARD -m conntrack --ctstate INVALID",
            "-A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir ORIGINAL",
            "-A FORWARD -m conntrack --ctstate ESTABLISHED --ctdir REPLY",
            "-A FORWARD -m conntrack --ctstatus ASSURED",
            "-A FORWARD -p udp -m conntrack --ctdir REPLY -j DROP",
            "-A FORWARD -p tcp -m tcp --tcp-flags RST RST -j DROP",
            "-A FORWARD -p sctp -m conntrack --ctdir REPLY -j DROP"),
        RuleCase.of(
            "every kind of rejection",
            text(
                "iptables",
                "filter",
                ":INPUT ACCEPT [0:0]",
                ":FORWARD ACCEPT [0:0]",
                ":OUTPUT ACCEPT [0:0]",
                "-A INPUT -p udp -j REJECT --reject-with icmp-port-unreachable",
                "-A FORWARD -p udp -j REJECT --reject-with icmp-admin-prohibited",
                "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset",
                "-A FORWARD -p icmp -j REJECT --reject-with icmp-host-unreachable",
                "-A OUTPUT -p udp -m udp --dport 53 -j REJECT"),
            text(
                "ip6tables",
                "filter",
                ":INPUT ACCEPT [0:0]",
                ":FORWARD ACCEPT [0:0]",
                ":OUTPUT ACCEPT [0:0]",
                "-A FORWARD -p udp -j REJECT --reject-with icmp6-adm-prohibited",
                "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset")),
        iptables(
            "physdev in all chains",
            "mangle",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A PREROUTING -m physdev --physdev-in vnet2",
            "-A PREROUTING -m physdev ! --physdev-in vnet2",
            "-A PREROUTING -m physdev --physdev-is-in",
            "-A INPUT -m physdev --physdev-in vnet+",
            "-A INPUT -m physdev ! --physdev-is-in",
            "-A FORWARD -m physdev --physdev-is-bridged",
            "-A FORWARD -m physdev ! --physdev-is-bridged",
            "-A FORWARD -m physdev --physdev-in vnet2 --physdev-out vnet3",
            "-A FORWARD -m physdev --physdev-is-bridged ! --physdev-out vnet3",
            "-A FORWARD -i virbr0 -o virbr0",
            "-A FORWARD -i virbr0 ! -o virbr0",
            "-A POSTROUTING -m physdev --physdev-is-bridged --physdev-out others-virbr0",
            "-A POSTROUTING -o outside",
            "-A PREROUTING -m addrtype --dst-type LOCAL",
            "-A PREROUTING -m addrtype --dst-type BROADCAST,MULTICAST",
            "-A PREROUTING -m addrtype ! --src-type UNICAST",
            "-A PREROUTING -m pkttype --pkt-type broadcast",
            "-A PREROUTING -m pkttype ! --pkt-type unicast",
            "-A PREROUTING -m mac --mac-source 52:54:00:9f:80:45",
            "-A PREROUTING -m length --length 0:60",
            "-A FORWARD -m iprange --src-range 192.168.122.10-192.168.122.11"));
  }

  private static List<RuleCase> changing() {
    return ImmutableList.of(
        both(
            "marks",
            "mangle",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A PREROUTING -p tcp -j MARK --set-xmark 0x5/0xffffffff",
            "-A PREROUTING -p udp -j MARK --set-xmark 0x1/0x3",
            "-A PREROUTING -m mark --mark 0x1/0x1 -j MARK --set-xmark 0x10/0x0",
            "-A PREROUTING -p tcp -j CONNMARK --set-xmark 0x7/0xffffffff",
            "-A FORWARD -m mark --mark 0x15",
            "-A FORWARD -m mark ! --mark 0x0",
            "-A FORWARD -m connmark --mark 0x7",
            "-A POSTROUTING -m mark --mark 0x11 -j DROP"),
        iptables(
            "destinations",
            "nat",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A PREROUTING -d 198.51.100.1/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination"
                + " 192.168.122.10:8080",
            "-A PREROUTING -d 198.51.100.1/32 -p udp -j DNAT --to-destination 192.168.122.10",
            "-A PREROUTING -p tcp -m tcp --dport 22 -j REDIRECT --to-ports 2222",
            "-A PREROUTING -d 192.168.122.99/32 -j DNAT --to-destination 192.168.122.11",
            "-A POSTROUTING -d 192.168.122.10/32 -p tcp -j SNAT --to-source 192.168.122.1"),
        RuleCase.of(
            "destinations that other rules ask for",
            text(
                    "iptables",
                    "nat",
                    ":PREROUTING ACCEPT [0:0]",
                    ":INPUT ACCEPT [0:0]",
                    ":OUTPUT ACCEPT [0:0]",
                    ":POSTROUTING ACCEPT [0:0]",
                    "-A PREROUTING -d 198.51.100.1/32 -p tcp -m tcp --dport 80 -j DNAT"
                        + " --to-destination 192.168.122.10:8080",
                    "-A PREROUTING -d 192.168.122.99/32 -p tcp -m tcp --dport 22 -j DNAT"
                        + " --to-destination 192.168.122.11",
                    "-A PREROUTING -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353",
                    "-A POSTROUTING -s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE")
                + text(
                    "iptables",
                    "filter",
                    ":INPUT ACCEPT [0:0]",
                    ":FORWARD ACCEPT [0:0]",
                    ":OUTPUT ACCEPT [0:0]",
                    "-A FORWARD -p tcp -m multiport --ports 80,443 -j DROP",
                    "-A FORWARD -d 192.168.122.10/32 -p tcp -m tcp --dport 8080 -j ACCEPT",
                    "-A FORWARD -d 192.168.122.11/32 -p tcp -m tcp ! --dport 22 -j DROP",
                    "-A INPUT -d 192.168.122.1/32 -p udp -m udp --dport 5353 -j DROP"),
            "# ebtables\n*filter\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n"
                + "-A FORWARD -p IPv4 --ip-dst 192.168.122.11 --ip-proto tcp --ip-dport 22"
                + " -j DROP\n"
                + "-A OUTPUT -p IPv4 -d 52:54:00:9f:80:45 --ip-dst 192.168.122.10 --ip-proto tcp"
                + " --ip-dport 8080 -j DROP\n"),
        iptables(
            "sources",
            "nat",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A POSTROUTING -s 192.168.122.0/24 ! -d 192.168.122.0/24 -p tcp -j MASQUERADE"
                + " --to-ports 1024-65535",
            "-A POSTROUTING -s 192.168.122.0/24 ! -d 192.168.122.0/24 -p udp -j SNAT --to-source"
                + " 198.51.100.1",
            "-A POSTROUTING -s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE"),
        both(
            "targets that change nothing that rules see",
            "mangle",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A PREROUTING -p udp -j LOG --log-prefix \"udp \"",
            "-A PREROUTING -p tcp -j NFLOG --nflog-group 5",
            "-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
            "-A FORWARD -m physdev --physdev-is-out",
            "-A FORWARD -m physdev ! --physdev-is-out",
            "-A POSTROUTING -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill",
            "-A POSTROUTING -j CLASSIFY --set-class 0001:0002"),
        iptables(
            "fragments and processes",
            "filter",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            "-A FORWARD -f",
            "-A FORWARD ! -f",
            "-A OUTPUT -m owner --uid-owner 0",
            "-A OUTPUT -m owner ! --gid-owner 5",
            "-A OUTPUT -m owner --socket-exists"),
        both(
            "a table that translates nothing",
            "nat",
            ":PREROUTING ACCEPT [0:0]",
            ":INPUT ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            ":POSTROUTING ACCEPT [0:0]",
            "-A PREROUTING -p tcp",
            "-A POSTROUTING -p udp"),
        RuleCase.of(
            "translation of IPv6",
            text(
                "ip6tables",
                "nat",
                ":PREROUTING ACCEPT [0:0]",
                ":INPUT ACCEPT [0:0]",
                ":OUTPUT ACCEPT [0:0]",
                ":POSTROUTING ACCEPT [0:0]",
                "-A PREROUTING -d 2001:db8::1/128 -p tcp -j DNAT --to-destination fd00:122::10",
                "-A POSTROUTING -s fd00:122::/64 ! -d fd00:122::/64 -j MASQUERADE")),
        both(
            "no tracking",
            "raw",
            ":PREROUTING ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            "-A PREROUTING -p udp -j CT --notrack",
            "-A PREROUTING -m conntrack --ctstate INVALID",
            "-A PREROUTING -p tcp -m tcp --dport 0:99 -j DROP"));
  }

  private static List<RuleCase> ofFrames() {
    return ImmutableList.of(
        frames(
            "ends of chains of frames",
            "filter",
            ":INPUT ACCEPT",
            ":FORWARD DROP",
            ":OUTPUT ACCEPT",
            ":a ACCEPT",
            ":b RETURN",
            ":c DROP",
            "-A FORWARD -p IPv4 -j a",
            "-A FORWARD -p IPv6 -j b",
            "-A FORWARD -p ARP -j c",
            "-A FORWARD -p 802_1Q -j ACCEPT",
            "-A FORWARD -p IPv6 --ip6-proto udp -j ACCEPT",
            "-A a -p IPv4 --ip-proto udp -j DROP",
            "-A a -p IPv4 --ip-proto tcp -j RETURN",
            "-A c -p ARP --arp-op Request -j ACCEPT",
            "-A c -p ARP --arp-op Reply -j RETURN"),
        frames(
            "802.3 and priorities",
            "filter",
            ":INPUT ACCEPT",
            ":FORWARD ACCEPT",
            ":OUTPUT ACCEPT",
            "-A FORWARD -p LENGTH --802_3-sap 0xe0 -j CONTINUE",
            "-A FORWARD -p LENGTH --802_3-sap 0x42 -j CONTINUE",
            "-A FORWARD -p LENGTH --802_3-type 0x809b -j CONTINUE",
            "-A FORWARD -p 802_1Q --vlan-prio 0 -j CONTINUE",
            "-A FORWARD -p 802_1Q --vlan-id 7 -j CONTINUE",
            "-A FORWARD -p IPv4 --ip-proto igmp --ip-igmp-type 22:23 -j CONTINUE",
            "-A FORWARD -p ARP --arp-gratuitous -j CONTINUE",
            "-A FORWARD --nflog-group 3 -j CONTINUE"),
        frames(
            "marks of frames",
            "nat",
            ":PREROUTING ACCEPT",
            ":OUTPUT ACCEPT",
            ":POSTROUTING ACCEPT",
            "-A PREROUTING -p IPv4 -j mark --mark-set 0x3 --mark-target CONTINUE",
            "-A PREROUTING -p ARP -j mark --mark-or 0x4 --mark-target CONTINUE",
            "-A PREROUTING --mark 0x3 -j mark --mark-xor 0x1 --mark-target ACCEPT",
            "-A POSTROUTING --mark 0x2 -p IPv4 --ip-proto tcp -j DROP",
            "-A POSTROUTING --mark 0x4/0x4 -j DROP"),
        frames(
            "new MAC addresses",
            "nat",
            ":PREROUTING ACCEPT",
            ":OUTPUT ACCEPT",
            ":POSTROUTING ACCEPT",
            "-A PREROUTING -i vnet2 -p IPv4 --ip-proto udp -j dnat --to-dst 52:54:00:9f:80:46"
                + " --dnat-target ACCEPT",
            "-A PREROUTING -i vnet3 -p IPv4 -j redirect --redirect-target ACCEPT",
            "-A POSTROUTING -o others-virbr0 -j snat --to-src 02:00:00:00:00:33 --snat-arp"
                + " --snat-target ACCEPT"),
        frames(
            "replies to ARP",
            "nat",
            ":PREROUTING ACCEPT",
            ":OUTPUT ACCEPT",
            ":POSTROUTING ACCEPT",
            "-A PREROUTING -i vnet2 -p ARP --arp-op Request -j arpreply --arpreply-mac"
                + " 02:00:00:00:00:44 --arpreply-target DROP"));
  }
}
