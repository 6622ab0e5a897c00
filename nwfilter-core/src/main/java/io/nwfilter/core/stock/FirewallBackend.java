package io.nwfilter.core.stock;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What libvirt gives its rules to. Since 10.4.0, {@code firewall_backend} in {@code network.conf}
 * chooses for virtual networks (libvirt: Firewall and network filtering in libvirt).
 */
public enum FirewallBackend {

  /** The commands {@code iptables}, {@code ip6tables} and {@code ebtables}. */
  IPTABLES,

  /** The command {@code nft}, with tables of libvirt's own. */
  NFTABLES;

  /**
   * {@return the backend of a name}
   *
   * @param name the name as {@link #toString()} returns it, such as {@code nftables}
   */
  public static Optional<FirewallBackend> of(String name) {
    return Stream.of(values()).filter(backend -> backend.toString().equals(name)).findFirst();
  }

  /** {@return its name in libvirt's configuration, such as {@code nftables}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
