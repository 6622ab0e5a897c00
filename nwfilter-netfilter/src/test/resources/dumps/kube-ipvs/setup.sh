#!/bin/sh
# kube-proxy in IPVS mode: few rules, the addresses are in ipsets.
set -eu
ipset create KUBE-CLUSTER-IP hash:ip,port
ipset create KUBE-LOOP-BACK hash:ip,port,ip
ipset create KUBE-NODE-PORT-TCP bitmap:port range 0-65535
ipset create KUBE-LOAD-BALANCER hash:ip,port
ipset create KUBE-6-CLUSTER-IP hash:ip,port family inet6
ipset add KUBE-CLUSTER-IP 10.96.0.10,udp:53
ipset add KUBE-NODE-PORT-TCP 31080
nat="iptables -t nat"
for chain in KUBE-SERVICES KUBE-POSTROUTING KUBE-NODE-PORT KUBE-LOAD-BALANCER KUBE-MARK-MASQ; do $nat -N $chain; done
for chain in PREROUTING OUTPUT; do $nat -A $chain -m comment --comment "service portals" -j KUBE-SERVICES; done
$nat -A POSTROUTING -m comment --comment "postrouting rules" -j KUBE-POSTROUTING
$nat -A KUBE-SERVICES -s 127.0.0.0/8 -j RETURN
$nat -A KUBE-SERVICES -m comment --comment "load balancer addresses" -m set --match-set KUBE-LOAD-BALANCER dst,dst -j KUBE-LOAD-BALANCER
$nat -A KUBE-SERVICES ! -s 10.200.0.0/14 -m comment --comment "cluster ip + port for masquerade" -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ
$nat -A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODE-PORT
$nat -A KUBE-SERVICES -m set --match-set KUBE-CLUSTER-IP dst,dst -j ACCEPT
$nat -A KUBE-NODE-PORT -p tcp -m comment --comment "node port TCP" -m set --match-set KUBE-NODE-PORT-TCP dst -j KUBE-MARK-MASQ
$nat -A KUBE-LOAD-BALANCER -j KUBE-MARK-MASQ
$nat -A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
$nat -A KUBE-POSTROUTING -m comment --comment "endpoint that speaks to itself" -m set --match-set KUBE-LOOP-BACK dst,dst,src -j MASQUERADE
$nat -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
$nat -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x4000
$nat -A KUBE-POSTROUTING -j MASQUERADE --random-fully
iptables -N KUBE-FORWARD
iptables -A FORWARD -j KUBE-FORWARD
iptables -A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
iptables -A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables -t nat -N KUBE-SERVICES
ip6tables -t nat -A PREROUTING -j KUBE-SERVICES
ip6tables -t nat -A KUBE-SERVICES ! -s fd00:200::/48 -m set --match-set KUBE-6-CLUSTER-IP dst,dst -j ACCEPT
