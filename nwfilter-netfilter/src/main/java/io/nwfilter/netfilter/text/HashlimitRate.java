package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.OptionUse;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rates of the match hashlimit as a listing of iptables 1.8.9 prints them: if they hold for an
 * interval of several seconds, they are divided by it. As the time after which entries expire
 * depends on the unit of the rate unless it is given, a unit that this changes makes it appear.
 */
final class HashlimitRate {

  private static final String EXPIRE = "hashlimit-htable-expire";
  private static final ImmutableSet<String> RATE_OPTIONS =
      ImmutableSet.of("hashlimit", "hashlimit-upto", "hashlimit-above");
  private static final Pattern RATE = Pattern.compile("(0*[1-9][0-9]{0,9})/(sec|min|hour|day)");
  private static final Pattern INTERVAL = Pattern.compile("0*[1-9][0-9]{0,9}");

  /** The first unit in which a rate is a whole number is taken. */
  private static final ImmutableList<String> UNITS = ImmutableList.of("sec", "min", "hour", "day");

  private HashlimitRate() {}

  /** {@return the options as a listing shows them} */
  static List<OptionUse> listed(List<OptionUse> options) {
    for (OptionUse option : options) {
      if (option.name().equals("hashlimit-rate-interval")
          && INTERVAL.matcher(option.words().get(0)).matches()) {
        return divided(options, new BigInteger(option.words().get(0)));
      }
    }
    return options;
  }

  private static ImmutableList<OptionUse> divided(List<OptionUse> options, BigInteger interval) {
    List<OptionUse> listed = new ArrayList<>(options);
    for (int i = 0; i < listed.size(); i++) {
      OptionUse option = listed.get(i);
      boolean isRate = RATE_OPTIONS.contains(option.name());
      Matcher rate = RATE.matcher(isRate ? option.words().get(0) : "");
      if (rate.matches()) {
        String shown = divided(new BigInteger(rate.group(1)), rate.group(2), interval);
        listed.set(i, new OptionUse(option.name(), option.negated(), ImmutableList.of(shown)));
        expire(listed, rate.group(2), shown.substring(shown.indexOf('/') + 1));
        break;
      }
    }
    return ImmutableList.copyOf(listed);
  }

  /**
   * The extension keeps a rate as whole microseconds for each packet, which the interval scales.
   */
  private static String divided(BigInteger count, String unit, BigInteger interval) {
    BigInteger each = microseconds(unit).divide(count).max(BigInteger.ONE).multiply(interval);
    String shown = "";
    for (String other : UNITS) {
      BigInteger[] quotient = microseconds(other).divideAndRemainder(each);
      shown = quotient[0] + "/" + other;
      if (quotient[1].signum() == 0) {
        break;
      }
    }
    return shown;
  }

  private static BigInteger microseconds(String unit) {
    return BigInteger.valueOf(1_000_000L * seconds(unit));
  }

  private static int seconds(String unit) {
    return switch (unit) {
      case "sec" -> 1;
      case "min" -> 60;
      case "hour" -> 3600;
      default -> 86400;
    };
  }

  /** {@return when entries expire unless it is given, in milliseconds} */
  private static String expiry(String unit) {
    return seconds(unit) + "000";
  }

  private static void expire(List<OptionUse> options, String unit, String shownUnit) {
    String given =
        options.stream()
            .filter(option -> option.name().equals(EXPIRE))
            .map(option -> option.words().get(0))
            .findFirst()
            .orElse(expiry(unit));
    options.removeIf(option -> option.name().equals(EXPIRE));
    if (!given.equals(expiry(shownUnit))) {
      options.add(OptionUse.of(EXPIRE, given));
    }
  }
}
