#!/bin/sh
# Recreates the .list files with the tools (iptables, ip6tables and ebtables 1.8.9, nf_tables), each in a fresh
# network namespace. Needs root. May be run any number of times.
set -eu
cd "$(dirname "$0")"

list() { # $1: tool, $2: rules, then options of the listing
  tool=$1 rules=$2
  shift 2
  "$tool-restore" -c <"$rules"
  for table in mangle filter nat; do
    if grep -q "^\*$table" "$rules"; then
      echo "# table $table"
      "$tool" -t "$table" -L -n -v "$@"
    fi
  done
}

case "${1-}" in
counters) list iptables counters.rules ;;
counters-exact) list iptables counters.rules -x --line-numbers ;;
spellings) list iptables spellings.rules ;;
libvirt-nat-ipv4) list iptables ../dumps/libvirt-nat/iptables.save ;;
libvirt-nat-ipv6) list ip6tables ../dumps/libvirt-nat/ip6tables.save ;;
bridge-numbered)
  ebtables-restore <bridge.rules
  ebtables -L --Ln
  ;;
*)
  for name in counters counters-exact spellings libvirt-nat-ipv4 libvirt-nat-ipv6 bridge-numbered; do
    unshare --net sh ./make.sh $name >$name.list
  done
  ;;
esac
