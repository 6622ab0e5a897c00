package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.SampleRules;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Writes each variant of matches and targets in each family: each reads back as what it was, or is
 * refused by its name.
 */
class VariantTextTest {

  private final Map<String, Integer> counts = new TreeMap<>();

  private void count(Family family, ChainRule rule, Object variant, String tool) {
    Optional<String> refusal = RoundTrip.refusal(family, rule);
    refusal.ifPresent(message -> assertEquals(tool + variant, message));
    counts.merge(family + (refusal.isPresent() ? " refused" : " written"), 1, Integer::sum);
  }

  @Test
  void everyMatchReadsBackOrIsRefused() {
    for (Family family : Family.values()) {
      for (Match match : SampleRules.matches()) {
        ChainRule rule =
            match instanceof EitherPortMatch && family != Family.BRIDGE
                ? ChainRule.of(Target.DROP, FieldMatch.of(Field.IP_PROTOCOL, 6), match)
                : ChainRule.of(Target.DROP, match);
        count(family, rule, match, family.tool() + " has no option for ");
      }
    }

    assertEquals(
        "{BRIDGE refused=13, BRIDGE written=9, IPV4 refused=12, IPV4 written=10, IPV6 refused=11,"
            + " IPV6 written=11}",
        counts.toString());
  }

  @Test
  void everyTargetReadsBackOrIsRefused() {
    for (Family family : Family.values()) {
      for (Target target : SampleRules.targets()) {
        count(family, ChainRule.of(target), target, family.tool() + " has no target for ");
      }
    }

    assertEquals(
        "{BRIDGE refused=27, BRIDGE written=14, IPV4 refused=18, IPV4 written=23, IPV6 refused=19,"
            + " IPV6 written=22}",
        counts.toString());
  }

  @Test
  void anUnknownExtensionTargetIsRefused() {
    Target unknown = Target.ExtensionTarget.of("NOSUCH");
    Target option = Target.ExtensionTarget.of("LOG", OptionUse.of("nosuch"));

    for (Family family : Family.values()) {
      assertEquals(
          Optional.of(family.tool() + " has no target for " + unknown),
          RoundTrip.refusal(family, ChainRule.of(unknown)));
      assertEquals(
          Optional.of(family.tool() + " has no target for " + option),
          RoundTrip.refusal(family, ChainRule.of(option)));
    }
  }

  @Test
  void optionsHaveAsManyWordsAsTheyTake() {
    ChainRule many =
        ChainRule.of(Target.DROP, ExtensionMatch.of("limit", OptionUse.of("limit", "1/s", "2/s")));
    ChainRule none = ChainRule.of(Target.ExtensionTarget.of("LOG", OptionUse.of("log-prefix")));

    assertEquals(
        Optional.of("--limit takes 1 words, not [1/s, 2/s]"), RoundTrip.refusal(Family.IPV4, many));
    assertEquals(
        Optional.of("--limit takes 1 words, not [1/s, 2/s]"),
        RoundTrip.refusal(Family.BRIDGE, many));
    assertEquals(
        Optional.of("--log-prefix takes 1 words, not []"), RoundTrip.refusal(Family.IPV4, none));
  }

  @Test
  void eitherPortWithoutAProtocolIsRefused() {
    EitherPortMatch ports = new EitherPortMatch(Values.range(7, 9), false, false);

    assertEquals(
        Optional.of("iptables has no option for " + ports),
        RoundTrip.refusal(Family.IPV4, ChainRule.of(Target.DROP, ports)));
  }
}
