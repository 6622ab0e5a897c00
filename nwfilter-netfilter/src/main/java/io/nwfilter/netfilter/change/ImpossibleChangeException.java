package io.nwfilter.netfilter.change;

/** A change names something that the ruleset does not have, as the tools would say, too. */
public final class ImpossibleChangeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message which edit is impossible, and why
   */
  public ImpossibleChangeException(String message) {
    super(message);
  }
}
