package io.nwfilter.testkit.kernel;

import io.nwfilter.testkit.golden.FailureMessage;
import java.io.Serial;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thrown when a {@code -restore} tool refuses a text. */
public final class RestoreRefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  // "Error occurred at line: 3", "line 4: RULE_APPEND failed", "ebtables-restore: line 8 failed"
  private static final Pattern LINE = Pattern.compile("\\bline:? ([0-9]{1,9})\\b");

  /** The family whose tool refused. */
  private final TableFamily family;

  /** The line that the tool named, from 1 on, or 0. */
  private final int lineNumber;

  RestoreRefusedException(TableFamily family, String text, CommandResult result) {
    this(family, text, result, namedLine(text, result.stderr()));
  }

  private RestoreRefusedException(
      TableFamily family, String text, CommandResult result, int lineNumber) {
    super(message(family, text, result, lineNumber));
    this.family = family;
    this.lineNumber = lineNumber;
  }

  /**
   * Returns the family whose tool refused.
   *
   * @return the family
   */
  public TableFamily family() {
    return family;
  }

  /**
   * Returns the line of the text that the tool complained about.
   *
   * @return the number, starting at 1; empty if the tool named none
   */
  public OptionalInt lineNumber() {
    return lineNumber == 0 ? OptionalInt.empty() : OptionalInt.of(lineNumber);
  }

  private static String message(
      TableFamily family, String text, CommandResult result, int lineNumber) {
    FailureMessage message = new FailureMessage(family.restoreCommand() + " refused the text");
    if (lineNumber != 0) {
      message.fact("line " + lineNumber, text.lines().skip(lineNumber - 1L).findFirst().orElse(""));
    }
    return message
        .fact("exit code", result.exitCode())
        .block("standard error", result.stderr())
        .toString();
  }

  private static int namedLine(String text, String stderr) {
    List<String> lines = text.lines().toList();
    Matcher matcher = LINE.matcher(stderr);
    int number = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    return number <= lines.size() ? number : 0;
  }
}
