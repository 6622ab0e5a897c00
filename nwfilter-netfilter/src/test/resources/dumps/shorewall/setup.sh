#!/bin/sh
# Zone chains in the manner of Shorewall: net, loc and dmz with policies, actions and logs.
set -eu
for policy in INPUT FORWARD OUTPUT; do iptables -P $policy DROP; done
for chain in Broadcast Drop Reject reject smurfs logdrop logflags tcpflags dynamic net_frwd loc_frwd dmz_frwd; do iptables -N $chain; done
for from in net loc dmz fw; do for to in net loc dmz fw; do
  [ $from = $to ] && continue
  iptables -N ${from}2$to
  [ $from = fw ] || iptables -A ${from}2$to -m conntrack --ctstate INVALID,NEW,UNTRACKED -j dynamic
  iptables -A ${from}2$to -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
done; done
zone() { # zone interface
  iptables -A INPUT -i $2 -j ${1}2fw
  iptables -A FORWARD -i $2 -j ${1}_frwd
  iptables -A OUTPUT -o $2 -j fw2$1
}
zone net eth0
zone loc eth1
zone dmz eth2
iptables -A INPUT -i lo -j ACCEPT
iptables -A OUTPUT -o lo -j ACCEPT
for chain in net loc dmz; do
  [ $chain = net ] && iptables -A net_frwd -p tcp -j tcpflags && iptables -A net_frwd -j smurfs
  for to in net:eth0 loc:eth1 dmz:eth2; do [ ${to%%:*} = $chain ] || iptables -A ${chain}_frwd -o ${to#*:} -j ${chain}2${to%%:*}; done
done
iptables -A net2dmz -p tcp -m multiport --dports 25,80,443 -m comment --comment "Web and mail" -j ACCEPT
iptables -A net2fw -p 41 -s 192.88.99.1 -j ACCEPT
iptables -A net2fw -p esp -j ACCEPT
iptables -A loc2fw -p tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 12/min --limit-burst 6 -j ACCEPT
iptables -A loc2net -j ACCEPT
iptables -A dmz2net -p udp --dport 53 -j ACCEPT
iptables -A fw2net -p udp --dport 123 -m owner --uid-owner 0 -j ACCEPT
for chain in net2fw net2dmz net2loc; do iptables -A $chain -j Drop; iptables -A $chain -m limit --limit 1/sec -j LOG --log-prefix "Shorewall:$chain:DROP:" --log-level 6; iptables -A $chain -j DROP; done
for chain in dmz2fw dmz2loc loc2dmz; do iptables -A $chain -j Reject; iptables -A $chain -g reject; done
iptables -A Broadcast -m addrtype --dst-type BROADCAST -j DROP
iptables -A Broadcast -m addrtype --dst-type ANYCAST -j DROP
iptables -A Broadcast -m addrtype --dst-type MULTICAST -j DROP
iptables -A Drop -j Broadcast
iptables -A Drop -p icmp --icmp-type 3/4 -m comment --comment "Needed ICMP types" -j ACCEPT
iptables -A Drop -p icmp --icmp-type 11 -m comment --comment "Needed ICMP types" -j ACCEPT
iptables -A Drop -p udp -m multiport --dports 135,445 -m comment --comment SMB -j DROP
iptables -A Reject -j Broadcast
iptables -A Reject -p tcp ! --syn -j DROP
iptables -A reject -m addrtype --src-type BROADCAST -j DROP
iptables -A reject -s 224.0.0.0/4 -j DROP
iptables -A reject -p igmp -j DROP
iptables -A reject -p tcp -j REJECT --reject-with tcp-reset
iptables -A reject -p udp -j REJECT
iptables -A reject -p icmp -j REJECT --reject-with icmp-host-unreachable
iptables -A reject -j REJECT --reject-with icmp-host-prohibited
iptables -A logdrop -j DROP
iptables -A logflags -j LOG --log-prefix "Shorewall:logflags:DROP:" --log-level 6 --log-ip-options
iptables -A logflags -j DROP
iptables -A smurfs -s 0.0.0.0 -j RETURN
iptables -A smurfs -m addrtype --src-type BROADCAST -g logdrop
iptables -A tcpflags -p tcp --tcp-flags ALL FIN,URG,PSH -g logflags
iptables -A tcpflags -p tcp --tcp-flags ALL NONE -g logflags
iptables -A tcpflags -p tcp --tcp-flags SYN,RST SYN,RST -g logflags
iptables -A tcpflags -p tcp --syn --sport 0 -g logflags
iptables -t nat -N eth0_masq
iptables -t nat -A POSTROUTING -o eth0 -j eth0_masq
iptables -t nat -A eth0_masq -s 10.15.0.0/20 -m comment --comment "inner" -j MASQUERADE
iptables -t mangle -N tcpre
iptables -t mangle -A PREROUTING -j tcpre
iptables -t mangle -A tcpre -i eth1 -p udp --dport 5060 -j DSCP --set-dscp-class EF
iptables -t mangle -A tcpre -p tcp -m multiport --sports 80,443 -m connbytes --connbytes 500000: --connbytes-dir both --connbytes-mode bytes -j MARK --set-mark 3/0xff
