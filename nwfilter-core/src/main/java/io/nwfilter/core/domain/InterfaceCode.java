package io.nwfilter.core.domain;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about an interface that both readers and compilers report. */
public enum InterfaceCode implements DiagnosticCode {
  /** A name cannot be that of an interface, or cannot be printed safely. */
  ILLEGAL_INTERFACE_NAME(
      CodeDescription.error(
          "illegal-interface-name",
          "a name that the kernel refuses, or that is not safe in a rule",
          "use at most 15 letters, digits, `_`, `.`, `@` and `-`")),
  /** An interface with a filter on a port on which libvirt does not start it. */
  UNFILTERABLE_INTERFACE(
      CodeDescription.error(
          "unfilterable-interface",
          "an interface cannot carry a filter: a machine with a filter on a `<virtualport>` (Open"
              + " vSwitch, MidoNet, 802.1Qbg, 802.1Qbh) does not start, and `filterref set` changes"
              + " no interface whose filter libvirt would ignore",
          "remove the filter, or connect the interface by a Linux bridge or a virtual network")),
  /** libvirt drops the filter of an interface whose type carries none. */
  UNFILTERED_INTERFACE(
      CodeDescription.warning(
          "unfiltered-interface",
          "libvirt drops the filter of an interface that is not of the type `network`, `bridge` or"
              + " `ethernet`: the machine starts, and nothing filters that interface",
          "connect the interface by a virtual network, a bridge or a tap device, or remove the"
              + " filter, which protects nothing"));

  private final CodeDescription description;

  InterfaceCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }
}
