package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** What a packet refutes when it is tried is not proved of generated filters, in any network. */
class ProofProperties {

  /** A proof that is never decided would never be wrong either. */
  private static final double LEAST_DECIDED = 95;

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<String> actions = Arbitraries.of("accept", "drop", "drop", "return", "reject");
    Arbitrary<String> directions = Arbitraries.of("in", "out", "inout");
    Arbitrary<String> states = Arbitraries.of("", "", " statematch='false'");
    Arbitrary<String> elements =
        Arbitraries.of(
            "<mac match='no' srcmacaddr='$MAC'/>",
            "<mac protocolid='arp'/>",
            "<ip/>",
            "<ip match='no' srcipaddr='$IP'/>",
            "<ip protocol='tcp' dstportstart='22'/>",
            "<ip protocol='udp'/>",
            "<arp match='no' arpsrcipaddr='$IP'/>",
            "<all/>",
            "<all srcipaddr='$IP'/>",
            "<tcp/>",
            "<tcp dstportstart='22'/>",
            "<tcp srcportstart='1' srcportend='1023'/>",
            "<udp dstportstart='53'/>",
            "<udp srcportstart='67' dstportstart='68'/>",
            "<icmp type='8'/>",
            "<all-ipv6/>",
            "<tcp-ipv6 dstportstart='22'/>",
            "<icmpv6/>");
    return Combinators.combine(actions, directions, states, elements)
        .as(
            (action, direction, state, element) ->
                "<rule action='%s' direction='%s'%s>%s</rule>"
                    .formatted(action, direction, state, element))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(rules -> "<filter name='generated'>" + String.join("", rules) + "</filter>");
  }

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void whatFailsIsNotProved(@ForAll("filters") String filter, @ForAll("modes") ForwardMode mode) {
    Subject subject = Subject.of(Filters.compile("generated", filter), mode);
    Prover prover = Prover.of(subject);
    List<String> wrong = new ArrayList<>();
    for (Guarantee guarantee : Guarantees.all()) {
      Proof proof = prover.prove(guarantee);
      Verification tried = guarantee.verify(subject);
      Statistics.label("decided").collect(!(proof instanceof Proof.Inconclusive));
      if (tried instanceof Verification.Fails && proof.isProved()) {
        wrong.add(guarantee + " is proved, but " + tried);
      }
    }
    assertEquals(List.of(), wrong);
    Statistics.label("decided")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > LEAST_DECIDED));
  }

  @Provide
  Arbitrary<ForwardMode> modes() {
    return Arbitraries.of(ForwardMode.BRIDGE, ForwardMode.ROUTE, ForwardMode.NAT);
  }
}
