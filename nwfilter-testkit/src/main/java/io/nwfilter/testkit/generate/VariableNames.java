package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Names of variables. Attributes share a name where some value is legal in all of them, so that a
 * list may advance in several places at once.
 */
final class VariableNames {

  private static final String RANGE = "RANGE";

  private VariableNames() {}

  /** {@return references that an attribute may contain; empty if it takes none} */
  static Optional<Arbitrary<String>> references(Protocol protocol, AttributeSpec<?> spec) {
    ImmutableList<String> names = names(protocol, spec);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Arbitrary<String> suffixes =
        Arbitraries.frequency(
            Tuple.of(5, ""),
            Tuple.of(1, "[@0]"),
            Tuple.of(2, "[@1]"),
            Tuple.of(1, "[@2]"),
            Tuple.of(1, "[@1000]"),
            Tuple.of(1, "[0]"),
            Tuple.of(1, "[1]"));
    return Optional.of(
        Combinators.combine(Arbitraries.of(names), suffixes)
            .as((name, suffix) -> "$" + name + (name.equals("MAC") ? single(suffix) : suffix)));
  }

  /** There is only one value: it cannot advance together with lists of several. */
  private static String single(String suffix) {
    return suffix.startsWith("[@") ? "[@9]" : "[0]";
  }

  private static ImmutableList<String> names(Protocol protocol, AttributeSpec<?> spec) {
    return switch (spec.type().kind()) {
      case MAC -> ImmutableList.of("MACS", "MAC");
      case MAC_MASK -> ImmutableList.of("MACMASK");
      case IPV4 -> ImmutableList.of("ADDRESS", "ADDRESS", "ADDRESS", "IP");
      case IPV6, EITHER_ADDRESS -> ImmutableList.of("ADDRESS6");
      case IPV4_MASK, IPV6_MASK -> ImmutableList.of("BITS");
      case NUMBER, DECIMAL -> numbers(spec);
      case IPSET -> ImmutableList.of(protocol.layer() == Layer.IPV6 ? "SET6" : "SET");
      case IPSET_FLAGS -> ImmutableList.of("ENDS");
      case BOOLEAN, STATES, TCP_FLAGS -> ImmutableList.of("IGNORED");
      case COMMENT -> ImmutableList.of(); // the interface would not start
    };
  }

  /** {@return whether a variable's values are whole ranges} */
  static boolean isRange(String name) {
    return name.equals(RANGE);
  }

  private static ImmutableList<String> numbers(AttributeSpec<?> spec) {
    boolean range =
        NumberRange.startingAt(spec.attribute())
            .filter(NumberRange::isWrittenWithColon)
            .isPresent();
    return range
        ? ImmutableList.of(number(spec), number(spec), RANGE)
        : ImmutableList.of(number(spec));
  }

  private static String number(AttributeSpec<?> spec) {
    String end = NumberRange.endingAt(spec.attribute()).isPresent() ? "_END" : "";
    long largest = spec.type().range().orElseThrow().highest();
    if (Spelling.of(spec.type()) == Spelling.HEXADECIMAL) {
      return "TYPE";
    } else if (largest <= 63) {
      return "SMALL";
    } else if (largest <= 255) {
      return "BYTE" + end;
    }
    return (largest <= 4095 ? "VLAN" : "PORT") + end;
  }
}
