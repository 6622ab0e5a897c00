#!/bin/sh
# An IPv6 host with its neighbour discovery rules in a chain of their own.
set -eu
ip6tables -P INPUT DROP
ip6tables -P FORWARD DROP
ip6tables -N icmp6
ip6tables -N nd
ip6tables -A INPUT -i lo -j ACCEPT
ip6tables -A INPUT ! -i lo -s ::1 -j DROP
ip6tables -A INPUT -p ipv6-icmp -j icmp6
ip6tables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables -A INPUT -s fe80::/10 -p udp --sport 547 --dport 546 -j ACCEPT
ip6tables -A INPUT -s 2001:db8:77::/48 -p tcp -m multiport --dports 22,873 -j ACCEPT
ip6tables -A INPUT -d ::8c1:2ff:fe33:4455/::ffff:ffff:ffff:ffff -p tcp --dport 443 -j ACCEPT
ip6tables -A INPUT -m frag --fragmore -j DROP
ip6tables -A INPUT -m ipv6header --header hop-by-hop,dst --soft -j DROP
for type in 1 2 3 4 128 129; do ip6tables -A icmp6 -p icmpv6 --icmpv6-type $type -j ACCEPT; done
ip6tables -A icmp6 -p icmpv6 -m hl --hl-eq 255 -j nd
ip6tables -A icmp6 -p icmpv6 -s fe80::/10 --icmpv6-type 130 -j ACCEPT
ip6tables -A icmp6 -p icmpv6 -s fe80::/10 --icmpv6-type 143/0 -j ACCEPT
ip6tables -A icmp6 -j DROP
for type in router-solicitation router-advertisement neighbour-solicitation neighbour-advertisement; do
  ip6tables -A nd -p icmpv6 --icmpv6-type $type -j ACCEPT
done
ip6tables -A nd -p icmpv6 --icmpv6-type redirect -j DROP
ip6tables -A OUTPUT -p icmpv6 ! --icmpv6-type router-advertisement -j ACCEPT
ip6tables -t nat -A POSTROUTING -s fd77:1::/64 -o eth0 -j MASQUERADE
ip6tables -t mangle -A PREROUTING -i eth0 -d 2001:db8:77:1::/64 -j DNPT --src-pfx 2001:db8:77:1::/64 --dst-pfx fd77:1::/64
