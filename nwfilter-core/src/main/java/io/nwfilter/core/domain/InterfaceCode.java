package io.nwfilter.core.domain;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** What there is to say of an interface, whoever meets it: readers or compilers. */
public enum InterfaceCode implements DiagnosticCode {
  /** An interface's name cannot be an interface's name, or could not be printed safely. */
  ILLEGAL_INTERFACE_NAME(
      CodeDescription.error(
          "illegal-interface-name",
          "a name that the kernel refuses, or that could not stand in a rule safely",
          "use at most 15 letters, digits, `_`, `.`, `@` and `-`")),
  /** Interfaces of this type carry no filters. */
  UNFILTERABLE_INTERFACE(
      CodeDescription.error(
          "unfilterable-interface",
          "interfaces that are not backed by a tap device carry no filter",
          "connect it by a network, a bridge or a tap device, or remove the filter"));

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
