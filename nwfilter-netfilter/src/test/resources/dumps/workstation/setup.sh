#!/bin/sh
# A stateful workstation: nothing comes in but answers, ssh from the office, mDNS and pings.
set -eu
for tool in iptables ip6tables; do
  $tool -P INPUT DROP
  $tool -P FORWARD DROP
  $tool -P OUTPUT ACCEPT
  $tool -A INPUT -i lo -j ACCEPT
  $tool -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  $tool -A INPUT -m conntrack --ctstate INVALID -j DROP
  $tool -A INPUT -p tcp -m tcp ! --syn -m conntrack --ctstate NEW -j DROP
done
iptables -A INPUT -p icmp --icmp-type echo-request -m limit --limit 4/sec --limit-burst 8 -j ACCEPT
iptables -A INPUT -p icmp --icmp-type fragmentation-needed -j ACCEPT
iptables -A INPUT -s 172.18.40.0/22 -p tcp --dport ssh -m conntrack --ctstate NEW -j ACCEPT
iptables -A INPUT -d 224.0.0.251 -p udp --dport 5353 -j ACCEPT
iptables -A INPUT -s 172.18.40.9 -p udp --sport 161 -j ACCEPT
iptables -A INPUT -m pkttype --pkt-type broadcast -j DROP
iptables -A INPUT -p tcp --dport 113 -j REJECT --reject-with tcp-reset
iptables -A INPUT -j REJECT
ip6tables -A INPUT -p icmpv6 --icmpv6-type 128 -m limit --limit 4/sec -j ACCEPT
ip6tables -A INPUT -p icmpv6 -m hl --hl-eq 255 -j ACCEPT
ip6tables -A INPUT -d ff02::fb -p udp --dport 5353 -j ACCEPT
ip6tables -A INPUT -j REJECT --reject-with icmp6-adm-prohibited
