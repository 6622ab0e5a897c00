package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of classes of traffic, and their numbers (RFC 1349, RFC 2474, RFC 2597, RFC 3246). */
final class TrafficClasses {

  /** The field for the type of service, without the bits for the precedence and for ECN. */
  private static final ImmutableMap<String, String> TYPES_OF_SERVICE =
      ImmutableMap.of(
          "minimize-delay", "0x10/0x3f",
          "maximize-throughput", "0x08/0x3f",
          "maximize-reliability", "0x04/0x3f",
          "minimize-cost", "0x02/0x3f",
          "normal-service", "0x00/0x3f");

  private static final int EXPEDITED = 46;

  private static final Pattern SELECTOR = Pattern.compile("CS([0-7])");
  private static final Pattern ASSURED = Pattern.compile("AF([1-4])([1-3])");

  private TrafficClasses() {}

  /** {@return value and mask of a type of service} */
  static Optional<String> typeOfService(String name) {
    return Optional.ofNullable(TYPES_OF_SERVICE.get(name.toLowerCase(Locale.ROOT)));
  }

  /** {@return the code point of a class} */
  static Optional<String> codePoint(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    Matcher selector = SELECTOR.matcher(upper);
    Matcher assured = ASSURED.matcher(upper);
    if (selector.matches()) {
      return Optional.of(hex(8 * Integer.parseInt(selector.group(1))));
    } else if (assured.matches()) {
      return Optional.of(
          hex(8 * Integer.parseInt(assured.group(1)) + 2 * Integer.parseInt(assured.group(2))));
    } else if (upper.equals("EF")) {
      return Optional.of(hex(EXPEDITED));
    }
    return upper.equals("BE") ? Optional.of(hex(0)) : Optional.empty();
  }

  private static String hex(int number) {
    return "0x%02x".formatted(number);
  }
}
