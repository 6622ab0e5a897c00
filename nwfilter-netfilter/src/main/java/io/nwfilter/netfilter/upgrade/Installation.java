package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;

/**
 * A release of libvirt on a host.
 *
 * @param release the release
 * @param networks what it gives the rules of networks to
 */
public record Installation(LibvirtRelease release, FirewallBackend networks) {

  /**
   * Checks that both are given.
   *
   * @param release the release
   * @param networks what it gives the rules of networks to
   */
  public Installation {
    requireNonNull(release, "release");
    requireNonNull(networks, "networks");
  }

  static Installation of(CompileOptions options) {
    return new Installation(options.release(), options.networkBackend());
  }

  /** {@return both, such as {@code libvirt 12.8, networks in nftables}} */
  @Override
  public String toString() {
    return "libvirt " + release + ", networks in " + networks;
  }
}
