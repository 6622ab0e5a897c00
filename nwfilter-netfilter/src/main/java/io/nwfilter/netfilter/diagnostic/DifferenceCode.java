package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** What is reported of a change of rules where changes are reviewed. */
public enum DifferenceCode implements DiagnosticCode {
  /** Not all packets were compared. */
  CHANGE_UNDECIDED(
      CodeDescription.warning(
          "change-undecided",
          "it was not decided for all packets whether the change means something for them;"
              + " the message says why",
          "raise the limit if one ended the comparison, or compare fewer rules or interfaces at a"
              + " time")),
  /** Packets arrive that did not before. */
  NEWLY_ACCEPTED(
      CodeDescription.warning(
          "newly-accepted",
          "packets arrive that were dropped by the rules before the change",
          "check whether the change is meant to let them through")),
  /** Packets do not arrive any more. */
  NEWLY_DROPPED(
      CodeDescription.warning(
          "newly-dropped",
          "packets are dropped that arrived by the rules before the change",
          "check whether the change is meant to drop them"));

  private final CodeDescription description;

  DifferenceCode(CodeDescription description) {
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
