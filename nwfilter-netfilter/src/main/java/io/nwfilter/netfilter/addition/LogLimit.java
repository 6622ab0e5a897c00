package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a rule logs at most; what it does with packets is not limited (iptables-extensions(8),
 * limit).
 *
 * @param count how many packets in a unit of time, 1 to {@value #MAX}
 * @param unit the unit
 * @param burst how many packets are logged before the limit counts, 1 to {@value #MAX}
 */
public record LogLimit(int count, Unit unit, int burst) {

  /** The highest count and burst: iptables 1.8.9 takes no faster rate than 10,000 a second. */
  public static final int MAX = 10_000;

  /** The burst that iptables has by default. */
  public static final int DEFAULT_BURST = 5;

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9})/(s|sec|second|m|min|minute|h|hour|d|day)(?::(\\d{1,9}))?");

  /** A unit of time. */
  public enum Unit {
    /** A second. */
    SECOND("sec"),
    /** A minute. */
    MINUTE("min"),
    /** An hour. */
    HOUR("hour"),
    /** A day. */
    DAY("day");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    /** {@return the tools' word for it} */
    public String word() {
      return word;
    }
  }

  /**
   * Checks the numbers.
   *
   * @param count how many packets in a unit of time
   * @param unit the unit
   * @param burst how many packets are logged before the limit counts
   * @throws IllegalArgumentException if one is outside 1 to {@value #MAX}
   */
  public LogLimit {
    requireNonNull(unit, "unit");
    requireLegal("a rate", count);
    requireLegal("a burst", burst);
  }

  private static void requireLegal(String what, int number) {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException(what + " of " + number + " is outside 1.." + MAX);
    }
  }

  /**
   * {@return the limit that a text means, such as {@code 10/minute} or {@code 10/minute:20}}
   *
   * @param text a number, a slash and {@code second}, {@code minute}, {@code hour} or {@code day},
   *     which may be shortened as the tools allow; then perhaps a colon and the burst
   * @throws IllegalArgumentException if it is not of that form, or a number is out of range
   */
  public static LogLimit parse(String text) {
    Matcher form = FORM.matcher(requireNonNull(text, "text"));
    if (!form.matches()) {
      throw new IllegalValueException(
          text,
          "a rate such as 10/minute (second, minute, hour, day) or, with a burst, 10/minute:20");
    }
    String unit = form.group(2).substring(0, 1).toUpperCase(Locale.ROOT);
    return new LogLimit(
        Integer.parseInt(form.group(1)),
        switch (unit) {
          case "S" -> Unit.SECOND;
          case "M" -> Unit.MINUTE;
          case "H" -> Unit.HOUR;
          default -> Unit.DAY;
        },
        form.group(3) == null ? DEFAULT_BURST : Integer.parseInt(form.group(3)));
  }

  /** {@return the rate as the tools write it, such as {@code 10/min}} */
  public String rate() {
    return count + "/" + unit.word();
  }

  /** {@return the form that {@link #parse} takes, with the burst} */
  @Override
  public String toString() {
    return rate() + ":" + burst;
  }
}
