#!/bin/sh
# What the administrator's script did, as far as his listings show its rules.
iptables -P INPUT DROP
iptables -P FORWARD DROP
iptables -P OUTPUT DROP
iptables -F
iptables -t nat -F

iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -s 255.0.0.0/8 -j LOG --log-prefix 'Spoofed source IP!'
iptables -A INPUT -s 255.0.0.0/8 -j DROP
iptables -A INPUT -s 127.0.0.0/8 -j LOG --log-prefix 'Spoofed source IP!'
iptables -A INPUT -s 127.0.0.0/8 -j DROP
iptables -A INPUT -p tcp ! --syn -m state --state NEW -j LOG --log-prefix 'Stealth scan attempt?'
iptables -A INPUT -p tcp ! --syn -m state --state NEW -j DROP
iptables -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -m state --state NEW -j ACCEPT
iptables -A INPUT -p icmp --icmp-type 8 -j ACCEPT
iptables -A INPUT -i virbr0 -p udp --dport 67 -m state --state NEW -j ACCEPT
# Eight rules that he does not show.
iptables -A INPUT -p tcp --dport 1001 -j ACCEPT
iptables -A INPUT -p tcp --dport 1002 -j ACCEPT
iptables -A INPUT -p tcp --dport 1003 -j ACCEPT
iptables -A INPUT -p tcp --dport 1004 -j ACCEPT
iptables -A INPUT -p tcp --dport 1005 -j ACCEPT
iptables -A INPUT -p tcp --dport 1006 -j ACCEPT
iptables -A INPUT -p tcp --dport 1007 -j ACCEPT
iptables -A INPUT -p tcp --dport 1008 -j ACCEPT

iptables -A FORWARD -d 192.168.122.0/24 -o virbr0 -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -s 192.168.122.0/24 -i virbr0 -j ACCEPT
iptables -A FORWARD -i virbr0 -o virbr0 -j ACCEPT
iptables -A FORWARD -i virbr1 -o virbr1 -j ACCEPT
iptables -A FORWARD -p icmp --icmp-type 8 -j ACCEPT
iptables -A FORWARD -p udp -m state --state ESTABLISHED -j ACCEPT
# Four rules that he does not show.
iptables -A FORWARD -p tcp --dport 2001 -j ACCEPT
iptables -A FORWARD -p tcp --dport 2002 -j ACCEPT
iptables -A FORWARD -p tcp --dport 2003 -j ACCEPT
iptables -A FORWARD -p tcp --dport 2004 -j ACCEPT

iptables -A OUTPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -p icmp --icmp-type 8 -j ACCEPT
iptables -A OUTPUT -p udp --dport 53 -m state --state NEW -j ACCEPT
iptables -A OUTPUT -p tcp --dport 22 -m state --state NEW -j ACCEPT
iptables -A OUTPUT -p udp --dport 123 -m state --state NEW -j ACCEPT
iptables -A OUTPUT -p tcp --dport 123 -m state --state NEW -j ACCEPT

iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
