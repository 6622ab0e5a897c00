package io.nwfilter.xml.document;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads attributes of elements as libvirt does, and refuses what libvirt refuses. */
final class MarkupValues {

  /** The greatest number of 32 bits. */
  static final long MAX_UNSIGNED = 0xffffffffL;

  private MarkupValues() {}

  /** {@return the exception for an element} */
  static DocumentException illegal(DiagnosticCode code, Markup.Element element, String message) {
    return new DocumentException(code, element.location(), element + ": " + message);
  }

  /** {@return the exception for the value of an attribute} */
  static DocumentException illegal(
      Markup.Element element, String attribute, String value, String expected) {
    return illegal(
        DocumentCode.ILLEGAL_VALUE,
        element,
        "'" + value + "' is not a legal " + attribute + ", expected " + expected);
  }

  /** {@return the value of an attribute that must be there} */
  static String required(Markup.Element element, String attribute) {
    return element
        .attribute(attribute)
        .orElseThrow(
            () ->
                illegal(
                    DocumentCode.MISSING, element, "the attribute " + attribute + " is missing"));
  }

  /** {@return the value of an attribute that must be there and have one} */
  static String nonEmpty(Markup.Element element, String attribute) {
    String value = required(element, attribute);
    if (value.isEmpty()) {
      throw illegal(DocumentCode.MISSING, element, "the attribute " + attribute + " is empty");
    }
    return value;
  }

  /** {@return the value of an attribute, if it is there and has one} */
  static Optional<String> given(Markup.Element element, String attribute) {
    return element.attribute(attribute).filter(value -> !value.isEmpty());
  }

  /** {@return what an attribute of yes or no says} */
  static Optional<Boolean> yesOrNo(Markup.Element element, String attribute) {
    return element
        .attribute(attribute)
        .map(
            value -> {
              if (!value.equals("yes") && !value.equals("no")) {
                throw illegal(element, attribute, value, "yes or no");
              }
              return value.equals("yes");
            });
  }

  /** {@return the number of an attribute, 0 to a maximum, in decimal} */
  static OptionalLong number(Markup.Element element, String attribute, long max) {
    Optional<String> value = element.attribute(attribute);
    return value.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(number(element, attribute, value.get(), 10, max));
  }

  /**
   * {@return the number that a text means: white space, a plus sign and digits}
   *
   * @param radix 10, or 0 for that of the number: hexadecimal after {@code 0x}, octal after a zero
   */
  static long number(Markup.Element element, String attribute, String text, int radix, long max) {
    int start = 0;
    while (start < text.length() && LibvirtNumber.isSpace(text.charAt(start))) {
      start++;
    }
    start += text.startsWith("+", start) ? 1 : 0;
    int base = radix;
    if (radix == 0 && text.regionMatches(true, start, "0x", 0, 2)) {
      base = 16;
      start += 2;
    } else if (radix == 0) {
      base = text.startsWith("0", start) ? 8 : 10;
    }
    long value = start == text.length() ? -1 : 0;
    for (int i = start; i < text.length() && value >= 0; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, base) : -1;
      value = digit < 0 || digit > max || value > (max - digit) / base ? -1 : value * base + digit;
    }
    if (value < 0) {
      throw illegal(element, attribute, text, "a number from 0 to " + max);
    }
    return value;
  }

  /** {@return the address of an attribute, of whatever family} */
  static IpAddress address(Markup.Element element, String attribute, String text) {
    return value(
        element,
        attribute,
        text,
        "an IP address",
        value -> value.indexOf(':') < 0 ? Ipv4Address.parse(value) : Ipv6Address.parse(value));
  }

  /** {@return the MAC address of an attribute, not that of a group} */
  static MacAddress mac(Markup.Element element, String attribute, String text) {
    MacAddress mac =
        value(
            element,
            attribute,
            text,
            "a MAC address such as 52:54:00:9f:80:45",
            MacAddress::parsePrefix);
    if ((mac.bits() >>> 40 & 1) != 0) {
      throw illegal(element, attribute, text, "the address of one interface, not of a group");
    }
    return mac;
  }

  /** {@return the interface of the host that an attribute names} */
  static InterfaceName interfaceName(Markup.Element element, String name) {
    try {
      return new InterfaceName(name);
    } catch (IllegalValueException e) {
      throw new DocumentException(
          InterfaceCode.ILLEGAL_INTERFACE_NAME,
          element.location(),
          element + ": " + e.getMessage(),
          e);
    }
  }

  private static <T> T value(
      Markup.Element element,
      String attribute,
      String text,
      String expected,
      Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalValueException e) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          element.location(),
          element + ": '" + text + "' is not a legal " + attribute + ", expected " + expected,
          e);
    }
  }
}
