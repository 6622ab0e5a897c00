#!/bin/sh
# Every refusal has a chain of its own that logs within a limit before it drops.
set -eu
iptables -P INPUT DROP
for reason in scan spoof flood invalid rest; do
  iptables -N log-$reason
  iptables -A log-$reason -m limit --limit 6/min --limit-burst 12 -j LOG --log-prefix "fw $reason: " --log-level info
  iptables -A log-$reason -j DROP
done
iptables -I log-scan 1 -m comment --comment "known monitor, \"quiet\" please" -s 10.80.0.5 -j DROP
iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -m state --state INVALID -j log-invalid
iptables -A INPUT -p tcp --tcp-flags ALL NONE -j log-scan
iptables -A INPUT -p tcp --tcp-flags ALL ALL -j log-scan
iptables -A INPUT -p tcp --tcp-flags ALL FIN,PSH,URG -j log-scan
iptables -A INPUT -p tcp --tcp-flags SYN,FIN SYN,FIN -j log-scan
iptables -A INPUT -p tcp --tcp-flags SYN,RST SYN,RST -j log-scan
iptables -A INPUT -f -j log-scan
iptables -A INPUT -i eth0 -s 10.0.0.0/8 -j log-spoof
iptables -A INPUT -i eth0 -s 127.0.0.0/8 -j log-spoof
iptables -A INPUT -i eth0 -s 240.0.0.0/4 -j log-spoof
iptables -A INPUT -p tcp --syn -m hashlimit --hashlimit-above 40/sec --hashlimit-burst 80 --hashlimit-mode srcip --hashlimit-name synsrc -j log-flood
iptables -A INPUT -p tcp --syn --dport 80 -m connlimit --connlimit-above 64 --connlimit-mask 24 -j log-flood
iptables -A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A INPUT -p tcp -m multiport --dports 22,80,443,8000:8010 -m state --state NEW -j ACCEPT
iptables -A INPUT -j LOG --log-prefix "last chance " --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid
iptables -A INPUT -j log-rest
