package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the bridge of a network is, but for its name (libvirt: Network XML, {@code <bridge>}).
 *
 * @param pattern what libvirt makes the name of, such as {@code lab%d}; empty if the name is given
 *     or for libvirt to choose
 * @param stp whether it takes part in the spanning tree protocol; empty for the default, which is
 *     that it does
 * @param delay the forward delay in seconds, 0 to 4294967295; empty for the default, 0
 * @param macTableManager {@code kernel} or {@code libvirt}; empty for the default, the kernel
 * @param zone the firewalld zone that it is added to; empty for the default
 */
public record NetworkBridge(
    Optional<String> pattern,
    Optional<Boolean> stp,
    OptionalLong delay,
    Optional<String> macTableManager,
    Optional<String> zone) {

  /**
   * Checks the components.
   *
   * @param pattern what libvirt makes the name of, such as {@code lab%d}
   * @param stp whether it takes part in the spanning tree protocol
   * @param delay the forward delay in seconds, 0 to 4294967295
   * @param macTableManager {@code kernel} or {@code libvirt}
   * @param zone the firewalld zone that it is added to
   */
  public NetworkBridge {
    requireNonNull(pattern, "pattern");
    requireNonNull(stp, "stp");
    requireNonNull(delay, "delay");
    requireNonNull(macTableManager, "macTableManager");
    requireNonNull(zone, "zone");
  }

  /** A bridge of which a document says nothing. */
  public static final NetworkBridge DEFAULT =
      new NetworkBridge(
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty());

  /** {@return the same, with a name that is given or for libvirt to choose} */
  public NetworkBridge withoutPattern() {
    return new NetworkBridge(Optional.empty(), stp, delay, macTableManager, zone);
  }
}
