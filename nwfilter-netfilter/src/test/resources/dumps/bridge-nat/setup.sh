#!/bin/sh
# Rewriting on the bridge: VLAN tags told apart, MAC translation, ARP answers, marks, logs to netlink.
set -eu
e=ebtables
$e -t nat -N vm-in
$e -t nat -A PREROUTING -i wlan0 -j vm-in
$e -t nat -A vm-in -p ARP --arp-op Request --arp-ip-dst 192.168.88.40 -j arpreply --arpreply-mac 02:aa:bb:cc:00:40 --arpreply-target DROP
$e -t nat -A vm-in -p IPv4 --ip-dst 192.168.88.40 -j dnat --to-dst 02:aa:bb:cc:00:40 --dnat-target ACCEPT
$e -t nat -A vm-in -p IPv4 --ip-dst 192.168.88.41 -j dnat --to-dst 02:aa:bb:cc:00:41
$e -t nat -A vm-in -d 02:00:00:00:00:00/fe:00:00:00:00:00 -j RETURN
$e -t nat -A PREROUTING -p IPv4 -i tap3 --ip-proto tcp --ip-dport 80 -j redirect --redirect-target ACCEPT
$e -t nat -A PREROUTING -i tap4 -j mark --mark-set 0x44 --mark-target CONTINUE
$e -t nat -A PREROUTING -i tap5 -j mark --mark-or 0x100 --mark-target ACCEPT
$e -t nat -A PREROUTING -i tap6 -j mark --mark-and 0xff --mark-target CONTINUE
$e -t nat -A POSTROUTING -o wlan0 -j snat --to-src 10:20:30:40:50:60 --snat-arp --snat-target ACCEPT
$e -t nat -A POSTROUTING -o eth9 -s 02:aa:bb:cc:00:41 -j snat --to-src 02:aa:bb:cc:ff:ff
$e -A FORWARD -p 802_1Q --vlan-id 100 -i trunk0 -j ACCEPT
$e -A FORWARD -p 802_1Q --vlan-id 200 -o trunk0 -j ACCEPT
$e -A FORWARD -p 802_1Q --vlan-prio 6 -j ACCEPT
$e -A FORWARD -p 802_1Q --vlan-encap 0806 -j ACCEPT
$e -A FORWARD -p 802_1Q -j DROP
$e -A FORWARD --mark 0x44/0xff --nflog-group 7 --nflog-prefix "tap4" -j CONTINUE
$e -A FORWARD --mark ! 0 -j ACCEPT
$e -A FORWARD -d BGA --stp-type config --stp-root-prio 0:4096 -j DROP
$e -A INPUT -p ! IPv4 --pkttype-type broadcast --limit 10/sec --limit-burst 20 -j ACCEPT
