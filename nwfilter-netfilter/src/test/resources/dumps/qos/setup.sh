#!/bin/sh
# Traffic classes on the uplink: DSCP, marks kept with the connection, classes, string and time matches.
set -eu
m="iptables -t mangle"
for class in VOICE VIDEO BULK; do $m -N QOS-$class; done
$m -A QOS-VOICE -j DSCP --set-dscp-class EF
$m -A QOS-VOICE -j CLASSIFY --set-class 1:11
$m -A QOS-VIDEO -j DSCP --set-dscp 0x22
$m -A QOS-VIDEO -j CLASSIFY --set-class 1:12
$m -A QOS-BULK -j DSCP --set-dscp-class CS1
$m -A QOS-BULK -j CLASSIFY --set-class 1:40
$m -A FORWARD -j CONNMARK --restore-mark
$m -A FORWARD -m mark ! --mark 0 -j RETURN
$m -A FORWARD -p udp -m udp --dport 5060:5061 -m comment --comment 'sip' -j MARK --set-mark 1
$m -A FORWARD -p udp -m length --length 60:240 -m helper --helper sip -j MARK --set-mark 1
$m -A FORWARD -p tcp -m ecn ! --ecn-tcp-cwr -m tos --tos 0x08/0x3f -j MARK --set-mark 3
$m -A FORWARD -p tcp -m string --string "BitTorrent protocol" --algo kmp --to 120 -j MARK --set-mark 3
$m -A FORWARD -s 10.11.0.0/16 -m time --weekdays Sat,Sun --timestart 20:00 --timestop 02:00 --contiguous -j MARK --or-mark 0x10
$m -A FORWARD -m ttl --ttl-lt 5 -j RETURN
$m -A FORWARD -j CONNMARK --save-mark
$m -A POSTROUTING -o ppp+ -m mark --mark 1 -j QOS-VOICE
$m -A POSTROUTING -o ppp+ -m mark --mark 2 -j QOS-VIDEO
$m -A POSTROUTING -o ppp+ -m mark --mark 0x3/0xf -j QOS-BULK
ip6tables -t mangle -A POSTROUTING -o ppp+ -m dscp --dscp-class AF41 -j HL --hl-set 64
