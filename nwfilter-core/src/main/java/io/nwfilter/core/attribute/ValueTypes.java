package io.nwfilter.core.attribute;

import com.google.common.base.Ascii;
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
import io.nwfilter.core.value.Utf8Prefix;
import java.util.function.Function;

/**
 * The value types of the table, with the limits that libvirt 9.0.0 enforces when a filter is
 * defined.
 */
final class ValueTypes {

  static final ValueType<MacAddress> MAC =
      new ValueType<>(ValueKind.MAC, "a MAC address such as 52:54:00:9f:80:45", MacAddress::parse)
          .withTolerance(MacAddress::parsePrefix);

  static final ValueType<MacAddress> MAC_MASK =
      new ValueType<>(
              ValueKind.MAC_MASK,
              "a contiguous MAC mask such as ff:ff:ff:00:00:00",
              ValueTypes::parseMacMask)
          .withTolerance(text -> parseMacMask(MacAddress.parsePrefix(text).toString()));

  static final ValueType<IpAddress> IPV4 =
      new ValueType<IpAddress>(
              ValueKind.IPV4, "an IPv4 address such as 192.168.122.1", Ipv4Address::parse)
          .withSubstitution(Ipv4Address::parseDottedQuad);

  static final ValueType<IpAddress> IPV6 =
      new ValueType<>(ValueKind.IPV6, "an IPv6 address such as fe80::1", Ipv6Address::parse);

  /** The end of an IPv6 range, which libvirt accepts only as an IPv4 address. */
  static final ValueType<IpAddress> IPV6_RANGE_END =
      new ValueType<IpAddress>(
              ValueKind.EITHER_ADDRESS,
              "an IPv4 address, which is all that libvirt accepts, or an IPv6 address such as"
                  + " fe80::1",
              ValueTypes::parseIpv6RangeEnd)
          .withSubstitution(
              text ->
                  text.indexOf(':') >= 0
                      ? Ipv6Address.parse(text)
                      : Ipv4Address.parseDottedQuad(text));

  static final ValueType<PrefixLength> IPV4_MASK =
      new ValueType<>(
              ValueKind.IPV4_MASK,
              "an IPv4 mask, 0 to 32 or contiguous such as 255.255.0.0",
              PrefixLength::parseIpv4)
          .withSubstitution(ValueTypes::substituteIpv4Mask)
          .withTolerance(text -> PrefixLength.parseNegative(text, 32));

  static final ValueType<PrefixLength> IPV6_MASK =
      new ValueType<>(
              ValueKind.IPV6_MASK,
              "an IPv6 mask, 0 to 128 or contiguous such as ffff:ffff::",
              PrefixLength::parseIpv6)
          .withSubstitution(ValueTypes::substituteIpv6Mask)
          .withTolerance(text -> PrefixLength.parseNegative(text, 128));

  static final ValueType<ConnectionStates> STATES =
      new ValueType<>(
              ValueKind.STATES,
              "NONE or a list of NEW, ESTABLISHED, RELATED and INVALID",
              ConnectionStates::parse)
          .withTolerance(ConnectionStates::parseBlanks);

  static final ValueType<TcpFlags> TCP_FLAGS =
      new ValueType<>(
              ValueKind.TCP_FLAGS, "TCP flags as MASK/FLAGS, such as SYN,ACK/SYN", TcpFlags::parse)
          .withTolerance(TcpFlags::parseBlanks);

  static final ValueType<IpsetFlags> IPSET_FLAGS =
      new ValueType<>(
              ValueKind.IPSET_FLAGS,
              "one to six times src or dst, separated by commas",
              IpsetFlags::parse)
          .withTolerance(IpsetFlags::parseSix);

  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>(
          ValueKind.BOOLEAN, "true, yes or 1; anything else is false", ValueTypes::parseBoolean);

  static final int MAX_COMMENT = 256;

  static final ValueType<String> COMMENT =
      new ValueType<>(
              ValueKind.COMMENT,
              "text of at most " + MAX_COMMENT + " bytes",
              ValueTypes::parseComment)
          .withTolerance(text -> Utf8Prefix.of(text, MAX_COMMENT));

  static final int MAX_IPSET_NAME = 31;

  private static final CharMatcher IPSET_NAME =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_.:-+ "))
          .precomputed();

  static final ValueType<String> IPSET =
      new ValueType<>(
          ValueKind.IPSET,
          "a legal ipset name: at most "
              + MAX_IPSET_NAME
              + " letters, digits, blanks, '_', '.', ':', '+' and '-'",
          ValueTypes::parseIpset);

  /** The longest number that libvirt puts in a variable's place, in any protocol. */
  private static final int MAX_SUBSTITUTED_NUMBER = 19;

  /** The longest IP mask that it puts there. */
  private static final int MAX_SUBSTITUTED_MASK = 20;

  private ValueTypes() {}

  /** A number in a range, decimal or hexadecimal. */
  static ValueType<Numeral> number(long min, long max) {
    String description = "a number from " + min + " to " + max + ", decimal or hexadecimal";
    return new ValueType<>(
            ValueKind.NUMBER,
            description,
            text -> inRange(text, Numeral::parse, min, max, description))
        .withTolerance(text -> inRange(text, Numeral::parseNegative, min, max, description))
        .withSubstitution(text -> inRange(unambiguous(text), Numeral::parse, min, max, description))
        .withRange(min, max);
  }

  /** A number in a range, in decimal only. */
  static ValueType<Numeral> decimal(long min, long max) {
    String description = "a decimal number from " + min + " to " + max;
    return new ValueType<>(
            ValueKind.DECIMAL,
            description,
            text -> inRange(text, Numeral::parseDecimal, min, max, description))
        .withTolerance(text -> inRange(text, Numeral::parseNegativeDecimal, min, max, description))
        .withSubstitution(text -> inRange(unambiguous(text), Numeral::parse, min, max, description))
        .withRange(min, max);
  }

  /** A number in a range or one of some names; numbers that have a name are printed by it. */
  static ValueType<Numeral> named(long min, long max, ImmutableBiMap<String, Integer> names) {
    String description =
        "a number from " + min + " to " + max + ", or one of " + String.join(", ", names.keySet());
    return new ValueType<Numeral>(
            ValueKind.NUMBER,
            description,
            text -> parseNamed(text, min, max, names, description),
            number -> {
              String name = names.inverse().get((int) number.value());
              return name == null ? number.toString() : name;
            })
        .withTolerance(
            text ->
                inDecimalIfNamed(
                    inRange(text, Numeral::parseNegative, min, max, description), names))
        .withSubstitution(
            text ->
                isName(text, names)
                    ? parseNamed(text, min, max, names, description)
                    : inRange(unambiguous(text), Numeral::parse, min, max, description))
        .withRange(min, max)
        .withNames(names.keySet());
  }

  /** The same, but a number without a name is printed in decimal. */
  static ValueType<Numeral> namedDecimal(
      long min, long max, ImmutableBiMap<String, Integer> names) {
    ValueType<Numeral> named = named(min, max, names);
    return new ValueType<Numeral>(
            ValueKind.NUMBER,
            named.description(),
            text -> Numeral.of(named.parse(text).value()),
            named::print)
        .withTolerance(
            text ->
                Numeral.of(
                    inRange(text, Numeral::parseNegative, min, max, named.description()).value()))
        .withSubstitution(text -> Numeral.of(named.substitute(text).value()))
        .withRange(min, max)
        .withNames(names.keySet());
  }

  private static Numeral parseNamed(
      String text, long min, long max, ImmutableBiMap<String, Integer> names, String description) {
    for (var entry : names.entrySet()) {
      if (Ascii.equalsIgnoreCase(entry.getKey(), text)) {
        return Numeral.of(entry.getValue());
      }
    }
    return inDecimalIfNamed(inRange(text, Numeral::parse, min, max, description), names);
  }

  /** Numbers that have a name are printed by it, so that their notation is not kept. */
  private static Numeral inDecimalIfNamed(Numeral number, ImmutableBiMap<String, Integer> names) {
    return names.containsValue((int) number.value()) ? Numeral.of(number.value()) : number;
  }

  private static boolean isName(String text, ImmutableBiMap<String, Integer> names) {
    return names.keySet().stream().anyMatch(name -> Ascii.equalsIgnoreCase(name, text));
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

  /** An IPv4 address that is mapped into an IPv6 one is an IPv4 address to libvirt. */
  private static IpAddress parseIpv6RangeEnd(String text) {
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalValueException notIpv4) {
      try {
        return Ipv6Address.parse(text);
      } catch (IllegalValueException e) {
        throw new IllegalValueException(text, IPV6_RANGE_END.description()); // names both
      }
    }
  }

  /** That type where the tools of netfilter read only decimal numbers. */
  static ValueType<Numeral> substitutedInDecimal(ValueType<Numeral> type) {
    return type.withSubstitution(
        text -> {
          if (text.startsWith("0x")) {
            throw new IllegalValueException(text, "a decimal number, as netfilter requires here");
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
          return new Numeral(type.substitute(text).value(), true); // also for what a name means
        });
  }

  /** Refuses what netfilter reads as octal, or not as a number at all. */
  private static String unambiguous(String text) {
    boolean octal = text.length() > 1 && text.startsWith("0") && !text.startsWith("0x");
    boolean number =
        !text.isEmpty()
            && (text.startsWith("0x") || text.chars().allMatch(c -> c >= '0' && c <= '9'));
    if (octal || !number || text.length() > MAX_SUBSTITUTED_NUMBER) {
      throw new IllegalValueException(text, "a number in decimal, or in hexadecimal with 0x");
    }
    return text;
  }

  /** Netfilter reads 024 as octal, and accepts only those dotted masks that have four numbers. */
  private static PrefixLength substituteIpv4Mask(String text) {
    boolean dotted = text.indexOf('.') >= 0;
    return PrefixLength.parseIpv4(
        dotted ? Ipv4Address.parseDottedQuad(text).toString() : unambiguousDecimal(text));
  }

  private static PrefixLength substituteIpv6Mask(String text) {
    if (text.length() > MAX_SUBSTITUTED_MASK) {
      throw new IllegalValueException(
          text, "an IPv6 mask of at most " + MAX_SUBSTITUTED_MASK + " characters, or its length");
    }
    return PrefixLength.parseIpv6(text.indexOf(':') >= 0 ? text : unambiguousDecimal(text));
  }

  private static String unambiguousDecimal(String text) {
    if (unambiguous(text).startsWith("0x")) {
      throw new IllegalValueException(text, "a mask of IP addresses in decimal");
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
    return switch (text) { // libvirt reads TRUE and Yes as false
      case "true", "yes", "1" -> true;
      default -> false;
    };
  }

  private static String parseComment(String text) {
    if (text.length() > MAX_COMMENT) {
      throw new IllegalValueException(
          text.substring(0, 20) + "…", "a comment of at most " + MAX_COMMENT + " characters");
    }
    if (Utf8Prefix.of(text, MAX_COMMENT).length() < text.length()) {
      throw new IllegalValueException(
          text.substring(0, 20) + "…", "a comment of at most " + MAX_COMMENT + " bytes in UTF-8");
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
