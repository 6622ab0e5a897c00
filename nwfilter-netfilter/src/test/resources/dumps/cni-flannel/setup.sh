#!/bin/sh
# flannel with a vxlan device.
set -eu
iptables -N FLANNEL-FWD
iptables -t nat -N FLANNEL-POSTRTG
iptables -A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD
iptables -A FLANNEL-FWD -s 10.60.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
iptables -A FLANNEL-FWD -d 10.60.0.0/16 -m comment --comment "flanneld forward" -j ACCEPT
iptables -t nat -A POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG
iptables -t nat -A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment "flanneld masq" -j RETURN
iptables -t nat -A FLANNEL-POSTRTG -s 10.60.3.0/24 -d 10.60.0.0/16 -m comment --comment "flanneld masq" -j RETURN
iptables -t nat -A FLANNEL-POSTRTG -s 10.60.0.0/16 -d 10.60.3.0/24 -m comment --comment "flanneld masq" -j RETURN
iptables -t nat -A FLANNEL-POSTRTG ! -s 10.60.0.0/16 -d 10.60.3.0/24 -m comment --comment "flanneld masq" -j RETURN
iptables -t nat -A FLANNEL-POSTRTG -s 10.60.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
iptables -t nat -A FLANNEL-POSTRTG ! -s 10.60.0.0/16 -d 10.60.0.0/16 -m comment --comment "flanneld masq" -j MASQUERADE --random-fully
iptables -t nat -N CNI-HOSTPORT-DNAT
iptables -t nat -N CNI-HOSTPORT-SETMARK
iptables -t nat -N CNI-DN-4b8d0e77a1c2f3954de61
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
iptables -t nat -A CNI-HOSTPORT-SETMARK -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
iptables -t nat -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \"cbr0\" id: \"9f3a7701c5\"" -m multiport --dports 8081,8444 -j CNI-DN-4b8d0e77a1c2f3954de61
iptables -t nat -A CNI-DN-4b8d0e77a1c2f3954de61 -s 10.60.3.0/24 -p tcp -m tcp --dport 8081 -j CNI-HOSTPORT-SETMARK
iptables -t nat -A CNI-DN-4b8d0e77a1c2f3954de61 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 10.60.3.17:80
iptables -t nat -A CNI-DN-4b8d0e77a1c2f3954de61 -p tcp -m tcp --dport 8444 -j DNAT --to-destination 10.60.3.17:443
