package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is proved of filters is what trying says of them. */
class ProofTest {

  static Stream<Mutant> mutants() {
    return MutantTest.mutants();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void wholeFilterIsProvedAndHoleRefuted(Mutant mutant) {
    Guarantee guarantee = Guarantees.named(mutant.guarantee());

    assertEquals(new Proof.Proved(), Prover.of(mutant.whole()).prove(guarantee));
    assertInstanceOf(Proof.Refuted.class, Prover.of(mutant.holed()).prove(guarantee));
  }

  /** The two guarantees for which no filter of libvirt can have a hole. */
  @ParameterizedTest
  @CsvSource({
    "nothing-around-fragments, iptables, -m length --length 29:65535",
    "nothing-around-extension-headers, ip6tables, -p udp -m length --length 48",
  })
  void holeInRulesOfTheHostIsRefuted(String name, String tool, String match) {
    Guarantee guarantee = Guarantees.named(name);

    assertEquals(new Proof.Proved(), Prover.of(MutantTest.host(tool, "-p udp")).prove(guarantee));
    assertInstanceOf(Proof.Refuted.class, Prover.of(MutantTest.host(tool, match)).prove(guarantee));
  }

  @ParameterizedTest
  @EnumSource(
      value = ForwardMode.class,
      names = {"BRIDGE", "ROUTE", "NAT"})
  void stockFiltersAreProvedAsTried(ForwardMode mode) {
    List<String> differences = new ArrayList<>();
    for (String filter : StockGuarantees.filters()) {
      Subject subject = StockGuarantees.subject(filter, mode);
      Prover prover = Prover.of(subject);
      for (Guarantee guarantee : Guarantees.all()) {
        Proof proof = prover.prove(guarantee);
        Verification tried = guarantee.verify(subject);
        boolean checked = proof.isProved() && !prover.isVacuous(guarantee);
        if (!agree(proof, tried) || checked != tried.holds()) {
          differences.add(filter + " " + guarantee + ": " + proof + ", tried: " + tried);
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private static boolean agree(Proof proof, Verification tried) {
    if (tried instanceof Verification.Holds || tried instanceof Verification.Vacuous) {
      return proof.isProved();
    } else if (tried instanceof Verification.Fails) {
      return proof instanceof Proof.Refuted;
    }
    return tried instanceof Verification.NotApplicable && proof instanceof Proof.NotApplicable;
  }

  @Test
  void tooSmallBudgetIsInconclusive() {
    Subject subject = StockGuarantees.subject("clean-traffic", ForwardMode.BRIDGE);

    Proof proof = Prover.of(subject, 100).prove(Guarantees.noForeignSourceMac());

    assertTrue(proof instanceof Proof.Inconclusive, proof::toString);
  }
}
