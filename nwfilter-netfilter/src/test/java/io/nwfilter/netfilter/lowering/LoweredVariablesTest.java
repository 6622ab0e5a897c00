package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoweredVariablesTest {

  private static Lowered of(Parameters parameters, String rule) {
    return Lowered.of(
        Filter.builder("f").include(FilterReference.of("g", parameters)).build(),
        Filter.builder("g").rule(Lowered.rule(rule)).build());
  }

  @Test
  void everyCombinationIsARuleInOrder() {
    assertEquals(
        List.of(
            "-s 10.0.0.1/32 -m dscp --dscp 0x3 -j DROP",
            "-s 10.0.0.2/32 -m dscp --dscp 0x3 -j DROP",
            "-s 10.0.0.1/32 -m dscp --dscp 0x4 -j DROP",
            "-s 10.0.0.2/32 -m dscp --dscp 0x4 -j DROP"),
        of(
                Parameters.of("A", "10.0.0.1", "10.0.0.2").with("D", "3", "4"),
                "drop out all srcipaddr=$A dscp=$D[@1]")
            .forwardIn());
  }

  @Test
  void aDiagnosticOfEveryInstanceIsReportedOnce() {
    Lowered lowered = of(Parameters.of("A", "1", "2"), "drop out tcp !dstportstart=$A");

    assertEquals(
        List.of("-p tcp -m tcp --dport 1 -j DROP", "-p tcp -m tcp --dport 2 -j DROP"),
        lowered.forwardIn());
    assertEquals(List.of("port-negation-lost"), lowered.codes());
  }

  @Test
  void aVariableInACommentIsAnError() {
    LoweringException e =
        assertThrows(
            LoweringException.class, () -> of(Parameters.of("A", "x"), "drop out all comment=$A"));

    assertEquals(LoweringCode.VARIABLE_UNUSABLE, e.diagnostic().code());
  }

  @Test
  void aVariableInAStateIsIgnored() {
    Lowered lowered = of(Parameters.of("A", "NEW"), "drop out udp state=$A");

    assertEquals(List.of("-p udp -j DROP"), lowered.forwardIn());
    assertEquals(List.of("variable-ignored"), lowered.codes());
  }

  @Test
  void aVariableInFlagsMatchesNoFlag() {
    Lowered lowered = of(Parameters.of("A", "SYN"), "drop out tcp flags=$A");

    assertEquals(List.of("-p tcp -m tcp --tcp-flags NONE NONE -j DROP"), lowered.forwardIn());
    assertEquals(List.of("variable-ignored"), lowered.codes());
  }

  @Test
  void aVariableInGratuitousIsIgnored() {
    Lowered lowered = of(Parameters.of("A", "true"), "drop in arp gratuitous=$A");

    assertEquals(List.of("-p 0x806 -j DROP"), lowered.toGuest());
    assertEquals(List.of("variable-ignored"), lowered.codes());
  }
}
