package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;

/**
 * The names of libvirt's chains.
 *
 * @param interfaceName the interface whose chains are named
 */
record ChainNames(InterfaceName interfaceName) {

  static final String IN = "libvirt-in";
  static final String OUT = "libvirt-out";
  static final String IN_POST = "libvirt-in-post";
  static final String HOST_IN = "libvirt-host-in";

  /** Packets from the guest that are forwarded. */
  String forwardIn() {
    return "FI-" + interfaceName;
  }

  /** Packets to the guest that are forwarded. */
  String forwardOut() {
    return "FO-" + interfaceName;
  }

  /** Packets from the guest to the host. */
  String hostIn() {
    return "HI-" + interfaceName;
  }

  /** Frames from or to the guest: its root chain, or a chain below that. */
  String ethernet(FrameDirection direction, ChainName chain) {
    return chain.isRoot()
        ? "libvirt-" + direction.letter() + "-" + interfaceName
        : direction.letter() + "-" + interfaceName + "-" + chain;
  }
}
