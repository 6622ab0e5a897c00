#!/bin/sh
# ufw with its before, user and after chains, a limited ssh and logging, IPv4 and IPv6.
set -eu
for tool in iptables ip6tables; do
  case $tool in iptables) u=ufw ;; *) u=ufw6 ;; esac
  $tool -P INPUT DROP
  $tool -P FORWARD DROP
  for hook in input forward output; do
    HOOK=$(echo $hook | tr a-z A-Z)
    for step in before-logging before after after-logging reject track; do
      $tool -N $u-$step-$hook
      $tool -A $HOOK -j $u-$step-$hook
    done
    $tool -N $u-user-$hook
    $tool -N $u-skip-to-policy-$hook
    $tool -A $u-before-$hook -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  done
  for chain in logging-deny logging-allow user-logging-input user-limit user-limit-accept; do $tool -N $u-$chain; done
  $tool -A $u-skip-to-policy-input -j DROP
  $tool -A $u-skip-to-policy-forward -j DROP
  $tool -A $u-skip-to-policy-output -j ACCEPT
  $tool -A $u-before-input -i lo -j ACCEPT
  $tool -A $u-before-input -m conntrack --ctstate INVALID -j $u-logging-deny
  $tool -A $u-before-input -m conntrack --ctstate INVALID -j DROP
  for p in tcp udp; do $tool -A $u-track-output -p $p -m conntrack --ctstate NEW -j ACCEPT; done
  $tool -A $u-after-input -p udp -m udp --dport 137 -j $u-skip-to-policy-input
  $tool -A $u-after-input -p tcp -m tcp --dport 445 -j $u-skip-to-policy-input
  $tool -A $u-after-logging-input -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
  $tool -A $u-logging-deny -m conntrack --ctstate INVALID -m limit --limit 3/min --limit-burst 10 -j RETURN
  $tool -A $u-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
  $tool -A $u-logging-allow -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW ALLOW] "
  $tool -A $u-user-limit -m limit --limit 3/min -j LOG --log-prefix "[UFW LIMIT BLOCK] "
  $tool -A $u-user-limit -j REJECT
  $tool -A $u-user-limit-accept -j ACCEPT
  $tool -A $u-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --set
  $tool -A $u-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 -j $u-user-limit
  $tool -A $u-user-input -p tcp -m tcp --dport 22 -j $u-user-limit-accept
  $tool -A $u-user-input -p tcp -m multiport --dports 80,443 -m comment --comment "'dapp_Web%20Full'" -j ACCEPT
  for hook in input forward output; do $tool -A $u-before-$hook -j $u-user-$hook; done
done
for type in 3 11 12 8; do iptables -A ufw-before-input -p icmp --icmp-type $type -j ACCEPT; done
iptables -A ufw-before-input -p udp --sport 67 --dport 68 -j ACCEPT
iptables -N ufw-not-local
iptables -A ufw-before-input -j ufw-not-local
iptables -A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
iptables -A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
iptables -A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
iptables -A ufw-not-local -j DROP
iptables -A ufw-before-input -d 239.255.255.250 -p udp --dport 1900 -j ACCEPT
iptables -A ufw-user-input -s 192.168.60.0/24 -p tcp --dport 3306 -m comment --comment 'database' -j ACCEPT
iptables -A ufw-user-input -p udp --dport 5353 -m hashlimit --hashlimit-upto 20/min --hashlimit-mode srcip --hashlimit-name ufwmdns -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.8.0.0/24 -o ens3 -j MASQUERADE
ip6tables -A ufw6-before-input -m rt --rt-type 0 -j DROP
ip6tables -A ufw6-before-input -s fe80::/10 -d fe80::/10 -p udp --sport 547 --dport 546 -j ACCEPT
for type in 1 2 3 4 128 129; do ip6tables -A ufw6-before-input -p icmpv6 --icmpv6-type $type -j ACCEPT; done
for type in 133 134 135 136 141 142; do ip6tables -A ufw6-before-input -p icmpv6 --icmpv6-type $type -m hl --hl-eq 255 -j ACCEPT; done
for type in 130 131 132 143 151 152 153; do ip6tables -A ufw6-before-input -s fe80::/10 -p icmpv6 --icmpv6-type $type -j ACCEPT; done
