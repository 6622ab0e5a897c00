package io.nwfilter.core.attribute;

/** Where a protocol element is filtered. */
public enum Layer {
  /** On Ethernet frames, by ebtables. */
  ETHERNET,
  /** On IPv4 packets, by iptables. */
  IPV4,
  /** On IPv6 packets, by ip6tables. */
  IPV6
}
