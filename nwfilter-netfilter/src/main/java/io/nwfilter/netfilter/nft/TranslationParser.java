package io.nwfilter.netfilter.nft;

import com.google.common.primitives.Ints;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads translations of addresses. */
final class TranslationParser {

  private final NftFamily family;
  private final WordStream words;

  private TranslationParser(NftFamily family, WordStream words) {
    this.family = family;
    this.words = words;
  }

  /** {@return the translation that comes next, empty if it is not known} */
  static Optional<AddressTranslation> read(NftFamily family, WordStream words) {
    try {
      return new TranslationParser(family, words).read();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // it has addresses, ports or words that are not known
    }
  }

  private Optional<AddressTranslation> read() {
    String word = words.next().text();
    TranslationKind kind = TranslationKind.valueOf(word.toUpperCase(Locale.ROOT));
    boolean named = words.take("ip") || words.take("ip6");
    Optional<AddressSpan> addresses = Optional.empty();
    Optional<PortSpan> ports = Optional.empty();
    if (words.take("to")) {
      String to = words.next().text();
      int colon = colon(to);
      String before = colon < 0 ? to : to.substring(0, colon);
      addresses = before.isEmpty() ? Optional.empty() : Optional.of(addressesOf(before));
      ports = colon < 0 ? Optional.empty() : Optional.of(portsOf(to.substring(colon + 1)));
    }
    if (named != (addresses.isPresent() && family == NftFamily.INET)) {
      return Optional.empty();
    }
    return Optional.of(new AddressTranslation(kind, addresses, ports, flags(words)));
  }

  /** {@return where the colon before ports is, −1 if there is none} */
  private static int colon(String to) {
    if (to.startsWith("[")) {
      int end = to.lastIndexOf(']');
      return end + 1 < to.length() ? end + 1 : -1;
    }
    int colon = to.indexOf(':');
    return colon == to.lastIndexOf(':') ? colon : -1;
  }

  /** {@return the single address that a word is} */
  static Optional<AddressSpan> singleAddress(Word word) {
    try {
      return Optional.of(addressesOf(word.text()))
          .filter(span -> !word.quoted() && span.first().equals(span.last()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a port or something else
    }
  }

  /** {@return the single port that a word is, by its number or a name} */
  static Optional<PortSpan> singlePort(Word word) {
    return ValueText.PORT
        .read(word, Field.DESTINATION_PORT.width())
        .map(port -> new PortSpan((int) port.low(), (int) port.low()));
  }

  /**
   * {@return the addresses of a text}
   *
   * @throws IllegalArgumentException if it has none
   */
  static AddressSpan addressesOf(String text) {
    String bare = text.replace("[", "").replace("]", "");
    int slash = bare.indexOf('/');
    if (slash >= 0) {
      return subnet(address(bare.substring(0, slash)), number(bare.substring(slash + 1)));
    }
    int hyphen = bare.indexOf('-');
    IpAddress first = address(hyphen < 0 ? bare : bare.substring(0, hyphen));
    return new AddressSpan(first, hyphen < 0 ? first : address(bare.substring(hyphen + 1)));
  }

  /** {@return all addresses with the same leading bits, as which nft lists such a range} */
  private static AddressSpan subnet(IpAddress first, int length) {
    if (length < 0 || length > first.length() || !first.masked(length).equals(first)) {
      throw new IllegalArgumentException(first + "/" + length);
    }
    Bits last = Bits.of(first).or(Bits.ones(first.length() - length));
    return new AddressSpan(
        first,
        first instanceof Ipv4Address
            ? new Ipv4Address((int) last.low())
            : new Ipv6Address(last.high(), last.low()));
  }

  private static IpAddress address(String text) {
    try {
      return text.indexOf(':') < 0 ? Ipv4Address.parseDottedQuad(text) : Ipv6Address.parse(text);
    } catch (IllegalValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * {@return the ports of a text}
   *
   * @throws IllegalArgumentException if it has none
   */
  static PortSpan portsOf(String text) {
    int hyphen = text.indexOf('-');
    int first = number(hyphen < 0 ? text : text.substring(0, hyphen));
    return new PortSpan(first, hyphen < 0 ? first : number(text.substring(hyphen + 1)));
  }

  private static int number(String text) {
    Integer number = Ints.tryParse(text);
    if (number == null) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  /** {@return the flags that come next} */
  static Set<TranslationFlag> flags(WordStream words) {
    Set<TranslationFlag> flags = EnumSet.noneOf(TranslationFlag.class);
    Optional<TranslationFlag> flag = flag(words.peek().text());
    while (flag.isPresent()) {
      words.next();
      flags.add(flag.get());
      flag = words.take(",") ? flag(words.peek().text()) : Optional.empty();
    }
    return flags;
  }

  private static Optional<TranslationFlag> flag(String word) {
    return switch (word) {
      case "random" -> Optional.of(TranslationFlag.RANDOM);
      case "fully-random" -> Optional.of(TranslationFlag.RANDOM_FULLY);
      case "persistent" -> Optional.of(TranslationFlag.PERSISTENT);
      default -> Optional.empty();
    };
  }
}
