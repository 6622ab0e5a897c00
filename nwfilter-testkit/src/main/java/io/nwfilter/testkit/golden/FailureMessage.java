package io.nwfilter.testkit.golden;

import com.google.common.base.CharMatcher;

/**
 * The message of a failed assertion: a summary, then facts in the order in which a reader needs
 * them.
 *
 * <pre>{@code
 * new FailureMessage("the kernel states differ")
 *     .fact("context", "clean-traffic on vnet0")
 *     .block("difference (-expected +actual)", diff.toString())
 *     .toString();
 * }</pre>
 */
public final class FailureMessage {
  private final StringBuilder text;

  /**
   * Starts a message.
   *
   * @param summary what went wrong, in one line
   */
  public FailureMessage(String summary) {
    this.text = new StringBuilder(summary);
  }

  /**
   * Adds a fact of one line.
   *
   * @param name what the fact is about
   * @param value the fact
   * @return this message
   */
  public FailureMessage fact(String name, Object value) {
    text.append("\n  ").append(name).append(": ").append(value);
    return this;
  }

  /**
   * Adds a fact of several lines, which are printed as they are, without indentation.
   *
   * @param name what the fact is about
   * @param lines the fact
   * @return this message
   */
  public FailureMessage block(String name, String lines) {
    text.append("\n  ").append(name).append(":\n");
    text.append(CharMatcher.is('\n').trimTrailingFrom(lines));
    return this;
  }

  /** {@return the message: the summary and one indented line, or one block, per fact} */
  @Override
  public String toString() {
    return text.toString();
  }
}
