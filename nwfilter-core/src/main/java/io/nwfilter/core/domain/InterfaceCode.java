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
  /** Interfaces of this type carry no filters. */
  UNFILTERABLE_INTERFACE(
      CodeDescription.error(
          "unfilterable-interface",
          "interfaces that are not backed by a tap device carry no filter",
          "connect it through a network, a bridge or a tap device, or remove the filter"));

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
