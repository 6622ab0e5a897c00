package io.nwfilter.core.attribute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Value;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AttributeSpecProperties {

  /** A text that is legal in some attribute. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255);
    Arbitrary<String> number = Arbitraries.longs().between(0, 70_000).map(n -> "" + n);
    Arbitrary<String> hexadecimal =
        Arbitraries.longs().between(0, 70_000).map(n -> "0x" + Long.toHexString(n));
    Arbitrary<String> mac =
        Combinators.combine(octet, octet)
            .as((a, b) -> String.format("%x:%02X:%x:0:%X:%02x", a, b, b, a, b));
    Arbitrary<String> ipv4 =
        Combinators.combine(octet, octet).as((a, b) -> a + "." + b + "." + b + "." + a);
    Arbitrary<String> ipv6 =
        Combinators.combine(octet, octet).as((a, b) -> String.format("%X:%x::%x", a, b, a));
    Arbitrary<String> others =
        Arbitraries.of(
            "ff:ff:f0:00:00:00",
            "255.255.128.0",
            "ffff:fe00::",
            "::1.2.3.4",
            "NEW,RELATED",
            "none",
            "",
            "SYN,ACK/SYN",
            "/all",
            "src,dst,src",
            "DST",
            "true",
            "ipv4",
            "request",
            "icmpv6",
            "$A",
            "$A[3]",
            "$B_1[@7]",
            "$",
            "a comment, with 'quotes'",
            "set-1 a");
    return Arbitraries.oneOf(number, hexadecimal, mac, ipv4, ipv6, others);
  }

  @Provide
  Arbitrary<AttributeSpec<?>> specs() {
    return Arbitraries.of(
        Stream.of(Protocol.values()).flatMap(p -> p.attributes().stream()).toList());
  }

  @Property(tries = 3000, maxDiscardRatio = 50)
  void canonicalTextIsReadBackAndStable(
      @ForAll("specs") AttributeSpec<?> spec, @ForAll("texts") String text) {
    checkStable(spec, text);
  }

  private static <T> void checkStable(AttributeSpec<T> spec, String text) {
    Value<T> value;
    try {
      value = spec.parse(text);
    } catch (IllegalValueException e) {
      Assume.that(false);
      return;
    }
    String canonical = spec.print(value);

    assertEquals(value, spec.parse(canonical));
    assertEquals(canonical, spec.print(spec.parse(canonical)));
    assertEquals(canonical, spec.print(value));
  }
}
