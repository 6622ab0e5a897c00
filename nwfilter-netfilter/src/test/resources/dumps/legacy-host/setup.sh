#!/bin/sh
# Made with iptables-legacy and ip6tables-legacy; the dumps are those of the legacy save tools.
set -eu
iptables-legacy -P INPUT DROP
iptables-legacy -N zebra
iptables-legacy -N alpha
iptables-legacy -A INPUT -i lo -j ACCEPT
iptables-legacy -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables-legacy -A INPUT -p tcp --dport 22 -j zebra
iptables-legacy -A INPUT -p udp ! --sport 53 -g alpha
iptables-legacy -A zebra -m comment --comment "legacy \"tables\"" -s 10.0.0.0/8 -j ACCEPT
iptables-legacy -A zebra -m recent --name Z --update --seconds 60 --hitcount 3 -j DROP
iptables-legacy -A zebra -m recent --name Z --set -j ACCEPT
iptables-legacy -A alpha -m limit --limit 5/min -j LOG --log-prefix "legacy: " --log-level debug
iptables-legacy -A alpha -j REJECT
iptables-legacy -A INPUT -i + -j NFLOG --nflog-group 4
ip6tables-legacy -A INPUT -p icmpv6 --icmpv6-type 135 -j ACCEPT
ip6tables-legacy -A INPUT -s fe80::/10 -m eui64 -j ACCEPT
ip6tables-legacy -A INPUT ! -s ::/0 -j DROP
