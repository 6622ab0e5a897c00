#!/bin/sh
# Two uplinks: connections keep their uplink through connmarks, new ones are spread.
set -eu
m="iptables -t mangle"
for chain in RESTORE SPREAD FROM_A FROM_B; do $m -N $chain; done
$m -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff00 --ctmask 0xff00
$m -A PREROUTING -i wan0 -m mark --mark 0x0/0xff00 -j FROM_A
$m -A PREROUTING -i wan1 -m mark --mark 0x0/0xff00 -j FROM_B
$m -A PREROUTING -i lan0 -m mark --mark 0x0/0xff00 -m conntrack --ctstate NEW -j SPREAD
$m -A SPREAD -s 10.20.0.0/24 -p tcp -m multiport --dports 25,587 -j FROM_A
ipset create streaming hash:net
$m -A SPREAD -m set --match-set streaming dst -j FROM_B
$m -A SPREAD -m statistic --mode nth --every 3 --packet 0 -g FROM_A
$m -A SPREAD -m statistic --mode random --probability 0.75 -g FROM_B
$m -A SPREAD -j FROM_A
$m -A FROM_A -j MARK --set-xmark 0x100/0xff00
$m -A FROM_A -j CONNMARK --save-mark --nfmask 0xff00 --ctmask 0xff00
$m -A FROM_B -j MARK --set-xmark 0x200/0xff00
$m -A FROM_B -j CONNMARK --save-mark --nfmask 0xff00 --ctmask 0xff00
$m -A RESTORE -j CONNMARK --restore-mark
$m -A OUTPUT -m connmark ! --mark 0x0/0xff00 -j RESTORE
$m -A FORWARD -p tcp --tcp-flags SYN,RST SYN -o wan1 -j TCPMSS --set-mss 1452
$m -A FORWARD -p tcp --tcp-flags SYN,RST SYN -o wan0 -j TCPMSS --clamp-mss-to-pmtu
iptables -t nat -A POSTROUTING -m mark --mark 0x100/0xff00 -o wan0 -j SNAT --to-source 192.0.2.130
iptables -t nat -A POSTROUTING -m mark --mark 0x200/0xff00 -o wan1 -j MASQUERADE
iptables -t nat -A POSTROUTING -m connmark --mark 0x300/0xff00 -j RETURN
