#!/bin/sh
# A small router: one uplink, two inner networks, port forwarding, a guest network without access to the others.
set -eu
WAN=ppp0 LAN=eth1 GUEST=eth2.30 DMZ=eth3
iptables -P INPUT DROP
iptables -P FORWARD DROP
for chain in wan-in lan-in guest-in fwd-lan fwd-guest fwd-dmz; do iptables -N $chain; done
iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A INPUT -i $WAN -g wan-in
iptables -A INPUT -i $LAN -j lan-in
iptables -A INPUT -i $GUEST -j guest-in
iptables -A wan-in -p udp --dport 51820 -j ACCEPT
iptables -A wan-in -p tcp -m multiport --dports 80,443 -j ACCEPT
iptables -A wan-in -p icmp --icmp-type 8 -m limit --limit 30/min -j ACCEPT
iptables -A wan-in -j DROP
iptables -A lan-in -s 192.168.14.0/24 -j ACCEPT
iptables -A lan-in -p udp --sport 68 --dport 67 -j ACCEPT
iptables -A guest-in -p udp -m multiport --dports 53,67 -j ACCEPT
iptables -A guest-in -p tcp --dport 53 -j ACCEPT
iptables -A guest-in -j REJECT --reject-with icmp-admin-prohibited
iptables -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i $LAN -s 192.168.14.0/24 -j fwd-lan
iptables -A FORWARD -i $GUEST -o $WAN -j fwd-guest
iptables -A FORWARD -o $DMZ -j fwd-dmz
iptables -A fwd-lan -p tcp --dport 25 ! -d 203.0.113.25 -j REJECT --reject-with tcp-reset
iptables -A fwd-lan ! -o $GUEST -j ACCEPT
iptables -A fwd-guest -d 10.0.0.0/8 -j DROP
iptables -A fwd-guest -d 172.16.0.0/12 -j DROP
iptables -A fwd-guest -d 192.168.0.0/16 -j DROP
iptables -A fwd-guest -m time --timestart 06:00 --timestop 23:30 --kerneltz -j ACCEPT
iptables -A fwd-dmz -i $WAN -d 192.168.15.10 -p tcp --dport 8443 -j ACCEPT
iptables -A fwd-dmz -i $WAN -d 192.168.15.11 -p tcp --dport 22 -m state --state NEW -m recent --set --name DMZSSH
iptables -A fwd-dmz -i $WAN -d 192.168.15.11 -p tcp --dport 22 -m state --state NEW -m recent --update --seconds 120 --hitcount 5 --name DMZSSH -j DROP
iptables -A fwd-dmz -i $WAN -d 192.168.15.11 -p tcp --dport 22 -j ACCEPT
iptables -t nat -A PREROUTING -i $WAN -p tcp --dport 443 -j DNAT --to-destination 192.168.15.10:8443
iptables -t nat -A PREROUTING -i $WAN -p tcp --dport 2222 -j DNAT --to 192.168.15.11:22
iptables -t nat -A PREROUTING -i $WAN -p udp --dport 27000:27050 -j DNAT --to-destination 192.168.14.60
iptables -t nat -A PREROUTING -i $GUEST -p udp --dport 53 ! -d 192.168.30.1 -j REDIRECT
iptables -t nat -A POSTROUTING -o $WAN -s 192.168.14.0/24 -j MASQUERADE
iptables -t nat -A POSTROUTING -o $WAN -s 192.168.15.0/24 -j SNAT --to-source 198.51.100.17
iptables -t nat -A POSTROUTING -o $WAN -s 192.168.30.0/24 -p tcp -j MASQUERADE --to-ports 40000-50000
iptables -t mangle -A FORWARD -o $WAN -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
