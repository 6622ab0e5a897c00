#!/bin/sh
# fail2ban with three jails on chains and two that use ipsets.
set -eu
ban() { iptables -I "f2b-$1" 1 -s "$2" -j REJECT --reject-with icmp-port-unreachable; }
jail() { # name, ports, protocol
  iptables -N f2b-$1
  iptables -A f2b-$1 -j RETURN
  iptables -I INPUT -p $3 -m multiport --dports $2 -j f2b-$1
}
jail sshd 22,2200 tcp
jail nginx-auth 80,443 tcp
jail named 53,953 udp
for n in 9 44 61 130 202; do ban sshd 203.0.113.$n; done
for n in 3 250; do ban nginx-auth 198.51.100.$n; done
ip6tables -N f2b-sshd
ip6tables -A f2b-sshd -s 2001:db8:bad::7 -j REJECT --reject-with icmp6-port-unreachable
ip6tables -A f2b-sshd -j RETURN
ip6tables -I INPUT -p tcp -m multiport --dports 22 -j f2b-sshd
ipset create f2b-recidive hash:ip timeout 604800
ipset create f2b-postfix hash:ip timeout 3600
ipset create f2b-postfix6 hash:ip family inet6 timeout 3600
ipset add f2b-recidive 203.0.113.200
iptables -I INPUT -p tcp -m set --match-set f2b-recidive src -j DROP
iptables -I INPUT -p tcp -m multiport --dports 25,465,587 -m set --match-set f2b-postfix src -j REJECT --reject-with tcp-reset
ip6tables -I INPUT -p tcp -m multiport --dports 25,465,587 -m set --match-set f2b-postfix6 src -j REJECT --reject-with tcp-reset
iptables -A INPUT -p tcp --dport 23 -j SET --add-set f2b-recidive src --exist --timeout 86400
