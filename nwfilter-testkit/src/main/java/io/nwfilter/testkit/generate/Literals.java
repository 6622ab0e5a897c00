package io.nwfilter.testkit.generate;

import com.google.common.base.Joiner;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Bounds;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.attribute.ValueKind;
import io.nwfilter.core.attribute.ValueType;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.TcpFlag;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Legal literals of attributes, as texts. */
final class Literals {

  private Literals() {}

  /** {@return texts of an attribute's legal literals in one element} */
  static Arbitrary<String> of(Protocol protocol, AttributeSpec<?> spec) {
    return switch (spec.type().kind()) {
      case MAC -> macs();
      case MAC_MASK -> macMasks();
      case IPV4, EITHER_ADDRESS -> Arbitraries.integers().map(bits -> "" + new Ipv4Address(bits));
      case IPV6 -> ipv6();
      case IPV4_MASK -> Arbitraries.integers().between(0, 32).map(String::valueOf);
      case IPV6_MASK -> Arbitraries.integers().between(0, 128).map(String::valueOf);
      case NUMBER, DECIMAL -> numbers(spec.type());
      case BOOLEAN -> Arbitraries.of("true", "false");
      case STATES -> states();
      case TCP_FLAGS -> tcpFlags();
      case IPSET -> Arbitraries.just(set(protocol));
      case IPSET_FLAGS -> ipsetFlags();
      case COMMENT -> comments();
    };
  }

  /** {@return the set that rules of a protocol look up} */
  static String set(Protocol protocol) {
    return protocol.layer() == Layer.IPV6 ? FilterArbitraries.IPV6_SET : FilterArbitraries.IPV4_SET;
  }

  private static Arbitrary<String> macs() {
    return Arbitraries.longs()
        .between(0, MacAddress.BROADCAST.bits())
        .map(bits -> new MacAddress(bits).toString());
  }

  private static Arbitrary<String> macMasks() {
    return Arbitraries.integers().between(1, MacMask.BITS).map(MacMask::ofOnes);
  }

  private static Arbitrary<String> ipv6() {
    return Combinators.combine(
            Arbitraries.of(0xfe80_0000_0000_0000L, 0x2001_0db8_0000_0007L, 0L),
            Arbitraries.longs().between(0, Long.MAX_VALUE))
        .as((high, low) -> new Ipv6Address(high, low).toString());
  }

  /** Limits more often than chance would have it, and names where there are some. */
  private static Arbitrary<String> numbers(ValueType<?> type) {
    Bounds range = type.range().orElseThrow();
    Arbitrary<Long> between = Arbitraries.longs().between(range.lowest(), range.highest());
    Arbitrary<Long> limits = Arbitraries.of(range.lowest(), range.highest());
    Arbitrary<Integer> forms = Arbitraries.integers().between(0, 3);
    boolean hexadecimal = type.kind() == ValueKind.NUMBER;
    Arbitrary<String> numbers =
        Combinators.combine(
                Arbitraries.frequencyOf(Tuple.of(9, between), Tuple.of(1, limits)), forms)
            .as((number, form) -> new Numeral(number, hexadecimal && form == 3).toString());
    Set<String> names = type.names();
    return names.isEmpty()
        ? numbers
        : Arbitraries.frequencyOf(Tuple.of(1, numbers), Tuple.of(1, Arbitraries.of(names)));
  }

  private static Arbitrary<String> states() {
    return Arbitraries.of(ConnectionState.class)
        .set()
        .ofMaxSize(4)
        .map(states -> states.isEmpty() ? "NONE" : join(states));
  }

  private static Arbitrary<String> tcpFlags() {
    Arbitrary<String> side =
        Arbitraries.of(TcpFlag.class)
            .set()
            .ofMaxSize(6)
            .map(flags -> flags.isEmpty() ? "NONE" : join(flags));
    return Combinators.combine(side, side).as((mask, set) -> mask + "/" + set);
  }

  private static Arbitrary<String> ipsetFlags() {
    return Arbitraries.of("src", "dst").list().ofMinSize(1).ofMaxSize(6).map(Literals::join);
  }

  /** Printable characters, some of more than one byte; a dollar sign first would be a variable. */
  private static Arbitrary<String> comments() {
    Arbitrary<String> ascii =
        Arbitraries.chars().range('a', 'z').range(' ', '~').map(String::valueOf);
    Arbitrary<String> others =
        Arbitraries.of("\u00e9", "\u00df", "\u0416", "\u20ac", "\u6f22", "\ud83d\ude00");
    return Arbitraries.frequencyOf(Tuple.of(5, ascii), Tuple.of(1, others))
        .list()
        .ofMaxSize(40)
        .map(characters -> String.join("", characters))
        .map(text -> text.startsWith("$") ? "US" + text : text);
  }

  private static String join(Iterable<?> parts) {
    return Joiner.on(',').join(parts);
  }
}
