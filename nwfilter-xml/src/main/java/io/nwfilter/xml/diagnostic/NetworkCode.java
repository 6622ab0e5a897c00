package io.nwfilter.xml.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about the document of a network: what libvirt refuses to define. */
public enum NetworkCode implements DiagnosticCode {
  /** An element is not for networks of that forward mode. */
  NOT_IN_THIS_MODE(
      CodeDescription.error(
          "not-in-this-mode",
          "a network has an element or attribute that its forward mode does not allow (`<ip>` in"
              + " mode `bridge`, `<nat>` in mode `route`), or lacks one that it needs",
          "remove it, or choose another mode")),
  /** Something may be there only once. */
  ONLY_ONE_ALLOWED(
      CodeDescription.error(
          "only-one-allowed",
          "a network has something twice that may be there once: `<nat>` or a range inside it, a"
              + " forward interface, an address with `<dhcp>` of one family, a port group of a name"
              + " or by default",
          "remove one of them")),
  /** An address is outside what it has to be in. */
  MISPLACED_ADDRESS(
      CodeDescription.error(
          "misplaced-address",
          "an address does not fit the network: a DHCP range outside the subnet or with its first"
              + " or last address, more than 65536 addresses, a gateway that no `<ip>` reaches, the"
              + " address of a machine as that of a route's destination",
          "use addresses of the subnet of the `<ip>` element"));

  private final CodeDescription description;

  NetworkCode(CodeDescription description) {
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
