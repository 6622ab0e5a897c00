#!/bin/sh
# Docker with four networks, one of them internal, one with IPv6, and published ports bound to addresses.
set -eu
bridges="docker0:172.17.0.0/16 br-5d1c7a90e2b4:172.22.0.0/16 br-0f3e9c21d7aa:172.23.0.0/16"
for tool in iptables ip6tables; do
  $tool -P FORWARD DROP
  for chain in DOCKER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do $tool -N $chain; done
  $tool -t nat -N DOCKER
  $tool -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
  $tool -A FORWARD -j DOCKER-USER
  $tool -A FORWARD -j DOCKER-ISOLATION-STAGE-1
done
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
ip6tables -t nat -A OUTPUT ! -d ::1 -m addrtype --dst-type LOCAL -j DOCKER
for pair in $bridges; do
  bridge=${pair%%:*}; net=${pair#*:}
  iptables -t nat -A POSTROUTING -s $net ! -o $bridge -j MASQUERADE
  iptables -t nat -A DOCKER -i $bridge -j RETURN
  iptables -A FORWARD -o $bridge -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A FORWARD -o $bridge -j DOCKER
  iptables -A FORWARD -i $bridge ! -o $bridge -j ACCEPT
  iptables -A FORWARD -i $bridge -o $bridge -j ACCEPT
  iptables -A DOCKER-ISOLATION-STAGE-1 -i $bridge ! -o $bridge -j DOCKER-ISOLATION-STAGE-2
  iptables -A DOCKER-ISOLATION-STAGE-2 -o $bridge -j DROP
done
iptables -A DOCKER-ISOLATION-STAGE-1 ! -s 172.24.0.0/24 -o br-77aa01c4e6f9 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-1 ! -d 172.24.0.0/24 -i br-77aa01c4e6f9 -j DROP
iptables -A FORWARD -i br-77aa01c4e6f9 -o br-77aa01c4e6f9 -j DROP
iptables -t nat -A DOCKER -d 127.0.0.1/32 ! -i br-5d1c7a90e2b4 -p tcp --dport 9000 -j DNAT --to-destination 172.22.0.5:9000
iptables -A DOCKER -d 172.22.0.5/32 ! -i br-5d1c7a90e2b4 -o br-5d1c7a90e2b4 -p tcp --dport 9000 -j ACCEPT
iptables -t nat -A DOCKER -d 203.0.113.8/32 ! -i br-0f3e9c21d7aa -p tcp --dport 443 -j DNAT --to-destination 172.23.0.9:8443
iptables -A DOCKER -d 172.23.0.9/32 ! -i br-0f3e9c21d7aa -o br-0f3e9c21d7aa -p tcp --dport 8443 -j ACCEPT
iptables -t nat -A DOCKER ! -i br-0f3e9c21d7aa -p sctp --dport 3868 -j DNAT --to-destination 172.23.0.9:3868
ip6tables -t nat -A POSTROUTING -s fd4d:1:2::/64 ! -o br-0f3e9c21d7aa -j MASQUERADE
ip6tables -t nat -A DOCKER ! -i br-0f3e9c21d7aa -p tcp --dport 443 -j DNAT --to-destination [fd4d:1:2::9]:8443
ip6tables -A FORWARD -o br-0f3e9c21d7aa -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables -A FORWARD -o br-0f3e9c21d7aa -j DOCKER
ip6tables -A DOCKER -d fd4d:1:2::9/128 ! -i br-0f3e9c21d7aa -o br-0f3e9c21d7aa -p tcp --dport 8443 -j ACCEPT
for tool in iptables ip6tables; do
  for chain in DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do $tool -A $chain -j RETURN; done
done
