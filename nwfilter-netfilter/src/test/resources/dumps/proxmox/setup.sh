#!/bin/sh
# Proxmox VE: PVEFW chains of a host with two guests, IPv4, IPv6 and the layer 2 chains.
set -eu
ipset create PVEFW-0-management-v4 hash:net
ipset create PVEFW-0-management-v6 hash:net family inet6
ipset create PVEFW-3F2A90C1 hash:net
for tool in iptables ip6tables; do
  case $tool in iptables) v=v4 ;; *) v=v6 ;; esac
  for chain in INPUT FORWARD OUTPUT; do $tool -N PVEFW-$chain; $tool -A $chain -j PVEFW-$chain; done
  for chain in HOST-IN HOST-OUT Drop DropBroadcast Reject reject logflags smurflog smurfs tcpflags FWBR-IN FWBR-OUT SET-ACCEPT-MARK; do $tool -N PVEFW-$chain; done
  $tool -A PVEFW-SET-ACCEPT-MARK -j MARK --or-mark 0x80000000
  $tool -A PVEFW-INPUT -j PVEFW-HOST-IN
  $tool -A PVEFW-OUTPUT -j PVEFW-HOST-OUT
  $tool -A PVEFW-FORWARD -m conntrack --ctstate INVALID -j DROP
  $tool -A PVEFW-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  $tool -A PVEFW-FORWARD -m physdev --physdev-in fwln+ --physdev-is-bridged -j PVEFW-FWBR-IN
  $tool -A PVEFW-FORWARD -m physdev --physdev-out fwln+ --physdev-is-bridged -j PVEFW-FWBR-OUT
  $tool -A PVEFW-HOST-IN -i lo -j ACCEPT
  $tool -A PVEFW-HOST-IN -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  $tool -A PVEFW-HOST-IN -m conntrack --ctstate INVALID -j DROP
  $tool -A PVEFW-HOST-IN -p tcp -m set --match-set PVEFW-0-management-$v src -m tcp --dport 8006 -j RETURN
  $tool -A PVEFW-HOST-IN -p tcp -m set --match-set PVEFW-0-management-$v src -m tcp --dport 5900:5999 -j RETURN
  $tool -A PVEFW-HOST-IN -p udp -m udp --dport 5405:5412 -j RETURN
  $tool -A PVEFW-HOST-IN -j PVEFW-Drop
  $tool -A PVEFW-HOST-IN -j DROP
  $tool -A PVEFW-Drop -p tcp -m tcp --dport 43 -j PVEFW-reject
  $tool -A PVEFW-Drop -j PVEFW-DropBroadcast
  $tool -A PVEFW-Drop -p udp -m multiport --dports 135,445 -j DROP
  $tool -A PVEFW-Drop -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j DROP
  $tool -A PVEFW-tcpflags -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -g PVEFW-logflags
  $tool -A PVEFW-tcpflags -p tcp -m tcp --sport 0 --tcp-flags FIN,SYN,RST,ACK SYN -g PVEFW-logflags
  $tool -A PVEFW-logflags -j DROP
  $tool -A PVEFW-reject -p tcp -j REJECT --reject-with tcp-reset
  $tool -A PVEFW-reject -j REJECT
  for guest in 101:BC:24:11:5E:00:01 102:BC:24:11:5E:00:02; do
    id=${guest%%:*}; mac=${guest#*:}
    $tool -N tap${id}i0-IN
    $tool -N tap${id}i0-OUT
    $tool -A PVEFW-FWBR-IN -m physdev --physdev-out tap${id}i0 --physdev-is-bridged -j tap${id}i0-IN
    $tool -A PVEFW-FWBR-OUT -m physdev --physdev-in tap${id}i0 --physdev-is-bridged -j tap${id}i0-OUT
    $tool -A tap${id}i0-OUT -m mac ! --mac-source $mac -j DROP
    $tool -A tap${id}i0-OUT -j MARK --and-mark 0x7fffffff
    $tool -A tap${id}i0-OUT -g PVEFW-SET-ACCEPT-MARK
    $tool -A tap${id}i0-IN -p tcp -m tcp --dport 443 -j ACCEPT
    $tool -A tap${id}i0-IN -m limit --limit 1/sec -j NFLOG --nflog-prefix ":$id:6:tap${id}i0-IN: policy DROP: "
    $tool -A tap${id}i0-IN -j DROP
    $tool -A tap${id}i0-IN -m comment --comment "PVESIG:a7Bx+/Qz$id"
  done
done
iptables -A tap101i0-OUT -m set ! --match-set PVEFW-3F2A90C1 src -j DROP
iptables -A PVEFW-DropBroadcast -m addrtype --dst-type BROADCAST -j DROP
iptables -A PVEFW-DropBroadcast -d 224.0.0.0/4 -j DROP
ip6tables -A PVEFW-DropBroadcast -d ff00::/8 -j DROP
iptables -t raw -N PVEFW-PREROUTING
iptables -t raw -A PREROUTING -j PVEFW-PREROUTING
iptables -t raw -A PVEFW-PREROUTING -i fwbr+ -j CT --zone 1
ebtables -N PVEFW-FORWARD
ebtables -N PVEFW-FWBR-OUT
ebtables -A FORWARD -j PVEFW-FORWARD
ebtables -A PVEFW-FORWARD -p IPv4 -j ACCEPT
ebtables -A PVEFW-FORWARD -p IPv6 -j ACCEPT
ebtables -A PVEFW-FORWARD -o fwln+ -j PVEFW-FWBR-OUT
for guest in 101:bc:24:11:5e:00:01=10.90.0.101 102:bc:24:11:5e:00:02=10.90.0.102; do
  id=${guest%%:*}; rest=${guest#*:}; mac=${rest%%=*}
  ebtables -N tap${id}i0-OUT
  ebtables -N tap${id}i0-OUT-ARP
  ebtables -A PVEFW-FWBR-OUT -i tap${id}i0 -j tap${id}i0-OUT
  ebtables -A tap${id}i0-OUT -s ! $mac -j DROP
  ebtables -A tap${id}i0-OUT -p ARP -j tap${id}i0-OUT-ARP
  ebtables -A tap${id}i0-OUT -j ACCEPT
  ebtables -A tap${id}i0-OUT-ARP -p ARP --arp-ip-src ${rest#*=} -j RETURN
  ebtables -A tap${id}i0-OUT-ARP -j DROP
done
