package io.nwfilter.testkit.daemon;

import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.kernel.SystemRoot;

/**
 * Which libvirtd is started, and how.
 *
 * @param system where it and the tools that it calls are installed; {@code virsh} is the host's
 * @param networks what it gives the rules of virtual networks to; releases before 10.4.0 know
 *     iptables only, and do not read this
 */
public record DaemonSettings(SystemRoot system, FirewallBackend networks) {

  /** The host's daemon, with iptables. */
  public static final DaemonSettings DEFAULT =
      new DaemonSettings(SystemRoot.HOST, FirewallBackend.IPTABLES);
}
