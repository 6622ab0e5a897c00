#!/bin/sh
# kube-proxy in iptables mode: nine services with two to four endpoints, affinity, node ports, a service without endpoints.
set -eu
nat="iptables -t nat"
for chain in KUBE-SERVICES KUBE-NODEPORTS KUBE-POSTROUTING KUBE-MARK-MASQ KUBE-MARK-DROP; do $nat -N $chain; done
$nat -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
$nat -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
$nat -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
$nat -A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
$nat -A KUBE-MARK-DROP -j MARK --or-mark 0x8000
$nat -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
$nat -A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
$nat -A KUBE-POSTROUTING -m comment --comment "service traffic that needs SNAT" -j MASQUERADE --random-fully
service() { # name id cluster-ip protocol port target-port endpoints...
  name=$1 id=$2 ip=$3 protocol=$4 port=$5 target=$6; shift 6
  $nat -N KUBE-SVC-$id
  $nat -A KUBE-SERVICES -d $ip/32 -p $protocol -m comment --comment "$name cluster IP" -m $protocol --dport $port -j KUBE-SVC-$id
  $nat -A KUBE-SVC-$id ! -s 10.244.0.0/16 -d $ip/32 -p $protocol -m comment --comment "$name cluster IP" -m $protocol --dport $port -j KUBE-MARK-MASQ
  left=$# n=0
  for endpoint in "$@"; do
    n=$((n + 1)); sep=KUBE-SEP-$(echo "$id" | cut -c1-12)Q$n
    $nat -N $sep
    $nat -A $sep -s $endpoint/32 -m comment --comment "$name" -j KUBE-MARK-MASQ
    if [ "${AFFINITY-}" ]; then
      $nat -A KUBE-SVC-$id -m comment --comment "$name -> $endpoint:$target" -m recent --rcheck --seconds $AFFINITY --reap --name $sep --rsource -j $sep
      $nat -A $sep -p $protocol -m comment --comment "$name" -m recent --set --name $sep --rsource -m $protocol -j DNAT --to-destination $endpoint:$target
    else
      $nat -A $sep -p $protocol -m comment --comment "$name" -m $protocol -j DNAT --to-destination $endpoint:$target
    fi
    if [ $left -gt 1 ]; then
      p=$(awk "BEGIN{printf \"%.11f\", 1/$left}")
      $nat -A KUBE-SVC-$id -m comment --comment "$name -> $endpoint:$target" -m statistic --mode random --probability $p -j $sep
    else
      $nat -A KUBE-SVC-$id -m comment --comment "$name -> $endpoint:$target" -j $sep
    fi
    left=$((left - 1))
  done
}
service default/kubernetes:https NPX46M4PTMTKRN6Y 10.96.0.1 tcp 443 6443 192.0.2.11 192.0.2.12 192.0.2.13
service kube-system/kube-dns:dns TCOU7JCQXEZGVUNU 10.96.0.10 udp 53 53 10.244.1.3 10.244.2.4
service kube-system/kube-dns:dns-tcp ERIFXISQEP7F7OF4 10.96.0.10 tcp 53 53 10.244.1.3 10.244.2.4
service kube-system/kube-dns:metrics JD5MR3NA4I4DYORP 10.96.0.10 tcp 9153 9153 10.244.1.3 10.244.2.4
service shop/front:http QMWWTXBG7KFJQKLO 10.98.17.201 tcp 80 8080 10.244.1.20 10.244.2.21 10.244.3.22 10.244.3.23
service shop/queue:amqp 5EXDJXTNZPOLQFNN 10.101.2.90 tcp 5672 5672 10.244.2.30
service telemetry/statsd W7ZUXDKQHBPV2YAX 10.110.200.4 udp 8125 8125 10.244.1.41 10.244.3.42 10.244.3.43
AFFINITY=10800
service shop/cart AB3KYUQWERTZXCVB 10.97.33.14 tcp 8443 9443 10.244.1.50 10.244.2.51 10.244.3.52
AFFINITY=
service games/lobby HHYQ2KKPLM7JSDFG 10.105.77.6 sctp 2905 2905 10.244.2.60 10.244.3.61
$nat -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
$nat -N KUBE-EXT-QMWWTXBG7KFJQKLO
$nat -A KUBE-NODEPORTS -p tcp -m comment --comment shop/front:http -m tcp --dport 30180 -j KUBE-EXT-QMWWTXBG7KFJQKLO
$nat -A KUBE-EXT-QMWWTXBG7KFJQKLO -m comment --comment "masquerade traffic for shop/front:http external destinations" -j KUBE-MARK-MASQ
$nat -A KUBE-EXT-QMWWTXBG7KFJQKLO -j KUBE-SVC-QMWWTXBG7KFJQKLO
for chain in KUBE-EXTERNAL-SERVICES KUBE-FIREWALL KUBE-FORWARD KUBE-NODEPORTS KUBE-PROXY-FIREWALL KUBE-SERVICES; do iptables -N $chain; done
iptables -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
iptables -A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
iptables -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
iptables -A INPUT -j KUBE-FIREWALL
iptables -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
iptables -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
iptables -A OUTPUT -j KUBE-FIREWALL
iptables -A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
iptables -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
iptables -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
iptables -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A KUBE-SERVICES -d 10.99.1.77/32 -p tcp -m comment --comment "shop/empty:web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
iptables -t mangle -N KUBE-KUBELET-CANARY
iptables -t mangle -N KUBE-PROXY-CANARY
