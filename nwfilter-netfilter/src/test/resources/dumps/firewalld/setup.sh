#!/bin/sh
# firewalld with its iptables backend: two zones, rich rules, direct rules, masquerading and a forwarded port.
set -eu
for tool in iptables ip6tables; do
  case $tool in iptables) reject=icmp-host-prohibited ;; *) reject=icmp6-adm-prohibited ;; esac
  for chain in INPUT_direct INPUT_ZONES FORWARD_direct FORWARD_IN_ZONES FORWARD_OUT_ZONES OUTPUT_direct; do $tool -N $chain; done
  for zone in public trusted; do
    for kind in IN FWDI FWDO; do
      $tool -N ${kind}_$zone
      for part in pre log deny allow post; do $tool -N ${kind}_${zone}_$part; $tool -A ${kind}_$zone -j ${kind}_${zone}_$part; done
    done
    $tool -A IN_$zone -p $([ $tool = iptables ] && echo icmp || echo ipv6-icmp) -j ACCEPT
  done
  $tool -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT
  $tool -A INPUT -i lo -j ACCEPT
  $tool -A INPUT -j INPUT_direct
  $tool -A INPUT -j INPUT_ZONES
  $tool -A INPUT -m conntrack --ctstate INVALID -j DROP
  $tool -A INPUT -j REJECT --reject-with $reject
  $tool -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT
  $tool -A FORWARD -i lo -j ACCEPT
  $tool -A FORWARD -j FORWARD_direct
  $tool -A FORWARD -j FORWARD_IN_ZONES
  $tool -A FORWARD -j FORWARD_OUT_ZONES
  $tool -A FORWARD -m conntrack --ctstate INVALID -j DROP
  $tool -A FORWARD -j REJECT --reject-with $reject
  $tool -A OUTPUT -o lo -j ACCEPT
  $tool -A OUTPUT -j OUTPUT_direct
  $tool -A INPUT_ZONES -i wg0 -g IN_trusted
  $tool -A INPUT_ZONES -i enp2s0 -g IN_public
  $tool -A INPUT_ZONES -g IN_public
  $tool -A FORWARD_IN_ZONES -i wg0 -g FWDI_trusted
  $tool -A FORWARD_IN_ZONES -g FWDI_public
  $tool -A FORWARD_OUT_ZONES -o wg0 -g FWDO_trusted
  $tool -A FORWARD_OUT_ZONES -g FWDO_public
  $tool -A IN_trusted -j ACCEPT
  for port in 22 9090; do $tool -A IN_public_allow -p tcp -m tcp --dport $port -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT; done
done
ip6tables -A IN_public_allow -d fe80::/64 -p udp -m udp --dport 546 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT
iptables -A IN_public_log -s 198.51.100.0/25 -p tcp -m tcp --dport 3306 -m conntrack --ctstate NEW,UNTRACKED -m limit --limit 2/min -j LOG --log-prefix "rich db" --log-level notice
iptables -A IN_public_allow -s 198.51.100.0/25 -p tcp -m tcp --dport 3306 -m conntrack --ctstate NEW,UNTRACKED -m limit --limit 8/min -j ACCEPT
iptables -A IN_public_deny -s 203.0.113.99 -j REJECT --reject-with icmp-admin-prohibited
iptables -A IN_public_allow -m mark --mark 0x64 -j ACCEPT
iptables -A IN_public_deny -p icmp -m icmp --icmp-type 13 -j REJECT --reject-with icmp-host-prohibited
iptables -A INPUT_direct -p tcp -m multiport --dports 5900:5910 -s 172.18.0.0/16 -m comment --comment "direct: vnc" -j ACCEPT
for chain in PREROUTING_direct PREROUTING_ZONES POSTROUTING_direct POSTROUTING_ZONES PRE_public PRE_public_allow POST_public POST_public_allow; do iptables -t nat -N $chain; done
iptables -t nat -A PREROUTING -j PREROUTING_direct
iptables -t nat -A PREROUTING -j PREROUTING_ZONES
iptables -t nat -A POSTROUTING -j POSTROUTING_direct
iptables -t nat -A POSTROUTING -j POSTROUTING_ZONES
iptables -t nat -A PREROUTING_ZONES -g PRE_public
iptables -t nat -A POSTROUTING_ZONES -g POST_public
iptables -t nat -A PRE_public -j PRE_public_allow
iptables -t nat -A POST_public -j POST_public_allow
iptables -t nat -A POST_public_allow ! -o lo -j MASQUERADE
iptables -t nat -A PRE_public_allow -p tcp -m mark --mark 0x64 -j DNAT --to-destination 10.7.0.2:80
iptables -t mangle -N PRE_public_allow
iptables -t mangle -A PREROUTING -j PRE_public_allow
iptables -t mangle -A PRE_public_allow -p tcp -m tcp --dport 8088 -j MARK --set-xmark 0x64/0xffffffff
ip6tables -t raw -A PREROUTING -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j ACCEPT
ip6tables -t raw -A PREROUTING -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT
ip6tables -t raw -A PREROUTING -m rpfilter --invert -j DROP
