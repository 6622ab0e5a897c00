package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableListMultimap;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.PrefixLength;
import java.util.Optional;

/**
 * The variables that generated rules refer to: lists of two values, equally long so that any of
 * them may advance together.
 */
final class VariablePool {

  static final Parameters VALUES =
      new Parameters(
          ImmutableListMultimap.<String, String>builder()
              .putAll("ADDRESS", "10.7.1.1", "10.7.2.2")
              .putAll("ADDRESS6", "2001:db8::71", "2001:db8::72")
              .putAll("MACS", "52:54:00:07:01:01", "52:54:00:07:02:02")
              .putAll("PORT", "1071", "2072")
              .putAll("BITS", "17", "29")
              .putAll("SMALL", "6", "17")
              .build());

  private VariablePool() {}

  /** {@return the name of a variable whose values are legal in an attribute} */
  static Optional<String> nameFor(AttributeSpec<?> spec) {
    Class<?> type = spec.attribute().valueClass();
    if (type == MacAddress.class) {
      return spec.attribute().xmlName().endsWith("mask") ? Optional.empty() : Optional.of("MACS");
    } else if (type == IpAddress.class) {
      return Optional.of(AttributeArbitraries.isIpv4(spec) ? "ADDRESS" : "ADDRESS6");
    } else if (type == PrefixLength.class) {
      return Optional.of("BITS");
    } else if (spec.attribute() == Attributes.SRCPORTSTART
        || spec.attribute() == Attributes.DSTPORTSTART) {
      return Optional.of("PORT");
    } else if (spec.attribute() == Attributes.DSCP || spec.attribute() == Attributes.OPTION) {
      return Optional.of("SMALL");
    }
    return Optional.empty();
  }
}
