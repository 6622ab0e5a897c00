#!/bin/sh
# An OpenStack compute node with the hybrid firewall driver: in, out and spoof chains of two ports, security groups in ipsets.
set -eu
ipset create NIPv4b7f20c1e-5d3a-4c1e-9 hash:net
ipset create NIPv6b7f20c1e-5d3a-4c1e-9 hash:net family inet6
for tool in iptables ip6tables; do
  p=neutron-openvswi
  for chain in INPUT FORWARD OUTPUT local sg-chain sg-fallback; do $tool -N $p-$chain; done
  $tool -N neutron-filter-top
  $tool -A INPUT -j $p-INPUT
  $tool -A FORWARD -j neutron-filter-top
  $tool -A FORWARD -j $p-FORWARD
  $tool -A OUTPUT -j neutron-filter-top
  $tool -A OUTPUT -j $p-OUTPUT
  $tool -A neutron-filter-top -j $p-local
  for port in 3c9d10ab-7:10.55.0.14:FA:16:3E:0A:7C:01:fe80::f816:3eff:fe0a:7c01 e81f66b2-0:10.55.0.19:FA:16:3E:0A:7C:02:fe80::f816:3eff:fe0a:7c02; do
    id=${port%%:*}; rest=${port#*:}; ip=${rest%%:*}; rest=${rest#*:}; mac=$(echo $rest | cut -d: -f1-6); ip6=$(echo $rest | cut -d: -f7-)
    for kind in i o s; do $tool -N $p-$kind$id; done
    $tool -A $p-FORWARD -m physdev --physdev-out tap$id --physdev-is-bridged -m comment --comment "Direct traffic from the VM interface to the security group chain." -j $p-sg-chain
    $tool -A $p-FORWARD -m physdev --physdev-in tap$id --physdev-is-bridged -m comment --comment "Direct traffic from the VM interface to the security group chain." -j $p-sg-chain
    $tool -A $p-sg-chain -m physdev --physdev-out tap$id --physdev-is-bridged -m comment --comment "Jump to the VM specific chain." -j $p-i$id
    $tool -A $p-sg-chain -m physdev --physdev-in tap$id --physdev-is-bridged -m comment --comment "Jump to the VM specific chain." -j $p-o$id
    $tool -A $p-INPUT -m physdev --physdev-in tap$id --physdev-is-bridged -m comment --comment "Direct incoming traffic from VM to the security group chain." -j $p-o$id
    $tool -A $p-i$id -m state --state RELATED,ESTABLISHED -m comment --comment "Direct packets associated with a known session to the RETURN chain." -j RETURN
    if [ $tool = iptables ]; then
      $tool -A $p-i$id -d $ip/32 -p udp -m udp --sport 67 --dport 68 -j RETURN
      $tool -A $p-i$id -m set --match-set NIPv4b7f20c1e-5d3a-4c1e-9 src -j RETURN
      $tool -A $p-i$id -p tcp -m tcp -m multiport --dports 8000:8099 -j RETURN
      $tool -A $p-o$id -s 0.0.0.0/32 -d 255.255.255.255/32 -p udp -m udp --sport 68 --dport 67 -m comment --comment "Allow DHCP client traffic." -j RETURN
      $tool -A $p-s$id -s $ip/32 -m mac --mac-source $mac -m comment --comment "Allow traffic from defined IP/MAC pairs." -j RETURN
    else
      for type in 130 134 135 136; do $tool -A $p-i$id -p ipv6-icmp -m icmp6 --icmpv6-type $type -j RETURN; done
      $tool -A $p-i$id -m set --match-set NIPv6b7f20c1e-5d3a-4c1e-9 src -j RETURN
      $tool -A $p-o$id -s ::/128 -d ff02::/16 -p ipv6-icmp -m icmp6 --icmpv6-type 131 -m comment --comment "Allow IPv6 ICMP traffic." -j RETURN
      $tool -A $p-o$id -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j DROP
      $tool -A $p-s$id -s $ip6/128 -m mac --mac-source $mac -m comment --comment "Allow traffic from defined IP/MAC pairs." -j RETURN
    fi
    $tool -A $p-s$id -m comment --comment "Drop traffic without an IP/MAC allow rule." -j DROP
    $tool -A $p-o$id -j $p-s$id
    $tool -A $p-o$id -m state --state RELATED,ESTABLISHED -m comment --comment "Direct packets associated with a known session to the RETURN chain." -j RETURN
    $tool -A $p-o$id -j RETURN
    for kind in i o; do
      $tool -A $p-$kind$id -m state --state INVALID -m comment --comment "Drop packets that appear related to an existing connection but do not have an entry in conntrack." -j DROP
      $tool -A $p-$kind$id -m comment --comment "Send unmatched traffic to the fallback chain." -j $p-sg-fallback
    done
  done
  $tool -A $p-sg-chain -j ACCEPT
  $tool -A $p-sg-fallback -m comment --comment "Default drop rule for unmatched traffic." -j DROP
done
iptables -t raw -N neutron-openvswi-PREROUTING
iptables -t raw -A PREROUTING -j neutron-openvswi-PREROUTING
for id in 3c9d10ab-7 e81f66b2-0; do
  iptables -t raw -A neutron-openvswi-PREROUTING -m physdev --physdev-in qvb$id -m comment --comment "Set zone for $id" -j CT --zone 4097
  iptables -t raw -A neutron-openvswi-PREROUTING -m physdev --physdev-in tap$id -j CT --zone 4097
done
