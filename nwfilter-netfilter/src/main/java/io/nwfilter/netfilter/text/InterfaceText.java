package io.nwfilter.netfilter.text;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;

/**
 * Interface names as field values: 16 octets, the last of them zero. A name that ends in {@code +}
 * is a prefix of them.
 */
final class InterfaceText {

  private static final int OCTETS = 16;

  private InterfaceText() {}

  /** {@return what a name, or a beginning of names with {@code +} after it, asks for} */
  static Values read(String text) {
    boolean prefix = text.endsWith("+");
    String name = prefix ? text.substring(0, text.length() - 1) : text;
    if (text.length() > InterfaceName.MAX_LENGTH || (name.isEmpty() && !prefix) || !isLegal(name)) {
      throw new IllegalValueException(
          text,
          "a legal interface name: up to "
              + InterfaceName.MAX_LENGTH
              + " characters without blanks, quotes and slashes, optionally followed by '+'");
    }
    Bits mask = prefix ? Bits.prefix(8 * name.length(), 128) : Bits.ones(128);
    return new Masked(Bits.ofName(name), mask);
  }

  private static boolean isLegal(String name) {
    boolean legal = !name.startsWith("-");
    for (int i = 0; legal && i < name.length(); i++) {
      char c = name.charAt(i);
      legal = c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '/' && c != '!';
    }
    return legal;
  }

  /** {@return whether a name, or a beginning, can be written} */
  static boolean takes(Masked values) {
    int length = values.mask().prefixLength(128);
    if (length < 0 || length % 8 != 0 || values.isEmpty()) {
      return false;
    }
    String name = values.value().name();
    return length == 128
        ? !name.isEmpty() && isWritable(name) && Bits.ofName(name).equals(values.value())
        : name.length() == length / 8
            && name.length() < InterfaceName.MAX_LENGTH // the '+' counts
            && (name.isEmpty() || isLegal(name));
  }

  private static boolean isWritable(String name) {
    return name.length() < OCTETS && isLegal(name) && !name.endsWith("+");
  }

  static void write(Masked values, StringBuilder out) {
    out.append(values.value().name());
    if (!values.mask().equals(Bits.ones(128))) {
      out.append('+');
    }
  }
}
