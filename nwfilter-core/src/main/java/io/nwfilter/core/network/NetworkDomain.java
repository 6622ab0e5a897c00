package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The DNS domain of the machines (libvirt: Network XML, {@code <domain>}).
 *
 * @param name its name
 * @param localOnly whether queries for it are kept from other servers; empty if the document does
 *     not say
 */
public record NetworkDomain(String name, Optional<Boolean> localOnly) {

  /**
   * Checks the components.
   *
   * @param name its name
   * @param localOnly whether queries for it are kept from other servers
   */
  public NetworkDomain {
    requireNonNull(name, "name");
    requireNonNull(localOnly, "localOnly");
  }
}
