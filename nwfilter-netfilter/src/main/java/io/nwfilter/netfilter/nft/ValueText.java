package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.primitives.Ints;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.Locale;
import java.util.Optional;

/** How a single value is written: a number, perhaps with a name, or an address or name. */
final class ValueText {

  private static final String PLAIN = "%d";
  private static final String HEXADECIMAL = "0x%x";

  static final ValueText DECIMAL = named(ImmutableBiMap.of(), PLAIN);
  static final ValueText PORT = new ValueText(Kind.PORT, ImmutableBiMap.of(), PLAIN);
  static final ValueText MARK = named(ImmutableBiMap.of(), "0x%08x");
  static final ValueText MAC = new ValueText(Kind.MAC, ImmutableBiMap.of(), "");
  static final ValueText IPV4 = new ValueText(Kind.IPV4, ImmutableBiMap.of(), "");
  static final ValueText IPV6 = new ValueText(Kind.IPV6, ImmutableBiMap.of(), "");
  static final ValueText INTERFACE = new ValueText(Kind.INTERFACE, ImmutableBiMap.of(), "");

  /** The longest name of an interface (Linux: IFNAMSIZ, less the closing zero). */
  private static final int MAX_INTERFACE = 15;

  private enum Kind {
    NUMBER,
    PORT,
    STATE,
    BIT,
    MAC,
    IPV4,
    IPV6,
    INTERFACE
  }

  private final Kind kind;
  private final ImmutableBiMap<Long, String> names;
  private final String format;

  private ValueText(Kind kind, ImmutableBiMap<Long, String> names, String format) {
    this.kind = kind;
    this.names = names;
    this.format = format;
  }

  /** {@return numbers that may have names; others are written by a format} */
  static ValueText named(ImmutableBiMap<Long, String> names, String format) {
    return new ValueText(Kind.NUMBER, names, format);
  }

  /** {@return bits with names, which have other numbers in the kernel than here} */
  static ValueText states(ImmutableBiMap<Long, String> names) {
    return new ValueText(Kind.STATE, names, "0x%x");
  }

  /** {@return numbers of bits, of which only those with a name are known} */
  static ValueText bitNumbers(ImmutableBiMap<Long, String> names) {
    return new ValueText(Kind.BIT, names, PLAIN);
  }

  /** {@return the names of numbers, in the order of nft} */
  ImmutableBiMap<Long, String> names() {
    return names;
  }

  /** {@return whether values are bits, whose numbers are written} */
  boolean isBit() {
    return kind == Kind.BIT;
  }

  /** {@return whether prefixes of values have a length, after a slash} */
  boolean isAddress() {
    return kind == Kind.IPV4 || kind == Kind.IPV6;
  }

  boolean isInterface() {
    return kind == Kind.INTERFACE;
  }

  /**
   * {@return the text of a value}
   *
   * @throws InexpressibleException if a script cannot carry the name of an interface
   */
  String write(Bits value) {
    return switch (kind) {
      case NUMBER, PORT, STATE -> {
        String name = names.get(value.low());
        yield name == null ? number(value) : name;
      }
      case BIT -> {
        String name = names.get(value.low());
        if (name == null) {
          throw new InexpressibleException("nft has no name for " + value);
        }
        yield name;
      }
      case MAC -> new MacAddress(value.low()).toString();
      case IPV4 -> new Ipv4Address((int) value.low()).toString();
      case IPV6 -> new Ipv6Address(value.high(), value.low()).toString();
      case INTERFACE -> '"' + interfaceName(value) + '"';
    };
  }

  /** {@return the text of a value at an end of a range, where nft takes no names} */
  String writeNumber(Bits value) {
    return kind == Kind.NUMBER || kind == Kind.PORT ? number(value) : write(value);
  }

  private String number(Bits value) {
    if (format.equals(HEXADECIMAL)) {
      return "0x" + Long.toHexString(value.low());
    }
    return format.equals(PLAIN)
        ? Long.toString(value.low())
        : String.format(Locale.ROOT, format, value.low());
  }

  /** {@return the beginning of the names of interfaces, as a value} */
  static String prefix(Bits value) {
    return '"' + interfaceName(value) + "*\"";
  }

  private static String interfaceName(Bits value) {
    String name = value.name();
    boolean legal =
        !name.isEmpty() && name.length() <= MAX_INTERFACE && Bits.ofName(name).equals(value);
    for (int i = 0; legal && i < name.length(); i++) {
      char c = name.charAt(i);
      legal = c > ' ' && c < 127 && "\"*\\$".indexOf(c) < 0;
    }
    if (!legal) {
      throw new InexpressibleException("nft cannot write the interface '" + name + "'");
    }
    return name;
  }

  /**
   * {@return the value of a word, if it is one}
   *
   * @param word the word
   * @param width the width of values in bits
   */
  Optional<Bits> read(Word word, int width) {
    if (!isWord(word)) {
      return Optional.empty();
    }
    try {
      return value(word.text()).filter(value -> value.fits(width));
    } catch (IllegalValueException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Scripts have names of interfaces without quotation marks, too, and those of ports with. */
  private boolean isWord(Word word) {
    return switch (kind) {
      case INTERFACE -> word.quoted() || isInterface(word.text());
      case PORT -> !word.quoted() || NftNames.SERVICES.containsKey(word.text());
      default -> !word.quoted();
    };
  }

  private static boolean isInterface(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_./-]*+") && !Keywords.contains(text);
  }

  private Optional<Bits> value(String text) {
    return switch (kind) {
      case NUMBER -> Optional.of(Bits.of(number(text)));
      case PORT -> Optional.of(Bits.of(port(text)));
      case STATE -> Optional.of(Bits.of(state(text)));
      case BIT -> bit(text);
      case MAC -> Optional.of(Bits.of(MacAddress.parse(text)));
      case IPV4 -> Optional.of(Bits.of(Ipv4Address.parseDottedQuad(text)));
      case IPV6 -> Optional.of(Bits.of(Ipv6Address.parse(text)));
      case INTERFACE ->
          text.isEmpty() || text.length() > MAX_INTERFACE || text.indexOf('*') >= 0
              ? Optional.empty()
              : Optional.of(Bits.ofName(text));
    };
  }

  private long port(String text) {
    Long service = NftNames.SERVICES.get(text);
    return service == null ? number(text) : service;
  }

  /**
   * {@return the bits of a name or, as {@code nft -n} prints them, of a number that the kernel has}
   */
  private long state(String text) {
    Long named = names.inverse().get(text);
    if (named != null) {
      return named;
    }
    long rest = number(text);
    long bits = 0;
    for (var known : NftNames.NUMBERS_OF_STATES.entrySet()) {
      if ((rest & known.getValue()) != 0 && names.containsKey(known.getKey())) {
        bits |= known.getKey();
        rest &= ~known.getValue();
      }
    }
    if (rest != 0) {
      throw new NumberFormatException(text);
    }
    return bits;
  }

  private Optional<Bits> bit(String text) {
    Long named = names.inverse().get(text);
    Integer number = Ints.tryParse(text);
    long bit =
        named != null ? named : number != null && number >= 0 && number < 32 ? 1L << number : 0;
    return names.containsKey(bit) ? Optional.of(Bits.of(bit)) : Optional.empty();
  }

  private long number(String text) {
    Long named = names.inverse().get(text);
    if (named == null && !names.isEmpty()) {
      named = NftNames.ALIASES.get(text);
    }
    if (named != null) {
      return named;
    }
    if (text.isEmpty() || text.length() > 18 || !Character.isDigit(text.charAt(0))) {
      throw new NumberFormatException(text);
    }
    return Long.decode(text.startsWith("0x") || text.equals("0") ? text : decimal(text));
  }

  /** Refuses what {@link Long#decode} would read as octal. */
  private static String decimal(String text) {
    if (text.charAt(0) == '0') {
      throw new NumberFormatException(text);
    }
    return text;
  }
}
