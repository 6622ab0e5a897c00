#!/bin/sh
# Reverse path and source checks in raw and mangle, tracking switched off for the busy DNS service.
set -eu
iptables -t raw -N SPOOF
iptables -t raw -A PREROUTING -i bond0 -m rpfilter --invert --validmark -j SPOOF
iptables -t raw -A PREROUTING -i bond0 -s 224.0.0.0/3 -j DROP
iptables -t raw -A PREROUTING -i bond0 -s 169.254.0.0/16 -j DROP
iptables -t raw -A PREROUTING -p udp --dport 53 -j CT --notrack
iptables -t raw -A OUTPUT -p udp --sport 53 -j CT --notrack
iptables -t raw -A PREROUTING -i bond0.7 -j CT --zone 7
iptables -t raw -A SPOOF -m limit --limit 10/min -j NFLOG --nflog-group 3 --nflog-prefix "rp filter"
iptables -t raw -A SPOOF -j DROP
iptables -t mangle -A PREROUTING -m addrtype --src-type BROADCAST,MULTICAST -j DROP
iptables -t mangle -A PREROUTING -p tcp -m conntrack --ctstate NEW -m tcpmss ! --mss 536:65535 -j DROP
iptables -t mangle -A PREROUTING -i bond0 ! -s 198.51.100.0/24 -m addrtype --dst-type LOCAL --limit-iface-in -j MARK --set-xmark 0x2/0xf
iptables -t mangle -A PREROUTING -m mac ! --mac-source 00:16:3e:7a:00:01 -i bond0.9 -j DROP
ip6tables -t raw -A PREROUTING -m rpfilter --loose --invert -j DROP
ip6tables -t raw -A PREROUTING -s fc00::/7 -i bond0 -j DROP
ip6tables -t mangle -A PREROUTING -m rt --rt-type 0 -j DROP
iptables -t security -A INPUT -p tcp --dport 6000:6063 -j DROP
