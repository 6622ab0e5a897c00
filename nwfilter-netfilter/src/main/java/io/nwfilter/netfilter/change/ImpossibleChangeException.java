package io.nwfilter.netfilter.change;

/** A change cannot be made to a ruleset; the tools would refuse it, too. */
public final class ImpossibleChangeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The impossible edit's place in its change, from 0. */
  private final int index;

  /**
   * Creates an exception.
   *
   * @param message which edit is impossible, and why
   * @param index the edit's place in its change, from 0
   */
  public ImpossibleChangeException(String message, int index) {
    super(message);
    this.index = index;
  }

  /** {@return the impossible edit's place in {@link Change#edits}, from 0} */
  public int index() {
    return index;
  }
}
