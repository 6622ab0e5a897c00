package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleProblem;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.RulesetCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All problems of a ruleset, with their places. */
class RulesetProblemsTest {

  private static final Ruleset WRONG =
      SaveText.read(
          Family.IPV4,
          TextSource.text(
              """
              *nat
              :OUTPUT ACCEPT [0:0]
              :own - [0:0]
              :round - [0:0]
              -A OUTPUT -p tcp -j RETURN
              -A OUTPUT -i eth0 -j own
              -A own -j MASQUERADE
              -A own -j round
              -A round -j own
              -A own -j REJECT
              COMMIT
              """,
              "rules"));

  private static String shown(RuleProblem problem) {
    return problem.rule().origin().location()
        + " "
        + problem.table()
        + " "
        + problem.chain()
        + " "
        + problem.position()
        + ": "
        + problem;
  }

  @Test
  void eachHasItsPlace() {
    assertEquals(
        List.of(
            "rules:6:1 nat OUTPUT 2: -i is allowed only in PREROUTING, INPUT, not in OUTPUT",
            "rules:10:1 nat own 3: REJECT is allowed only in table filter, not in table nat",
            "rules:7:1 nat own 1: MASQUERADE is allowed only in POSTROUTING, but OUTPUT leads to"
                + " chain 'own'",
            "rules:9:1 nat round 1: the jumps from OUTPUT go in a circle: own → round → own"),
        RulesetCheck.problems(WRONG).stream().map(RulesetProblemsTest::shown).toList());
  }

  @Test
  void endlessJumpsAlone() {
    assertEquals(
        List.of("rules:9:1 nat round 1: the jumps from OUTPUT go in a circle: own → round → own"),
        RulesetCheck.endlessJumps(WRONG).stream().map(RulesetProblemsTest::shown).toList());
  }
}
