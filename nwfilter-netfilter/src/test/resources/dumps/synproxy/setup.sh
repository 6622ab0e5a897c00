#!/bin/sh
# A web server behind SYNPROXY: new connections untracked in raw, answered in filter, the rest tracked.
set -eu
for tool in iptables ip6tables; do
  $tool -t raw -A PREROUTING -i eth0 -p tcp -m multiport --dports 80,443 -m tcp --syn -j CT --notrack
  $tool -A INPUT -i eth0 -p tcp -m multiport --dports 80,443 -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460
  $tool -A INPUT -m conntrack --ctstate INVALID -j DROP
  $tool -A INPUT -p tcp --syn -m connlimit --connlimit-above 40 --connlimit-mask $([ $tool = iptables ] && echo 32 || echo 64) -j REJECT --reject-with tcp-reset
  $tool -A INPUT -p tcp -m conntrack --ctstate NEW -m hashlimit --hashlimit-upto 60/min --hashlimit-burst 90 --hashlimit-mode srcip,dstport --hashlimit-name web --hashlimit-htable-expire 90000 -j ACCEPT
  $tool -A INPUT -p udp --dport 443 -m hashlimit --hashlimit-above 4mb/s --hashlimit-mode dstip --hashlimit-name quic -j DROP
done
