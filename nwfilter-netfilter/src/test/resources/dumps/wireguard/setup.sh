#!/bin/sh
# A WireGuard server and what wg-quick adds for a full tunnel.
set -eu
iptables -A INPUT -p udp --dport 51820 -j ACCEPT
iptables -A FORWARD -i wg0 -o eth0 -s 10.66.0.0/24 -j ACCEPT
iptables -A FORWARD -i eth0 -o wg0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -i wg0 -o wg0 -s 10.66.0.7 -d 10.66.0.9 -j ACCEPT
iptables -A FORWARD -i wg0 -j REJECT --reject-with icmp-admin-prohibited
iptables -t nat -A POSTROUTING -s 10.66.0.0/24 -o eth0 -j MASQUERADE
iptables -t raw -A PREROUTING ! -i wg1 -d 10.67.0.2 -m addrtype ! --src-type LOCAL -m comment --comment "wg-quick(8) rule for wg1" -j DROP
iptables -t mangle -A POSTROUTING -m mark --mark 0xca6c -p udp -m comment --comment "wg-quick(8) rule for wg1" -j CONNMARK --save-mark
iptables -t mangle -A PREROUTING -p udp -m comment --comment "wg-quick(8) rule for wg1" -j CONNMARK --restore-mark
ip6tables -t raw -A PREROUTING ! -i wg1 -d fd66::2 -m addrtype ! --src-type LOCAL -m comment --comment "wg-quick(8) rule for wg1" -j DROP
ip6tables -A FORWARD -i wg0 -s fd66::/64 -j ACCEPT
ip6tables -t nat -A POSTROUTING -s fd66::/64 -o eth0 -j MASQUERADE
