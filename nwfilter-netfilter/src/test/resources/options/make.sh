#!/bin/sh
# Recreates ipv4, ipv6 and bridge .save and .list from the .rules files, each in a fresh network namespace.
# Needs root and the tools iptables, ip6tables, ebtables (nf_tables) and ipset. May be run any number of times.
set -eu
cd "$(dirname "$0")"

sets() { # $1: inet or inet6
  ipset create hosts hash:ip family "$1"
  ipset create ipport hash:ip,port family "$1"
  ipset create triple hash:ip,port,ip family "$1"
  ipset create nets hash:net family "$1"
  ipset create cnt hash:ip family "$1" counters
  ipset create tmo hash:ip family "$1" timeout 300
  ipset create skb hash:ip family "$1" skbinfo
  ipset create list list:set
}

# Drops the NUL characters that the listing of -m bpf ends with; they would make the file a binary one.
ip_family() { # $1: name of the files, $2: tool, $3: inet or inet6
  sets "$3"
  "$2-restore" <"$1.rules"
  "$2-save" >"$1.save"
  for table in filter nat mangle raw security; do
    echo "# table $table"
    "$2" -t $table -L -n -v --line-numbers
  done | tr -d '\000' >"$1.list"
}

bridge() {
  ebtables-restore <bridge.rules
  ebtables-save >bridge.save
  for table in filter nat; do
    echo "# table $table"
    ebtables -t $table -L
  done >bridge.list
}

case "${1-}" in
ipv4) ip_family ipv4 iptables inet ;;
ipv6) ip_family ipv6 ip6tables inet6 ;;
bridge) bridge ;;
*) for family in ipv4 ipv6 bridge; do unshare --net sh ./make.sh $family; done ;;
esac
