package io.nwfilter.netfilter.finding;

/** What looks for findings of an interface, in the order in which they look. */
enum Finder {
  /** Rules that do nothing within their tables. */
  TABLES,
  /** Families of packets that are left open. */
  OPEN_FAMILIES,
  /** ARP that claims foreign addresses. */
  SPOOFED_ARP,
  /** Neighbour discovery that claims foreign addresses. */
  SPOOFED_NEIGHBORS,
  /** Addresses that the guest cannot get. */
  DHCP,
  /** Rules whose packets get no replies. */
  LOST_REPLIES,
  /** Rules that the other layer makes pointless. */
  OTHER_LAYERS;

  /** {@return whether it finds rules, of which nothing is reported if others need them} */
  boolean isOfRules() {
    return this == TABLES || this == OTHER_LAYERS;
  }
}
