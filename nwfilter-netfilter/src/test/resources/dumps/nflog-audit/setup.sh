#!/bin/sh
# An audit host: everything new is copied to groups of the log netlink, some to a queue or another machine.
set -eu
iptables -N AUDIT-NEW
iptables -A INPUT -m conntrack --ctstate NEW -j AUDIT-NEW
iptables -A FORWARD -m conntrack --ctstate NEW -j AUDIT-NEW
iptables -A AUDIT-NEW -p tcp -m tcp --syn -j NFLOG --nflog-group 10 --nflog-prefix "new tcp" --nflog-size 96 --nflog-threshold 20
iptables -A AUDIT-NEW -p udp -j NFLOG --nflog-group 11 --nflog-prefix new-udp
iptables -A AUDIT-NEW -p icmp -j NFLOG --nflog-group 12
iptables -A AUDIT-NEW -m quota --quota 1073741824 -j RETURN
iptables -A AUDIT-NEW -j AUDIT --type drop
iptables -A OUTPUT -m owner --uid-owner 1000-1999 -m conntrack --ctstate NEW -j NFLOG --nflog-group 13 --nflog-prefix "user \"out\""
iptables -A OUTPUT -m owner --gid-owner 44 -j LOG --log-uid --log-prefix "gid44 "
iptables -A INPUT -p tcp --dport 143 -j NFQUEUE --queue-balance 0:3 --queue-bypass --queue-cpu-fanout
iptables -A FORWARD -p tcp --dport 80 -m u32 --u32 "0>>22&0x3C@12>>26&0x3C@0=0x47455420" -j NFQUEUE --queue-num 9
iptables -t mangle -A PREROUTING -i mirror0 -j TEE --gateway 10.12.0.99
iptables -t raw -A PREROUTING -s 10.12.7.7 -j TRACE
ip6tables -A INPUT -m conntrack --ctstate NEW -j NFLOG --nflog-group 20 --nflog-prefix "new six: "
