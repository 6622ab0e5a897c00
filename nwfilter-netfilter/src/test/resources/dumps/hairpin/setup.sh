#!/bin/sh
# Hairpin NAT for three services, address pools, a mapped network.
set -eu
PUBLIC=198.51.100.70
hairpin() { # protocol public-port server port
  iptables -t nat -A PREROUTING -d $PUBLIC -p $1 --dport $2 -j DNAT --to-destination $3:$4
  iptables -t nat -A OUTPUT -d $PUBLIC -p $1 --dport $2 -j DNAT --to-destination $3:$4
  iptables -t nat -A POSTROUTING -s 192.168.50.0/24 -d $3 -p $1 --dport $4 -j SNAT --to-source 192.168.50.1
  iptables -A FORWARD -d $3 -p $1 --dport $4 -m conntrack --ctstate DNAT -j ACCEPT
}
hairpin tcp 443 192.168.50.10 8443
hairpin tcp 25 192.168.50.11 25
hairpin udp 3478 192.168.50.12 3478
iptables -t nat -A PREROUTING -d $PUBLIC -p tcp --dport 8000:8009 -j DNAT --to-destination 192.168.50.20-192.168.50.24:8000-8009 --persistent
iptables -t nat -A POSTROUTING -s 192.168.50.128/25 -o eth0 -j SNAT --to-source 198.51.100.72-198.51.100.75 --persistent
iptables -t nat -A PREROUTING -d 10.250.1.0/24 -j NETMAP --to 192.168.50.0/24
iptables -t nat -A POSTROUTING -s 192.168.50.0/24 -d 10.250.0.0/16 -j NETMAP --to 10.250.1.0/24
iptables -t nat -A POSTROUTING -o eth0 -p udp -j MASQUERADE --random-fully
iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source $PUBLIC --random
