#!/bin/sh
# Docker with its default bridge and three published ports.
set -eu
iptables -P FORWARD DROP
for chain in DOCKER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do iptables -N $chain; done
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A DOCKER -i docker0 -j RETURN
iptables -A FORWARD -j DOCKER-USER
iptables -A FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -o docker0 -j DOCKER
iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
iptables -A FORWARD -i docker0 -o docker0 -j ACCEPT
publish() { # address container-port host-port protocol
  iptables -t nat -A POSTROUTING -s $1 -d $1 -p $4 -m $4 --dport $2 -j MASQUERADE
  iptables -t nat -A DOCKER ! -i docker0 -p $4 -m $4 --dport $3 -j DNAT --to-destination $1:$2
  iptables -A DOCKER -d $1 ! -i docker0 -o docker0 -p $4 -m $4 --dport $2 -j ACCEPT
}
publish 172.17.0.2 5432 15432 tcp
publish 172.17.0.3 8080 80 tcp
publish 172.17.0.4 1194 1194 udp
iptables -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
iptables -A DOCKER-ISOLATION-STAGE-1 -j RETURN
iptables -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-2 -j RETURN
iptables -A DOCKER-USER -i eth0 ! -s 198.18.0.0/15 -j DROP
iptables -A DOCKER-USER -j RETURN
