package io.nwfilter.testkit.generate;

import com.google.common.base.Joiner;
import com.google.common.collect.Range;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.TcpFlag;
import io.nwfilter.core.value.TcpFlags;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Legal values of attributes, as texts. */
final class AttributeArbitraries {

  /** Sets that whoever loads the rules must make: {@code hash:ip} and {@code inet6}. */
  static final String IPV4_SET = "addresses";

  static final String IPV6_SET = "networks6";

  private AttributeArbitraries() {}

  /** {@return texts of an attribute's legal literals in one element} */
  static Arbitrary<String> literals(Protocol protocol, AttributeSpec<?> spec) {
    Attribute<?> attribute = spec.attribute();
    Class<?> type = attribute.valueClass();
    if (type == MacAddress.class) {
      return attribute.xmlName().endsWith("mask") ? macMasks() : macs();
    } else if (type == IpAddress.class) {
      return isIpv4(spec) ? ipv4() : ipv6();
    } else if (type == PrefixLength.class) {
      return Arbitraries.integers().between(0, isIpv4Mask(spec) ? 32 : 128).map(String::valueOf);
    } else if (type == Numeral.class) {
      boolean hexadecimal = !spec.type().description().contains("decimal number");
      return numbers(spec.type().range().orElseThrow(), hexadecimal);
    } else if (type == Boolean.class) {
      return Arbitraries.of("true", "false");
    } else if (type == ConnectionStates.class) {
      return states();
    } else if (type == TcpFlags.class) {
      return tcpFlags();
    } else if (type == IpsetFlags.class) {
      return Arbitraries.of("src", "dst").list().ofMinSize(1).ofMaxSize(6).map(f -> join(f));
    } else if (attribute == Attributes.IPSET) {
      return Arbitraries.just(protocol.layer() == Layer.IPV6 ? IPV6_SET : IPV4_SET);
    } else if (attribute == Attributes.COMMENT) {
      return comments();
    }
    throw new AssertionError("no arbitrary for " + attribute);
  }

  /** {@return whether an IPv4 address is legal there} */
  static boolean isIpv4(AttributeSpec<?> spec) {
    return spec.type().description().contains("IPv4 address");
  }

  private static boolean isIpv4Mask(AttributeSpec<?> spec) {
    return spec.type().description().contains("IPv4 mask");
  }

  private static Arbitrary<String> macs() {
    return Arbitraries.longs()
        .between(0, MacAddress.BROADCAST.bits())
        .map(bits -> new MacAddress(bits).toString());
  }

  private static Arbitrary<String> macMasks() {
    return Arbitraries.integers()
        .between(1, 48)
        .map(ones -> new MacAddress(MacAddress.BROADCAST.bits() & -1L << (48 - ones)).toString());
  }

  private static Arbitrary<String> ipv4() {
    return Arbitraries.integers()
        .between(0, 255)
        .list()
        .ofSize(4)
        .map(bytes -> bytes.get(0) + "." + bytes.get(1) + "." + bytes.get(2) + "." + bytes.get(3));
  }

  private static Arbitrary<String> ipv6() {
    return Arbitraries.integers()
        .between(0, 0xffff)
        .list()
        .ofSize(3)
        .map(
            groups ->
                String.format("2001:db8::%x:%x:%x", groups.get(0), groups.get(1), groups.get(2)));
  }

  private static Arbitrary<String> numbers(Range<Long> range, boolean hexadecimal) {
    return Combinators.combine(
            Arbitraries.longs().between(range.lowerEndpoint(), range.upperEndpoint()),
            Arbitraries.integers().between(0, 3))
        .as((number, form) -> new Numeral(number, hexadecimal && form == 3).toString());
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

  private static Arbitrary<String> comments() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .ofMinLength(1)
        .ofMaxLength(40)
        .filter(text -> !text.startsWith("$"));
  }

  private static String join(Iterable<?> parts) {
    return Joiner.on(',').join(parts);
  }
}
