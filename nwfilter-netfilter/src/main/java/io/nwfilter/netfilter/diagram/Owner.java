package io.nwfilter.netfilter.diagram;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Whose a chain or a rule is.
 *
 * @param kind what owns it
 * @param device the interface of the host: that of the machine, or the network's bridge; empty for
 *     others
 * @param name the name of the machine or network; empty if it is not known, and for others
 */
public record Owner(Kind kind, String device, String name) {

  /** What owns a chain or a rule. */
  public enum Kind {
    /** The host: all that is not libvirt's. */
    HOST,
    /** What libvirt shares among machines, or among networks. */
    LIBVIRT,
    /** A virtual network. */
    NETWORK,
    /** An interface of a virtual machine. */
    MACHINE
  }

  /** The host. */
  public static final Owner HOST = new Owner(Kind.HOST, "", "");

  /** What libvirt shares. */
  public static final Owner LIBVIRT = new Owner(Kind.LIBVIRT, "", "");

  /**
   * Checks the device.
   *
   * @param kind what owns it
   * @param device the interface of the host
   * @param name the name of the machine or network
   * @throws IllegalArgumentException if a machine or network has no device, or another has one, or
   *     a name
   */
  public Owner {
    requireNonNull(kind, "kind");
    boolean single = kind == Kind.NETWORK || kind == Kind.MACHINE;
    checkArgument(single != device.isEmpty(), "%s cannot have the device '%s'", kind, device);
    checkArgument(single || name.isEmpty(), "%s cannot have the name '%s'", kind, name);
  }
}
