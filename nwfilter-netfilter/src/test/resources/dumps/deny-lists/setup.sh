#!/bin/sh
# Long allow and deny lists as ConfigServer-like scripts and DenyHosts write them.
set -eu
for chain in ALLOWIN ALLOWOUT DENYIN DENYOUT LOCALINPUT LOCALOUTPUT LOGDROPIN INVALID PORTFLOOD; do iptables -N $chain; done
{
  echo '*filter'
  echo '-A INPUT ! -i lo -j LOCALINPUT'
  echo '-A OUTPUT ! -o lo -j LOCALOUTPUT'
  echo '-A LOCALINPUT -j ALLOWIN'
  echo '-A LOCALINPUT -j DENYIN'
  echo '-A LOCALOUTPUT -j ALLOWOUT'
  echo '-A LOCALOUTPUT -j DENYOUT'
  n=1
  while [ $n -le 220 ]; do
    address=$((n % 200 + 11)).$((n * 37 % 256)).$((n * 91 % 256)).$((n * 13 % 254 + 1))
    case $((n % 5)) in
    0) echo "-A DENYIN -s $address/24 ! -i lo -m comment --comment \"manual: net $n\" -j DROP" ;;
    1) echo "-A DENYIN -s $address -p tcp --dport 22 -j DROP" ;;
    2) echo "-A DENYIN -s $address ! -i lo -j LOGDROPIN" ;;
    3) echo "-A DENYOUT -d $address ! -o lo -j REJECT" ;;
    *) echo "-A DENYIN -s $address ! -i lo -j DROP" ;;
    esac
    n=$((n + 1))
  done
  echo '-A ALLOWIN -s 192.0.2.4 -p tcp -m multiport --dports 22,2087 -j ACCEPT'
  echo '-A ALLOWIN -s 192.0.2.0/28 ! -i lo -j ACCEPT'
  echo '-A ALLOWOUT -d 192.0.2.0/28 -j ACCEPT'
  echo '-A INVALID -m conntrack --ctstate INVALID -j DROP'
  echo '-A INVALID -p tcp --tcp-flags FIN,RST FIN,RST -j DROP'
  echo '-A INVALID -p tcp --tcp-flags ACK,URG URG -j DROP'
  echo '-A INPUT -p tcp ! -i lo -j INVALID'
  echo '-A PORTFLOOD -p tcp --dport 80 -m conntrack --ctstate NEW -m recent --set --name 80'
  echo '-A PORTFLOOD -p tcp --dport 80 -m conntrack --ctstate NEW -m recent --update --seconds 5 --hitcount 20 --name 80 -j DROP'
  echo '-A INPUT -p tcp --dport 80 -j PORTFLOOD'
  echo '-A LOGDROPIN -p tcp --dport 23 -j DROP'
  echo '-A LOGDROPIN -p tcp -m limit --limit 30/min --limit-burst 5 -j LOG --log-prefix "Firewall: *TCP_IN Blocked* "'
  echo '-A LOGDROPIN -p udp -m limit --limit 30/min --limit-burst 5 -j LOG --log-prefix "Firewall: *UDP_IN Blocked* "'
  echo '-A LOGDROPIN -j DROP'
  echo COMMIT
} | iptables-restore --noflush
