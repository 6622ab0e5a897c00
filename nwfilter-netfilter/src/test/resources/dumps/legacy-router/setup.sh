#!/bin/sh
# Made with iptables-legacy: all five tables, filled in the order filter, nat, mangle, raw, security.
set -eu
i=iptables-legacy
$i -P FORWARD DROP
$i -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
$i -A FORWARD -i lan0 -o wan0 -s 192.168.3.0/24 -j ACCEPT
$i -A FORWARD -p tcp -d 192.168.3.5 --dport 8080 -m conntrack --ctstate DNAT -j ACCEPT
$i -A FORWARD ! -s 0.0.0.0/0 -j QUEUE
$i -t nat -A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 192.168.3.5:8080
$i -t nat -A POSTROUTING -o wan0 -j MASQUERADE
$i -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
$i -t mangle -A PREROUTING -j CONNMARK --restore-mark
$i -t raw -A PREROUTING -p udp --dport 53 -j NOTRACK
$i -t security -A INPUT -j ACCEPT
