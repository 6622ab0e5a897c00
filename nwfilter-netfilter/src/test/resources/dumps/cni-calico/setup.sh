#!/bin/sh
# A Calico-like policy engine: cali chains with marks, sets and hashed comments.
set -eu
for set in cali40all-hosts-net cali40all-ipam-pools cali40masq-ipam-pools cali40this-host cali40s:web7Yq1 cali40s:dbK2_xx; do
  ipset create $set hash:net
done
ipset create cali60s:web7Yq1 hash:net family inet6
c() { # tool table chain comment rest...
  tool=$1 table=$2 chain=$3 hash=$4; shift 4
  $tool -t $table -A $chain -m comment --comment "cali:$hash" "$@"
}
for chain in cali-INPUT cali-FORWARD cali-OUTPUT cali-from-wl-dispatch cali-to-wl-dispatch cali-wl-to-host cali-fw-cali1a2b3c4d5e6 \
  cali-tw-cali1a2b3c4d5e6 cali-pi-_web cali-po-_db cali-pri-kns.shop cali-pro-kns.shop cali-from-host-endpoint cali-cidr-block; do
  iptables -N $chain
done
c iptables filter INPUT Cz_u1IQiXIMmKD4c -j cali-INPUT
c iptables filter FORWARD wUHhoiAYhphO9Mso -j cali-FORWARD
c iptables filter OUTPUT tVnHkvAo15HuiPy0 -j cali-OUTPUT
c iptables filter FORWARD S93hcgKJrXEqnTfs -m comment --comment "Policy explicitly accepted packet." -m mark --mark 0x10000/0x10000 -j ACCEPT
iptables -A FORWARD -m comment --comment "cali:mp77cMpurHhyjLrM" -j MARK --or-mark 0x10000
c iptables filter cali-INPUT a7vtMwnYh3xdCTQx -p 4 -m comment --comment "Allow IPIP packets from Calico hosts" -m set --match-set cali40all-hosts-net src -m addrtype --dst-type LOCAL -j ACCEPT
c iptables filter cali-INPUT 1qYkDWY4nzEsXPfm -p 4 -m comment --comment "Drop IPIP packets from non-Calico hosts" -j DROP
c iptables filter cali-INPUT Kpcd-OPQ8ZLkHcSm -i cali+ -g cali-wl-to-host
c iptables filter cali-INPUT LS_2xFaVJZrGDWGh -m mark --mark 0x10000/0x10000 -j ACCEPT
c iptables filter cali-FORWARD 8ZoYfO5HKXWbB3pk -i cali+ -j cali-from-wl-dispatch
c iptables filter cali-FORWARD jdEuaPBe14V2hutn -o cali+ -j cali-to-wl-dispatch
c iptables filter cali-FORWARD 12bc6HljsMKsmfr- -j cali-cidr-block
c iptables filter cali-from-wl-dispatch zZ9wXx1yS0Ab-_77 -i cali1a2b3c4d5e6 -g cali-fw-cali1a2b3c4d5e6
c iptables filter cali-from-wl-dispatch qP0-unknown12345 -m comment --comment "Unknown interface" -j DROP
c iptables filter cali-to-wl-dispatch Hh2bX9w_11Ab-_78 -o cali1a2b3c4d5e6 -g cali-tw-cali1a2b3c4d5e6
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb11 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb12 -m conntrack --ctstate INVALID -j DROP
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb13 -j MARK --set-xmark 0x0/0x10000
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb14 -p udp -m comment --comment "Drop VXLAN encapped packets originating in workloads" -m multiport --dports 4789 -j DROP
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb15 -m comment --comment "Start of policies" -j MARK --set-xmark 0x0/0x20000
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb16 -m mark --mark 0x0/0x20000 -j cali-po-_db
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb17 -m comment --comment "Return if policy accepted" -m mark --mark 0x10000/0x10000 -j RETURN
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb18 -m comment --comment "Drop if no policies passed packet" -m mark --mark 0x0/0x20000 -j DROP
c iptables filter cali-fw-cali1a2b3c4d5e6 AAbb19 -j cali-pro-kns.shop
c iptables filter cali-tw-cali1a2b3c4d5e6 CCdd11 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
c iptables filter cali-tw-cali1a2b3c4d5e6 CCdd12 -j cali-pi-_web
c iptables filter cali-tw-cali1a2b3c4d5e6 CCdd13 -m mark --mark 0x10000/0x10000 -j RETURN
c iptables filter cali-tw-cali1a2b3c4d5e6 CCdd14 -j cali-pri-kns.shop
c iptables filter cali-pi-_web EE11 -p tcp -m set --match-set cali40s:web7Yq1 src -m multiport --dports 80,443,8000:8100 -j MARK --set-xmark 0x10000/0x10000
c iptables filter cali-pi-_web EE12 -m mark --mark 0x10000/0x10000 -j RETURN
c iptables filter cali-po-_db EE21 -p tcp -m set ! --match-set cali40s:dbK2_xx dst -m multiport --dports 5432 -j DROP
c iptables filter cali-pro-kns.shop EE31 -m comment --comment "Profile kns.shop egress" -j MARK --set-xmark 0x10000/0x10000
c iptables filter cali-pri-kns.shop EE32 -m comment --comment "Profile kns.shop ingress" -j NFLOG --nflog-prefix "APE0|kns.shop" --nflog-group 1 --nflog-size 80
for chain in cali-PREROUTING cali-POSTROUTING cali-fip-dnat cali-nat-outgoing; do iptables -t nat -N $chain; done
c iptables nat PREROUTING 6gwbT8clXdHdC1b1 -j cali-PREROUTING
c iptables nat POSTROUTING O3lYWMrLQYEMJtB5 -j cali-POSTROUTING
c iptables nat cali-POSTROUTING nYKhEzDlr11Jccal -j cali-nat-outgoing
c iptables nat cali-nat-outgoing flqWnvo8yq4ULQLa -m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40all-ipam-pools dst -j MASQUERADE --random-fully
iptables -t raw -N cali-rpf-skip
iptables -t raw -N cali-PREROUTING
c iptables raw PREROUTING XFX5xbM8B9qR10JG -j cali-PREROUTING
c iptables raw cali-PREROUTING XFX5xbM8B9qR10JH -j MARK --set-xmark 0x0/0xf0000
c iptables raw cali-PREROUTING EWPxt2x_Lv8Yq0xx -i cali+ -m rpfilter --validmark --invert -j DROP
ip6tables -N cali-FORWARD
c ip6tables filter FORWARD wUHhoiAYhphO9Mso -j cali-FORWARD
c ip6tables filter cali-FORWARD J6Six0 -p tcp -m set --match-set cali60s:web7Yq1 src -m multiport --dports 443 -j ACCEPT
