package io.nwfilter.core.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleParametersTest {

  private static Parameters sampled(Parameters known, Rule... rules) {
    Filter.Builder filter = Filter.builder("own");
    for (Rule rule : rules) {
      filter.rule(rule);
    }
    ResolvedFilter resolved =
        FilterResolver.resolve(
            FilterLibrary.of(List.of(filter.build())),
            FilterReference.of("own", known),
            Parameters.of("MAC", "52:54:00:00:00:01"));
    return SampleParameters.with(known, resolved);
  }

  @Test
  void whatIsMissingGetsLegalValues() {
    Rule tcp =
        Rule.accept(Direction.IN, Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "$NET")
            .whereText(Attributes.SRCIPMASK, "$LENGTH")
            .whereText(Attributes.DSTPORTSTART, "$PORTS[2]")
            .build();
    Rule ipv6 =
        Rule.accept(Direction.OUT, Protocol.IPV6)
            .whereText(Attributes.SRCMACADDR, "$MAC")
            .whereText(Attributes.SRCIPADDR, "$IPV6")
            .build();

    assertEquals(
        ImmutableMap.of(
            "NET", List.of("192.0.2.10"),
            "LENGTH", List.of("24"),
            "PORTS", List.of("1036", "1037", "1038"),
            "IPV6", List.of("2001:db8::f")),
        sampled(Parameters.NONE, tcp, ipv6).values());
  }

  @Test
  void whatIsKnownStaysAsItIs() {
    Rule tcp =
        Rule.accept(Direction.IN, Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "$NET")
            .whereText(Attributes.DSTPORTSTART, "$PORT")
            .build();

    assertEquals(
        ImmutableMap.of("NET", List.of("10.0.0.0"), "PORT", List.of("1035")),
        sampled(Parameters.of("NET", "10.0.0.0"), tcp).values());
  }

  @Test
  void withoutVariablesNothingIsAdded() {
    assertEquals(
        Parameters.NONE,
        sampled(Parameters.NONE, Rule.drop(Direction.INOUT, Protocol.ALL).build()));
  }
}
