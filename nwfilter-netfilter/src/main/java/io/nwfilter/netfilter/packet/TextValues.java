package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import java.nio.charset.StandardCharsets;

/** Values in the text of packets. */
final class TextValues {

  private static final int MAX_DIGITS = 10;

  private TextValues() {}

  /** {@return a number in decimal, or in hexadecimal after 0x} */
  static long number(String text, long last) {
    boolean hexadecimal = text.startsWith("0x");
    String digits = hexadecimal ? text.substring(2) : text;
    boolean legal = digits.matches(hexadecimal ? "[0-9a-fA-F]+" : "[0-9]+");
    if (legal && digits.length() <= MAX_DIGITS) {
      long number = Long.parseLong(digits, hexadecimal ? 16 : 10);
      if (number <= last) {
        return number;
      }
    }
    throw new IllegalValueException(text, "a number from 0 to " + last);
  }

  /** {@return the value of a slot} */
  static Bits value(Slot slot, String text) {
    return switch (slot.kind()) {
      case MAC -> Bits.of(MacAddress.parse(text));
      case IPV4 -> Bits.of(Ipv4Address.parseDottedQuad(text));
      case IPV6 -> Bits.of(Ipv6Address.parse(text));
      default -> {
        Integer flags = slot == Slot.TCP_FLAGS ? MessageNames.flags(text) : null;
        yield Bits.of(flags != null ? flags : number(text, (1L << slot.width()) - 1));
      }
    };
  }

  /** {@return the text that {@link #value} reads} */
  static String print(Slot slot, Bits value) {
    return switch (slot.kind()) {
      case MAC -> new MacAddress(value.low()).toString();
      case IPV4 -> new Ipv4Address((int) value.low()).toString();
      case IPV6 -> new Ipv6Address(value.high(), value.low()).toString();
      case BITS ->
          slot == Slot.TCP_FLAGS ? MessageNames.flags((int) value.low()) : value.toString();
      default -> Long.toString(value.low());
    };
  }

  /** {@return an address of IPv4, or of IPv6 with or without brackets} */
  static IpAddress address(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return Ipv6Address.parse(text.substring(1, text.length() - 1));
    }
    return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : Ipv4Address.parseDottedQuad(text);
  }

  /** {@return octets in hexadecimal after 0x, or characters of ASCII in quotation marks} */
  static Octets octets(String text) {
    if (text.startsWith("\"")) {
      if (!text.chars().allMatch(character -> character >= ' ' && character < 127)) {
        throw new IllegalValueException(text, "ASCII");
      }
      return Octets.of(text.substring(1, text.length() - 1).getBytes(StandardCharsets.US_ASCII));
    }
    if (!text.startsWith("0x")) {
      throw new IllegalValueException(text, "octets such as 0x0102 or \"text\"");
    }
    return Octets.parse(text);
  }
}
