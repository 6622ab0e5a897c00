package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RuleTraffic;
import io.nwfilter.netfilter.analyze.RulesetAnalysis;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstMatchesTest {

  private static final int RULES = 160;

  /** A rule that does nothing, so that packets are led through its chain rule by rule. */
  private static final String NO_EFFECT = "-A c -j LOG\n";

  private final PacketSpace space = PacketSpace.of(AnalysisBudget.DEFAULT_MAX_NODES);
  private final Diagrams diagrams = space.diagrams;
  private final MatchSets matches =
      new MatchSets(space, Family.IPV4, ImmutableSet.of(), ImmutableSet.of());

  private static Ruleset ruleset(String rules) {
    String chains = "*filter\n:FORWARD DROP [0:0]\n:c - [0:0]\n-A FORWARD -s 10.0.0.0/27 -j c\n";
    return SaveText.read(Family.IPV4, TextSource.text(chains + rules + "COMMIT\n", "rules"));
  }

  private static String rule(Random random) {
    int port = random.nextInt(20);
    String match =
        switch (random.nextInt(8)) {
          case 0 -> "-d 10.0.0.%d/31 ".formatted(random.nextInt(8) * 2);
          case 1 ->
              "-d 10.0.0.%d/32 -m conntrack --ctstate NEW,ESTABLISHED "
                  .formatted(random.nextInt(16));
          default ->
              "-d 10.0.0.%d/32 -p tcp -m tcp --dport %d:%d "
                  .formatted(random.nextInt(16), port, port + random.nextInt(4));
        };
    return "-A c " + match + "-j " + List.of("ACCEPT", "DROP", "RETURN").get(random.nextInt(3));
  }

  private static String rules(long seed) {
    Random random = new Random(seed);
    return String.join("\n", Stream.generate(() -> rule(random)).limit(RULES).toList()) + "\n";
  }

  private static Chain chain(Ruleset ruleset) {
    return ruleset.chain(Table.FILTER, "c");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theFirstRuleThatAPacketMeetsDecides(long seed) {
    Chain chain = chain(ruleset(rules(seed)));
    FirstMatches found = FirstMatches.of(diagrams, chain, matches).orElseThrow();
    int rest = EVERYTHING;
    int accepted = NOTHING;
    int returned = NOTHING;
    int shadowed = 0;
    for (int i = 0; i < RULES; i++) {
      ChainRule rule = chain.rules().get(i);
      int first = diagrams.and(rest, matches.all(rule.matches()));

      assertEquals(first, found.first(i), rule.toString());

      rest = diagrams.without(rest, first);
      accepted = rule.target() == Target.ACCEPT ? diagrams.or(accepted, first) : accepted;
      returned = rule.target() == Target.RETURN ? diagrams.or(returned, first) : returned;
      shadowed += first == NOTHING ? 1 : 0;
    }
    assertEquals(accepted, found.accepted());
    assertEquals(diagrams.or(returned, rest), found.returned());
    assertTrue(shadowed > 10, shadowed + " rules that no packet meets");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rulesBelongTogetherIfOneDecidesOnWhatTheOtherAsksFor(long seed) {
    Chain chain = chain(ruleset(rules(seed)));
    FirstMatches found = FirstMatches.of(diagrams, chain, matches).orElseThrow();
    for (int i = 0; i < RULES; i++) {
      int rule = i;

      assertArrayEquals(
          IntStream.range(0, i)
              .filter(other -> diagrams.intersects(found.first(other), found.matching(rule)))
              .toArray(),
          found.earlier(i).toArray());
      assertArrayEquals(
          IntStream.range(i + 1, RULES)
              .filter(other -> diagrams.intersects(found.first(rule), found.matching(other)))
              .toArray(),
          found.later(i).toArray());
    }
  }

  /** After all bits of destinations, any subset of the rules may still decide, by the sources. */
  @Test
  void tooManyCasesAreGivenUp() {
    String rules =
        String.join(
            "",
            IntStream.range(0, Integer.SIZE)
                .mapToObj(FirstMatchesTest::bit)
                .map(bit -> "-A c -d %s -s %s -j DROP\n".formatted(bit, bit))
                .toList());

    assertEquals(Optional.empty(), FirstMatches.of(diagrams, chain(ruleset(rules)), matches));
  }

  /** {@return the addresses in which a bit is set} */
  private static String bit(int number) {
    byte[] octets = Ints.toByteArray(1 << number);
    String one =
        IntStream.range(0, octets.length)
            .mapToObj(i -> String.valueOf(octets[i] & 0xff))
            .collect(Collectors.joining("."));
    return one + "/" + one;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rulesAreFoundAsIfPacketsWereLedThroughOneByOne(long seed) {
    RulesetAnalysis atOnce = RulesetAnalysis.of(ruleset(rules(seed)));
    RulesetAnalysis oneByOne = RulesetAnalysis.of(ruleset(rules(seed) + NO_EFFECT));

    assertEquals(
        oneByOne.unmetRules().stream().filter(rule -> rule.number() <= RULES).toList(),
        atOnce.unmetRules());
    assertEquals(oneByOne.redundantRules(), atOnce.redundantRules());
    assertTrue(atOnce.unmetRules().size() > 20, atOnce.unmetRules().size() + " unmet rules");
    assertTrue(
        atOnce.redundantRules().size() > 1, atOnce.redundantRules().size() + " redundant rules");
  }

  private static Simulator host(String rules) {
    return Simulator.of(
        Situation.builder().bridge("br0", "vnet0", "vnet1").build(),
        ImmutableList.of(ruleset(rules)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void packetsArriveAsIfTheyWereLedThroughOneByOne(long seed) {
    PacketSets atOnce = PacketSets.of(host(rules(seed)));
    PacketSets oneByOne = atOnce.on(host(rules(seed) + NO_EFFECT));
    Entry entry = Entry.port("vnet0");
    RuleTraffic traffic = atOnce.traffic(entry, Optional.empty());
    RuleTraffic expected = oneByOne.traffic(entry, Optional.empty());

    assertEquals(
        oneByOne.arriving(entry, Optional.empty()), atOnce.arriving(entry, Optional.empty()));
    for (int i = 1; i <= RULES; i++) {
      RulePlace place = new RulePlace(Family.IPV4, Table.FILTER, "c", i);

      assertEquals(expected.meeting(place), traffic.meeting(place));
      assertEquals(expected.taken(place), traffic.taken(place));
      assertEquals(expected.arriving(place), traffic.arriving(place));
    }
  }
}
