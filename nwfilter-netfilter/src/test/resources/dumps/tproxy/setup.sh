#!/bin/sh
# A transparent proxy with TPROXY, socket match and policy routing marks, IPv4 and IPv6.
set -eu
for tool in iptables ip6tables; do
  case $tool in iptables) local=127.0.0.1 ;; *) local=::1 ;; esac
  $tool -t mangle -N DIVERT
  $tool -t mangle -A DIVERT -j MARK --set-mark 0x51
  $tool -t mangle -A DIVERT -j ACCEPT
  $tool -t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT
  $tool -t mangle -A PREROUTING -i eth1 -p tcp --dport 80 -j TPROXY --tproxy-mark 0x51/0xff --on-port 3129 --on-ip $local
  $tool -t mangle -A PREROUTING -i eth1 -p udp --dport 53 -j TPROXY --tproxy-mark 0x51/0xff --on-port 5300
  $tool -t mangle -A OUTPUT -m owner --uid-owner 13 -j RETURN
  $tool -t mangle -A OUTPUT -p tcp --dport 80 -m mark ! --mark 0x51/0xff -j MARK --or-mark 0x100
done
iptables -t mangle -A PREROUTING -s 10.40.0.0/16 -m dscp --dscp-class AF31 -j TOS --set-tos 0x10/0x3f
iptables -t mangle -A POSTROUTING -o eth0 -p tcp -m length --length :128 -j CLASSIFY --set-class 1:10
iptables -t mangle -A POSTROUTING -o eth0 -m connbytes --connbytes 10000000: --connbytes-dir both --connbytes-mode bytes -j CLASSIFY --set-class 1:30
iptables -t mangle -A POSTROUTING -o eth0 -j TTL --ttl-set 64
iptables -t nat -A PREROUTING -i eth2 -p tcp -m multiport --dports 80,8080 -m string --algo bm --string "CONNECT" --to 200 -j REDIRECT --to-ports 3128
