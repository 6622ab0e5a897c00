package io.nwfilter.core.value;

/**
 * A text is not a value of the expected type. The message names the value and what was expected.
 */
public final class IllegalValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception whose message quotes the value.
   *
   * @param text the text that was refused
   * @param expected what is legal, as it follows "is not"
   */
  public IllegalValueException(String text, String expected) {
    super("'" + text + "' is not " + expected);
  }

  /**
   * Creates an exception that says where the value was given.
   *
   * @param where what takes the value, such as {@code dstportstart of <tcp>}
   * @param cause the exception without that
   */
  public IllegalValueException(String where, IllegalValueException cause) {
    super(where + ": " + cause.getMessage(), cause);
  }
}
