#!/bin/sh
# A bridge that binds addresses to ports: ARP, IPv4 and IPv6 spoofing, DHCP servers, storms.
set -eu
e=ebtables
$e -P FORWARD DROP
i=0
for guest in 52:54:00:a1:00:10=10.30.0.10 52:54:00:a1:00:11=10.30.0.11 52:54:00:a1:00:12=10.30.0.12; do
  mac=${guest%%=*}; ip=${guest#*=}
  $e -N from-tap$i -P DROP
  $e -N arp-tap$i -P DROP
  $e -A FORWARD -i tap$i -j from-tap$i
  $e -A from-tap$i -s ! $mac -j DROP
  $e -A from-tap$i -p ARP -j arp-tap$i
  $e -A from-tap$i -p IPv4 --ip-src $ip -j ACCEPT
  $e -A from-tap$i -p IPv4 --ip-src 0.0.0.0 --ip-dst 255.255.255.255 --ip-proto udp --ip-sport 68 --ip-dport 67 -j ACCEPT
  $e -A from-tap$i -p IPv6 --ip6-src fe80::/10 --ip6-proto ipv6-icmp --ip6-icmp-type 135 -j ACCEPT
  $e -A from-tap$i -p IPv6 --ip6-src 2001:db8:30::/64 ! --ip6-proto udp -j ACCEPT
  $e -A arp-tap$i -p ARP --arp-op Request --arp-ip-src $ip --arp-mac-src $mac -j ACCEPT
  $e -A arp-tap$i -p ARP --arp-op Reply --arp-ip-src $ip --arp-mac-src $mac -j ACCEPT
  $e -A arp-tap$i -p ARP --arp-gratuitous --arp-ip-src $ip -j ACCEPT
  $e -A arp-tap$i --log-prefix "arp tap$i" --log-arp --log-level info -j DROP
  i=$((i + 1))
done
$e -A FORWARD -p IPv4 --ip-proto udp --ip-sport 67 -i ! uplink0 -j DROP
$e -A FORWARD -p IPv6 --ip6-proto ipv6-icmp --ip6-icmp-type router-advertisement -i ! uplink0 -j DROP
$e -A FORWARD -d Multicast --pkttype-type multicast --limit 200/sec --limit-burst 400 -j ACCEPT
$e -A FORWARD -d BGA -j DROP
$e -A FORWARD -p Length --802_3-sap 0x42 -j DROP
$e -A FORWARD --among-dst 52:54:00:a1:00:10=10.30.0.10,52:54:00:a1:00:11=10.30.0.11,52:54:00:a1:00:12=10.30.0.12 -i uplink0 -j ACCEPT
$e -A FORWARD --among-src ! 00:1b:21:00:00:01,00:1b:21:00:00:02 -i uplink0 -p ARP -j CONTINUE
$e -A FORWARD -p 0x88cc -j DROP
$e -A INPUT -p IPv4 --ip-proto tcp --ip-dport 22 -i uplink0 -j ACCEPT
$e -A INPUT -i tap+ -j DROP
$e -A OUTPUT -o tap+ -p IPv4 --ip-tos 0x10 -j ACCEPT
iptables -A FORWARD -m physdev --physdev-in tap+ --physdev-is-bridged -p tcp --dport 25 -j REJECT --reject-with tcp-reset
