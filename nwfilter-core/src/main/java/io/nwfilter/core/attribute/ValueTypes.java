package io.nwfilter.core.attribute;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.TcpFlags;
import java.util.function.Function;

/**
 * The value types of the table, with the limits that libvirt 9.0.0 enforces when a filter is
 * defined.
 */
final class ValueTypes {

  static final ValueType<MacAddress> MAC =
      new ValueType<>("a MAC address such as 52:54:00:9f:80:45", MacAddress::parse);

  static final ValueType<MacAddress> MAC_MASK =
      new ValueType<>("a contiguous MAC mask such as ff:ff:ff:00:00:00", ValueTypes::parseMacMask);

  static final ValueType<IpAddress> IPV4 =
      new ValueType<IpAddress>("an IPv4 address such as 192.168.122.1", Ipv4Address::parse)
          .withSubstitution(Ipv4Address::parseDottedQuad);

  static final ValueType<IpAddress> IPV6 =
      new ValueType<>("an IPv6 address such as fe80::1", Ipv6Address::parse);

  /** What libvirt takes for the end of an IPv6 range; it does not look at what a variable has. */
  static final ValueType<IpAddress> IPV6_RANGE_END =
      new ValueType<IpAddress>(
              "an IPv4 address: libvirt takes no other here, so put an IPv6 one into a variable",
              ValueTypes::parseIpv6RangeEnd)
          .withSubstitution(
              text ->
                  text.indexOf(':') >= 0
                      ? Ipv6Address.parse(text)
                      : Ipv4Address.parseDottedQuad(text));

  static final ValueType<PrefixLength> IPV4_MASK =
      new ValueType<>(
          "an IPv4 mask, 0 to 32 or contiguous as 255.255.0.0", PrefixLength::parseIpv4);

  static final ValueType<PrefixLength> IPV6_MASK =
      new ValueType<>(
          "an IPv6 mask, 0 to 128 or contiguous as ffff:ffff::", PrefixLength::parseIpv6);

  static final ValueType<ConnectionStates> STATES =
      new ValueType<>(
          "NONE or a list out of NEW, ESTABLISHED, RELATED and INVALID", ConnectionStates::parse);

  static final ValueType<TcpFlags> TCP_FLAGS =
      new ValueType<>("TCP flags as MASK/FLAGS, such as SYN,ACK/SYN", TcpFlags::parse);

  static final ValueType<IpsetFlags> IPSET_FLAGS =
      new ValueType<>("one to six times src or dst, with commas between", IpsetFlags::parse);

  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>("true, yes or 1; anything else is false", ValueTypes::parseBoolean);

  static final int MAX_COMMENT = 256;

  static final ValueType<String> COMMENT =
      new ValueType<>("a text of at most " + MAX_COMMENT + " characters", ValueTypes::parseComment);

  static final int MAX_IPSET_NAME = 31;

  private static final CharMatcher IPSET_NAME =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_.:- "))
          .precomputed();

  static final ValueType<String> IPSET =
      new ValueType<>(
          "the name of an ipset, at most "
              + MAX_IPSET_NAME
              + " letters, digits, blanks, '_', '.', ':' and '-'",
          ValueTypes::parseIpset);

  private ValueTypes() {}

  /** A number in a range, decimal or hexadecimal. */
  static ValueType<Numeral> number(long min, long max) {
    String description = "a number " + min + " to " + max + ", decimal or hexadecimal";
    return new ValueType<>(
            description, text -> inRange(text, Numeral::parse, min, max, description))
        .withSubstitution(text -> inRange(unambiguous(text), Numeral::parse, min, max, description))
        .withRange(min, max);
  }

  /** A number in a range, in decimal only. */
  static ValueType<Numeral> decimal(long min, long max) {
    String description = "a decimal number " + min + " to " + max;
    return new ValueType<>(
            description, text -> inRange(text, Numeral::parseDecimal, min, max, description))
        .withSubstitution(
            text -> inRange(unambiguous(text), Numeral::parseDecimal, min, max, description))
        .withRange(min, max);
  }

  /** A number in a range or one of some names; numbers that have a name are printed by it. */
  static ValueType<Numeral> named(long min, long max, ImmutableBiMap<String, Integer> names) {
    String description =
        "a number " + min + " to " + max + ", or one of " + String.join(", ", names.keySet());
    return new ValueType<Numeral>(
            description,
            text -> parseNamed(text, min, max, names, description),
            number -> {
              String name = names.inverse().get((int) number.value());
              return name == null ? number.toString() : name;
            })
        .withSubstitution(
            text ->
                isName(text, names)
                    ? parseNamed(text, min, max, names, description)
                    : inRange(unambiguous(text), Numeral::parse, min, max, description))
        .withRange(min, max);
  }

  /** The same, but a number without a name is printed in decimal. */
  static ValueType<Numeral> namedDecimal(
      long min, long max, ImmutableBiMap<String, Integer> names) {
    ValueType<Numeral> named = named(min, max, names);
    return new ValueType<Numeral>(
            named.description(), text -> Numeral.of(named.parse(text).value()), named::print)
        .withSubstitution(text -> Numeral.of(named.substitute(text).value()))
        .withRange(min, max);
  }

  private static Numeral parseNamed(
      String text, long min, long max, ImmutableBiMap<String, Integer> names, String description) {
    for (var entry : names.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(text)) {
        return Numeral.of(entry.getValue());
      }
    }
    Numeral number = inRange(text, Numeral::parse, min, max, description);
    return names.containsValue((int) number.value()) ? Numeral.of(number.value()) : number;
  }

  private static boolean isName(String text, ImmutableBiMap<String, Integer> names) {
    return names.keySet().stream().anyMatch(text::equalsIgnoreCase);
  }

  private static Numeral inRange(
      String text, Function<String, Numeral> parser, long min, long max, String description) {
    Numeral number;
    try {
      number = parser.apply(text);
    } catch (IllegalValueException e) {
      throw new IllegalValueException(text, description); // names the legal range as well
    }
    if (number.value() < min || number.value() > max) {
      throw new IllegalValueException(text, description);
    }
    return number;
  }

  private static IpAddress parseIpv6RangeEnd(String text) {
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalValueException e) {
      throw new IllegalValueException(text, IPV6_RANGE_END.description()); // names the reason
    }
  }

  /** That type where ebtables reads only decimal numbers. */
  static ValueType<Numeral> substitutedInDecimal(ValueType<Numeral> type) {
    return type.withSubstitution(
        text -> {
          if (text.startsWith("0x")) {
            throw new IllegalValueException(text, "a decimal number, which ebtables wants here");
          }
          return type.substitute(text);
        });
  }

  /** That type where ebtables reads every number as hexadecimal. */
  static ValueType<Numeral> substitutedInHexadecimal(ValueType<Numeral> type) {
    return type.withSubstitution(
        text -> {
          if (!text.isEmpty() && Character.isDigit(text.charAt(0)) && !text.startsWith("0x")) {
            throw new IllegalValueException(
                text, "a hexadecimal number with 0x, as ebtables reads hexadecimal here");
          }
          return type.substitute(text);
        });
  }

  /** Refuses what netfilter takes for octal, or for no number at all. */
  private static String unambiguous(String text) {
    boolean octal = text.length() > 1 && text.startsWith("0") && !text.startsWith("0x");
    boolean number =
        !text.isEmpty()
            && (text.startsWith("0x") || text.chars().allMatch(c -> c >= '0' && c <= '9'));
    if (octal || !number) {
      throw new IllegalValueException(text, "a number in decimal, or in hexadecimal with 0x");
    }
    return text;
  }

  private static MacAddress parseMacMask(String text) {
    MacAddress mask = MacAddress.parse(text);
    if (!mask.isContiguousMask()) {
      throw new IllegalValueException(text, "a contiguous MAC mask such as ff:ff:ff:00:00:00");
    }
    return mask;
  }

  private static boolean parseBoolean(String text) {
    return switch (text) { // libvirt takes TRUE and Yes for false
      case "true", "yes", "1" -> true;
      default -> false;
    };
  }

  private static String parseComment(String text) {
    if (text.length() > MAX_COMMENT) {
      throw new IllegalValueException(
          text.substring(0, 20) + "…", "a comment of at most " + MAX_COMMENT + " characters");
    }
    return text;
  }

  private static String parseIpset(String text) {
    if (text.length() > MAX_IPSET_NAME || !IPSET_NAME.matchesAllOf(text)) {
      throw new IllegalValueException(text, IPSET.description());
    }
    return text;
  }
}
