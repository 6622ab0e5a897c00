package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate as the tools keep it: the time from one packet to the next, in parts of a second. What
 * they print of it may be in another unit, and another number (seen with iptables 1.8.9).
 */
final class SavedRate {

  /** The parts of a second that limit counts in. */
  static final long OF_LIMIT = 10_000;

  /** The parts of a second that hashlimit counts in. */
  static final long OF_HASHLIMIT = 1_000_000;

  private static final Pattern RATE = Pattern.compile("([0-9]{1,9})(?:/([a-z]+))?");

  private record Unit(String shown, String name, long seconds) {}

  private static final ImmutableList<Unit> UNITS =
      ImmutableList.of(
          new Unit("sec", "second", 1),
          new Unit("min", "minute", 60),
          new Unit("hour", "hour", 3600),
          new Unit("day", "day", 86_400));

  private SavedRate() {}

  private static OptionalLong seconds(String unit) {
    return UNITS.stream()
        .filter(each -> unit.isEmpty() ? each.seconds() == 1 : each.name().startsWith(unit))
        .mapToLong(Unit::seconds)
        .findFirst();
  }

  /** {@return the seconds of the unit that a rate is in; empty if it is not a rate of packets} */
  static OptionalLong unit(String rate) {
    Matcher matcher = RATE.matcher(rate);
    return matcher.matches()
        ? seconds(matcher.group(2) == null ? "" : matcher.group(2))
        : OptionalLong.empty();
  }

  /** {@return a rate as it is printed; itself if it is not a rate of packets} */
  static String printed(String rate, long partsOfSecond) {
    Matcher matcher = RATE.matcher(rate);
    OptionalLong seconds = unit(rate);
    if (!matcher.matches() || seconds.isEmpty() || Long.parseLong(matcher.group(1)) == 0) {
      return rate;
    }
    long period = partsOfSecond * seconds.getAsLong() / Long.parseLong(matcher.group(1));
    if (period == 0) {
      return rate; // which the tools refuse
    }
    for (Unit unit : UNITS) {
      long parts = partsOfSecond * unit.seconds();
      if (parts >= period && parts % period <= parts / period) {
        return parts / period + "/" + unit.shown();
      }
    }
    return rate;
  }
}
