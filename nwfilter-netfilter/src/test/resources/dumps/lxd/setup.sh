#!/bin/sh
# An LXD bridge with generated comments, in all three families.
set -eu
g='generated for LXD network lxdbr0'
iptables -A INPUT -i lxdbr0 -p tcp --dport 53 -m comment --comment "$g" -j ACCEPT
iptables -A INPUT -i lxdbr0 -p udp --dport 53 -m comment --comment "$g" -j ACCEPT
iptables -A INPUT -i lxdbr0 -p udp --dport 67 -m comment --comment "$g" -j ACCEPT
iptables -A OUTPUT -o lxdbr0 -p udp --sport 53 -m comment --comment "$g" -j ACCEPT
for flag in -i -o; do iptables -A FORWARD $flag lxdbr0 -m comment --comment "$g" -j ACCEPT; ip6tables -A FORWARD $flag lxdbr0 -m comment --comment "$g" -j ACCEPT; done
iptables -t nat -A POSTROUTING -s 10.183.20.0/24 ! -d 10.183.20.0/24 -m comment --comment "$g" -j MASQUERADE
ip6tables -t nat -A POSTROUTING -s fd42:7c:91e::/64 ! -d fd42:7c:91e::/64 -m comment --comment "$g" -j MASQUERADE
iptables -t mangle -A POSTROUTING -o lxdbr0 -p udp --dport 68 -m comment --comment "$g" -j CHECKSUM --checksum-fill
ebtables -A FORWARD -s ! 00:16:3e:2b:9d:10 -i veth1f3a02 -j DROP
ebtables -A INPUT -s ! 00:16:3e:2b:9d:10 -i veth1f3a02 -j DROP
ebtables -A FORWARD -p ARP -i veth1f3a02 --arp-ip-src ! 10.183.20.15 -j DROP
ebtables -A FORWARD -p IPv4 -s 00:16:3e:2b:9d:10 -i veth1f3a02 --ip-src 10.183.20.15 -j ACCEPT
ebtables -A FORWARD -p IPv6 -i veth1f3a02 --ip6-src ! fd42:7c:91e::f -j DROP
ebtables -A FORWARD -p IPv6 -i veth1f3a02 --ip6-proto ipv6-icmp --ip6-icmp-type router-advertisement -j DROP
