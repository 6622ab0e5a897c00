#!/bin/sh
# A strongSwan gateway: policy matches around NAT, clamped segments, per-connection accept rules.
set -eu
iptables -P FORWARD DROP
iptables -A INPUT -p udp -m multiport --dports 500,4500 -j ACCEPT
iptables -A INPUT -p esp -j ACCEPT
iptables -A INPUT -p ah -m ah --ahspi 0x1000:0xffff -j ACCEPT
iptables -A INPUT -m policy --dir in --pol ipsec --proto esp -p tcp --dport 22 -j ACCEPT
n=1
for remote in 10.101.0.0/16 10.102.4.0/22 172.28.9.0/24; do
  iptables -A FORWARD -s $remote -d 10.100.0.0/16 -i eth0 -m policy --dir in --pol ipsec --reqid $n --proto esp -j ACCEPT
  iptables -A FORWARD -s 10.100.0.0/16 -d $remote -o eth0 -m policy --dir out --pol ipsec --reqid $n --proto esp -j ACCEPT
  iptables -t nat -I POSTROUTING -s 10.100.0.0/16 -d $remote -m policy --dir out --pol ipsec -j ACCEPT
  n=$((n + 1))
done
iptables -A FORWARD -m policy --dir in --pol ipsec --mode tunnel --tunnel-src 203.0.113.40 --tunnel-dst 198.51.100.2 --strict -j ACCEPT
iptables -A FORWARD -i eth0 -d 10.100.0.0/16 -m policy --dir in --pol none -j DROP
iptables -t nat -A POSTROUTING -s 10.100.0.0/16 -o eth0 -j MASQUERADE
iptables -t mangle -A FORWARD -m policy --dir in --pol ipsec -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1361:65495 -j TCPMSS --set-mss 1360
iptables -t mangle -A FORWARD -m policy --dir out --pol ipsec -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss 1361:65495 -j TCPMSS --set-mss 1360
ip6tables -A FORWARD -s 2001:db8:a::/48 -d 2001:db8:b::/48 -m policy --dir in --pol ipsec --reqid 9 --proto esp -j ACCEPT
