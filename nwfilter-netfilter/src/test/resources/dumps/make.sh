#!/bin/sh
# Recreates the dumps of every directory with a setup.sh, each in a fresh network namespace. With names: only those.
# Needs root and the tools iptables, ip6tables, ebtables (nf_tables), iptables-legacy and ipset.
set -eu
cd "$(dirname "$0")"

if [ "${1-}" = --inside ]; then
  cd "$2"
  ip link set lo up 2>/dev/null || true
  sh ./setup.sh
  case $2 in
  legacy-*) flavour=-legacy ;;
  *) flavour= ;;
  esac
  case $2 in
  counters) option=-c ;;
  *) option= ;;
  esac
  for tool in iptables$flavour ip6tables$flavour ebtables; do
    file=$(echo $tool | sed 's/-legacy//').save
    $tool-save $option >"$file"
    [ -s "$file" ] || rm "$file"
  done
  exit
fi

[ $# -gt 0 ] || set -- */setup.sh
for name in "$@"; do
  unshare --net sh ./make.sh --inside "${name%/setup.sh}"
done
