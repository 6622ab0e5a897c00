package io.nwfilter.core.filter;

import java.util.Locale;

/**
 * What enters a chain. Its name is the prefix of the chain's name (libvirt: Network Filters,
 * Filtering chains).
 */
public enum ChainProtocol {
  /** Every frame of the interface. */
  ROOT(0),
  /** Every frame. */
  MAC(-800),
  /** VLAN-tagged frames. */
  VLAN(-750),
  /** Spanning tree frames. Documented with priority -810, but libvirt 9.0.0 gives it 0. */
  STP(0, -810),
  /** ARP. */
  ARP(-500),
  /** RARP. */
  RARP(-400),
  /** IPv4. */
  IPV4(-700),
  /** IPv6. */
  IPV6(-600);

  private final int defaultPriority;
  private final int documentedPriority;
  private final String prefix = name().toLowerCase(Locale.ROOT);

  ChainProtocol(int defaultPriority) {
    this(defaultPriority, defaultPriority);
  }

  ChainProtocol(int defaultPriority, int documentedPriority) {
    this.defaultPriority = defaultPriority;
    this.documentedPriority = documentedPriority;
  }

  /** {@return the priority of its chains if the filter says nothing else} */
  public int defaultPriority() {
    return defaultPriority;
  }

  /** {@return that priority as libvirt documents it (Network Filters, Chain priorities)} */
  public int documentedPriority() {
    return documentedPriority;
  }

  /** {@return the prefix that names of its chains begin with} */
  public String prefix() {
    return prefix;
  }
}
