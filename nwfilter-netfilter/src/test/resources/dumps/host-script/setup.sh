#!/bin/sh
# A long host script of the old school with state, spoofing logs and rules for several virtual bridges.
set -eu
iptables -P INPUT DROP
iptables -P FORWARD DROP
iptables -P OUTPUT DROP
iptables -A INPUT -i lo -j ACCEPT
for net in 255.0.0.0/8 127.0.0.0/8; do
  iptables -A INPUT -s $net -j LOG --log-prefix "Forged source address! "
  iptables -A INPUT -s $net -j DROP
done
iptables -A INPUT -p tcp ! --syn -m state --state NEW -j LOG --log-prefix "Odd scan? "
iptables -A INPUT -p tcp ! --syn -m state --state NEW -j DROP
iptables -A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -m state --state NEW -j ACCEPT
iptables -A INPUT -p icmp --icmp-type 8 -j ACCEPT
for bridge in virbr0 virbr1 virbr2; do
  iptables -A INPUT -i $bridge -p udp --dport 67 -m state --state NEW -j ACCEPT
  iptables -A INPUT -i $bridge -p udp --dport 53 -m state --state NEW -j ACCEPT
  iptables -A FORWARD -i $bridge -o $bridge -j ACCEPT
done
iptables -A FORWARD -d 192.168.123.0/24 -o virbr0 -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -s 192.168.123.0/24 -i virbr0 -j ACCEPT
iptables -A FORWARD -d 10.3.0.0/24 -o virbr2 -j ACCEPT
iptables -A FORWARD -s 10.3.0.0/24 -i virbr2 -j ACCEPT
iptables -A FORWARD -o virbr1 -j REJECT
iptables -A FORWARD -i virbr1 -j REJECT
iptables -A FORWARD -p udp -m state --state ESTABLISHED -j ACCEPT
iptables -A OUTPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -p icmp --icmp-type 8 -j ACCEPT
for port in 53 123 514; do iptables -A OUTPUT -p udp --dport $port -m state --state NEW -j ACCEPT; done
for port in 22 80 443 3128; do iptables -A OUTPUT -p tcp --dport $port -m state --state NEW -j ACCEPT; done
iptables -t nat -A POSTROUTING -s 192.168.123.0/24 ! -d 192.168.123.0/24 -p tcp -j MASQUERADE --to-ports 1024-65535
iptables -t nat -A POSTROUTING -s 192.168.123.0/24 ! -d 192.168.123.0/24 -p udp -j MASQUERADE --to-ports 1024-65535
iptables -t nat -A POSTROUTING -s 192.168.123.0/24 ! -d 192.168.123.0/24 -j MASQUERADE
