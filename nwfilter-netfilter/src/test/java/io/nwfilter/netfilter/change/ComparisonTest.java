package io.nwfilter.netfilter.change;

import static io.nwfilter.netfilter.change.ChangedRules.base;
import static io.nwfilter.netfilter.change.ChangedRules.chain;
import static io.nwfilter.netfilter.change.ChangedRules.change;
import static io.nwfilter.netfilter.change.ChangedRules.filter;
import static io.nwfilter.netfilter.change.ChangedRules.jump;
import static io.nwfilter.netfilter.change.ChangedRules.manyRules;
import static io.nwfilter.netfilter.change.ChangedRules.rule;
import static io.nwfilter.netfilter.change.ChangedRules.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Ruleset EMPTY = Ruleset.empty(Family.IPV4);

  private static Ruleset of(List<ChainRule> rules) {
    return filter(Family.IPV4, chain(Family.IPV4, "c").withRules(rules));
  }

  /** Checks the edits between two rulesets, and that they lead from one to the other. */
  private static void check(Ruleset now, Ruleset wanted, Edit... edits) {
    Change change = Change.between(now, wanted);

    assertEquals(change(now.family(), edits), change);
    assertEquals(wanted, now.after(change));
  }

  private static void checkRules(List<ChainRule> now, List<ChainRule> wanted, Edit... edits) {
    check(of(now), of(wanted), edits);
  }

  private static Edit insert(int position, int... numbers) {
    return new Edit.Insert("filter", "c", position, rules(numbers));
  }

  private static Edit delete(int position, int count) {
    return new Edit.Delete("filter", "c", position, count);
  }

  @Test
  void equalRulesetsNeedNoEdit() {
    check(EMPTY, EMPTY);
    check(of(manyRules(1000)), of(manyRules(1000)));
    check(EMPTY, new Ruleset(Family.IPV4, BaseChains.of(Family.IPV4)));
    check(new Ruleset(Family.IPV4, BaseChains.of(Family.IPV4)), EMPTY);
  }

  @Test
  void countersAndOriginsNeedNoEdit() {
    ChainRule counted =
        new ChainRule(
                rule(1).matches(), rule(1).target(), Origin.of(new SourceLocation("dump", 5, 1)))
            .withCounters(new Counters(3, 4));

    checkRules(rules(1), List.of(counted));
  }

  @Test
  void oneRuleInTheMiddleIsOneInsert() {
    List<ChainRule> rules = manyRules(1000);
    rules.add(500, rule(5000));

    checkRules(manyRules(1000), rules, insert(501, 5000));
  }

  @Test
  void oneRuleOfManyIsDeleted() {
    List<ChainRule> rules = manyRules(1000);
    rules.remove(500);

    checkRules(manyRules(1000), rules, delete(501, 1));
  }

  @Test
  void oneRuleOfManyIsReplaced() {
    List<ChainRule> rules = manyRules(1000);
    rules.set(500, rule(5000));

    checkRules(manyRules(1000), rules, delete(501, 1), insert(501, 5000));
  }

  @Test
  void aRuleThatMovesIsTakenOutAndPutIn() {
    List<ChainRule> later = manyRules(1000);
    later.add(800, later.remove(100));
    List<ChainRule> earlier = manyRules(1000);
    earlier.add(100, earlier.remove(800));

    checkRules(manyRules(1000), later, delete(101, 1), insert(801, 100));
    checkRules(manyRules(1000), earlier, insert(101, 800), delete(802, 1));
  }

  @Test
  void rulesAtBothEndsAreInserted() {
    checkRules(rules(1, 2), rules(8, 1, 2, 9), insert(1, 8), insert(4, 9));
    checkRules(rules(), rules(1, 2), insert(1, 1, 2));
    checkRules(rules(1, 2), rules(), delete(1, 2));
    checkRules(rules(1, 1, 1), rules(1, 1), delete(3, 1));
  }

  @Test
  void severalPlacesAreEditedOneByOne() {
    checkRules(
        rules(1, 2, 3, 4, 5, 6),
        rules(1, 7, 3, 5, 8, 9, 6),
        delete(2, 1),
        insert(2, 7),
        delete(4, 1),
        insert(5, 8, 9));
  }

  /** Comments of one hash code, as anybody can write them into a dump; maps keep them in order. */
  @Test
  void rulesOfOneHashCodeAreToldApartByTheirOrder() {
    List<ChainRule> now = new ArrayList<>();
    List<ChainRule> wanted = new ArrayList<>();
    for (int i = 0; i < 1 << 15; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 15; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      (i % 2 == 0 ? now : wanted)
          .add(ChainRule.of(Target.DROP, new CommentMatch(new Comment(text.toString()))));
    }

    assertEquals(now.get(0).hashCode(), wanted.get(0).hashCode());
    assertNotEquals(0, new RuleKey(now.get(0)).compareTo(new RuleKey(wanted.get(0))));
    assertEquals(of(wanted), of(now).after(Change.between(of(now), of(wanted))));
  }

  @Test
  void longRunsThatDifferAreReplacedAsAWhole() {
    List<ChainRule> now = manyRules(3000);
    List<ChainRule> wanted = new ArrayList<>(Collections.nCopies(2999, rule(9999)));
    wanted.add(0, rule(0));

    checkRules(
        now,
        wanted,
        delete(2, 2999),
        new Edit.Insert("filter", "c", 2, Collections.nCopies(2999, rule(9999))));
  }

  @Test
  void editsLeadToWhatIsWantedAndAreTheFewest() {
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      List<ChainRule> now = randomRules(random);
      List<ChainRule> wanted = randomRules(random);
      Change change = Change.between(of(now), of(wanted));
      int common = longestCommon(now, wanted);
      int deleted = 0;
      int inserted = 0;
      for (Edit edit : change.edits()) {
        if (edit instanceof Edit.Delete delete) {
          deleted += delete.count();
        } else {
          inserted += ((Edit.Insert) edit).rules().size();
        }
      }

      assertEquals(of(wanted), of(now).after(change));
      assertEquals(now.size() - common, deleted);
      assertEquals(wanted.size() - common, inserted);
    }
  }

  private static List<ChainRule> randomRules(Random random) {
    return rules(random.ints(random.nextInt(12), 0, 5).toArray());
  }

  /** {@return the length of the longest common subsequence, found by trying} */
  private static int longestCommon(List<ChainRule> left, List<ChainRule> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return 0;
    }
    List<ChainRule> leftRest = left.subList(1, left.size());
    int there = right.indexOf(left.get(0));
    int without = longestCommon(leftRest, right);
    return there < 0
        ? without
        : Math.max(without, 1 + longestCommon(leftRest, right.subList(there + 1, right.size())));
  }

  @Test
  void aNewChainIsMadeBeforeRulesJumpToIt() {
    check(
        EMPTY,
        filter(
            Family.IPV4,
            base(Family.IPV4, "INPUT", ImmutableList.of(jump("c"))),
            chain(Family.IPV4, "c", rule(1))),
        new Edit.UseTable("filter"),
        new Edit.MakeChain("filter", "c"),
        new Edit.Insert("filter", "INPUT", 1, ImmutableList.of(jump("c"))),
        insert(1, 1));
  }

  @Test
  void aChainThatIsGoneIsEmptiedAndTakenOutAfterTheJumps() {
    Ruleset now =
        filter(
            Family.IPV4,
            chain(Family.IPV4, "c", rule(1), jump("d")),
            chain(Family.IPV4, "d", rule(2)),
            base(Family.IPV4, "INPUT", ImmutableList.of(jump("c"), rule(3))));

    check(
        now,
        filter(Family.IPV4, base(Family.IPV4, "INPUT", rules(3))),
        new Edit.Delete("filter", "INPUT", 1, 1),
        delete(1, 2),
        new Edit.Delete("filter", "d", 1, 1),
        new Edit.DeleteChain("filter", "c"),
        new Edit.DeleteChain("filter", "d"));
  }

  @Test
  void policiesAreSet() {
    Chain input = base(Family.IPV4, "INPUT", rules(1));
    check(
        filter(Family.IPV4, input),
        filter(Family.IPV4, input.withPolicy(Verdict.DROP, Optional.of(new Counters(7, 8)))),
        new Edit.SetPolicy("filter", "INPUT", Verdict.DROP, Optional.empty()));
    check(
        filter(Family.BRIDGE, chain(Family.BRIDGE, "c")),
        filter(
            Family.BRIDGE, chain(Family.BRIDGE, "c").withPolicy(Verdict.RETURN, Optional.empty())),
        new Edit.SetPolicy("filter", "c", Verdict.RETURN, Optional.empty()));
  }

  @Test
  void baseChainsThatAreMissingOnOneSideAreEmptyAndAccept() {
    Chain dropping =
        base(Family.IPV4, "INPUT", rules(1)).withPolicy(Verdict.DROP, Optional.empty());
    Chain output = base(Family.IPV4, "OUTPUT", rules(2));

    check(
        filter(Family.IPV4, dropping),
        filter(Family.IPV4, output),
        new Edit.Insert("filter", "OUTPUT", 1, rules(2)),
        new Edit.SetPolicy("filter", "INPUT", Verdict.ACCEPT, Optional.empty()),
        new Edit.Delete("filter", "INPUT", 1, 1));
    check(
        filter(Family.IPV4, dropping),
        EMPTY,
        new Edit.SetPolicy("filter", "INPUT", Verdict.ACCEPT, Optional.empty()),
        new Edit.Delete("filter", "INPUT", 1, 1));
    check(
        EMPTY,
        filter(Family.IPV4, dropping),
        new Edit.UseTable("filter"),
        new Edit.SetPolicy("filter", "INPUT", Verdict.DROP, Optional.empty()),
        new Edit.Insert("filter", "INPUT", 1, rules(1)));
  }

  @Test
  void tablesAreComparedOneByOne() {
    Table nat = new Table("nat", ImmutableMap.of("c", chain(Family.IPV4, "c", rule(1))));
    check(
        of(rules(2)),
        new Ruleset(Family.IPV4, ImmutableMap.of("nat", nat)),
        delete(1, 1),
        new Edit.DeleteChain("filter", "c"),
        new Edit.UseTable("nat"),
        new Edit.MakeChain("nat", "c"),
        new Edit.Insert("nat", "c", 1, rules(1)));
  }

  @Test
  void rulesetsAreOfOneFamily() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Change.between(EMPTY, Ruleset.empty(Family.BRIDGE)));

    assertEquals("rules of IPV4 and BRIDGE", e.getMessage());
  }
}
