package io.nwfilter.core.resolve;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about filters that include each other and about the values of variables. */
public enum ResolutionCode implements DiagnosticCode {
  /** A filter that is referenced is not known. */
  UNKNOWN_FILTER(
      CodeDescription.error(
          "unknown-filter",
          "a filter that is referenced is not defined",
          "define it, or fix the name")),
  /** A filter includes itself, directly or through others. */
  FILTER_CYCLE(
      CodeDescription.error(
          "filter-cycle",
          "a filter includes itself; the message names the chain of references",
          "remove one of those references")),
  /** Filters include each other too often or too deeply. */
  TOO_MANY_FILTERS(
      CodeDescription.error(
          "too-many-filters",
          "more than 20,000 filters or 250,000 rules are included under one interface, or filters"
              + " are nested more than 200 deep; libvirt has no such limit, and hangs",
          "include each filter once, where it is needed")),
  /** The lists of rules multiply to too many instances. */
  TOO_MANY_INSTANCES(
      CodeDescription.error(
          "too-many-instances",
          "the lists of values multiply to more instances of rules than the limit allows (by"
              + " default 2,000,000 for each interface)",
          "put the variables under one iterator so that they advance together, use an ipset, or "
              + "raise the limit")),
  /** A variable has no value. */
  UNRESOLVED_VARIABLE(
      CodeDescription.error(
          "unresolved-variable",
          "a variable, or an element of its list, has no value",
          "give the parameter")),
  /** Lists under one iterator are not equally long. */
  UNEQUAL_LISTS(
      CodeDescription.error(
          "unequal-lists",
          "variables under one iterator have lists of different lengths (`MAC` is a list of one"
              + " value)",
          "make the lists equally long, or use another iterator, such as `$IP[@1]`")),
  /** A variable's value is not legal where the variable is used. */
  ILLEGAL_VARIABLE_VALUE(
      CodeDescription.error(
          "illegal-variable-value",
          "the value of a variable is not legal where the variable is used, or netfilter would read"
              + " it differently from libvirt (`010`, `10.1.2`)",
          "give a value in the form that the message describes"));

  private final CodeDescription description;

  ResolutionCode(CodeDescription description) {
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
