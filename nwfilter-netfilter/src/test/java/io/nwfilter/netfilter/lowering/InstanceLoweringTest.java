package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstanceLoweringTest {

  private static String[] addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "10.1." + (i >> 8) + "." + (i & 255))
        .toArray(String[]::new);
  }

  private static List<ChainRule> rules(Lowered lowered, String chain) {
    return lowered.compiled().ruleset(Family.IPV4).chain(Table.FILTER, chain).rules();
  }

  @Test
  void aListIsNegatedWhereLibvirtNegatesIt() {
    Parameters ports = Parameters.of("P", "22", "23");

    assertEquals(
        List.of("port-negation-lost"), Lowered.of(ports, "drop in tcp !dstportstart=$P").codes());
    assertEquals(
        List.of("negated-list", "port-negation-lost"),
        Lowered.of(ports, "drop in tcp !srcportstart=7 dstportstart=$P").codes());
    assertEquals(List.of(), Lowered.of(ports, "drop in tcp !srcportstart=$P[0]").codes());
  }

  @Test
  void aListThatIsComparedWithNothingIsNotNegated() {
    Parameters comments = Parameters.of("C", "one", "two");

    Lowered lowered = Lowered.asWritten(comments, "drop in all !srcipaddr=10.0.0.1 !comment=$C");

    assertEquals(2, lowered.forwardOut().size());
  }

  @Test
  void whatConcernsManyInstancesIsSaidOfTheFirst() {
    Parameters ends = Parameters.of("A", "10.0.0.9", "10.0.0.1", "10.0.0.8").with("B", "10.0.0.5");

    Lowered lowered = Lowered.of(ends, "drop in all srcipfrom=$A srcipto=$B[@1]");

    assertEquals(List.of("empty-range"), lowered.codes());
    assertTrue(
        lowered.compiled().diagnostics().stream()
            .filter(d -> d.code() == LoweringCode.EMPTY_RANGE)
            .allMatch(d -> d.message().contains("10.0.0.9 to 10.0.0.5")));
  }

  @Test
  void whatConcernsOneOfThemIsNotOverlooked() {
    Parameters ends = Parameters.of("A", "10.0.0.1", "10.0.0.9").with("B", "10.0.0.5");

    assertEquals(
        List.of("empty-range"),
        Lowered.of(ends, "drop in all srcipfrom=$A srcipto=$B[@1]").codes());
  }

  @Test
  void shortListsAreKeptUntilTheyAreManyTogether() {
    String[] same = new String[9];
    Arrays.fill(same, "drop in tcp srcipaddr=$A");
    Parameters many = Parameters.of("A", addresses(2_000));

    List<ChainRule> rules = rules(Lowered.of(many, same), "FO-vnet0");

    assertInstanceOf(RuleSequence.class, rules);
    assertEquals(18_000, rules.size());
    assertEquals(rules.subList(0, 2_000), rules.subList(16_000, 18_000));
    assertInstanceOf(
        ImmutableList.class, rules(Lowered.of(many, "drop in tcp srcipaddr=$A"), "FO-vnet0"));
  }

  /** An empty state is none, and answers pass; a state has no answers. */
  @Test
  void instancesMayHaveDifferentNumbersOfRules() {
    Parameters mixed =
        new Parameters(
            ImmutableMap.of("A", List.of(addresses(20_000)), "S", List.of("NEW", "", "INVALID")));

    Lowered lowered = Lowered.asWritten(mixed, "accept out tcp dstipaddr=$A state=$S[@1]");

    List<ChainRule> answers = rules(lowered, "FO-vnet0");
    assertEquals(60_000, rules(lowered, "FI-vnet0").size());
    assertEquals(20_000, answers.size());
    assertEquals(
        "-p tcp -s 10.1.0.0/32 -m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY -j"
            + " ACCEPT",
        lowered.forwardOut().get(0));
    assertEquals(answers.get(19_999), lastOf(answers));
  }

  private static ChainRule lastOf(List<ChainRule> rules) {
    ChainRule last = rules.get(0);
    for (ChainRule rule : rules) {
      last = rule;
    }
    return last;
  }

  @Test
  void onlyWhatLibvirtMirrorsIsSaidToBeMirrored() {
    for (String rule :
        List.of(
            "drop out icmp type=8",
            "drop out tcp connlimit-above=5",
            "drop out tcp srcmacaddr=52:54:00:00:00:09",
            "accept out icmp statematch=0 type=8")) {
      assertFalse(Lowered.of(rule).saysMirrored(), rule);
      assertFalse(Lowered.asWritten(rule).saysMirrored(), rule);
    }
    for (String rule :
        List.of("drop out tcp", "drop out tcp srcmacaddr=52:54:00:00:00:09 dstportstart=22")) {
      assertTrue(Lowered.of(rule).saysMirrored(), rule);
      assertTrue(Lowered.asWritten(rule).saysMirrored(), rule);
    }
  }
}
