package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {

  private static final BaseHook FORWARD = new BaseHook(Hook.FORWARD, 0);
  private static final ChainRule RULE =
      ChainRule.of(Target.DROP, FieldMatch.of(Field.SOURCE_PORT, 7));

  private static Chain user(String name) {
    return Chain.user(Family.IPV4, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a b", "a\nb", "a\tb", "a\u0000", "-a", "a\"", "a'", "a\\", "!a", "\u00e4", "a\u007f"
      })
  void refusesNamesThatRestoreTextCannotCarry(String name) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> user(name));

    assertEquals("'" + name + "' cannot be the name of a chain", e.getMessage());
    assertFalse(Chain.isName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT", "QUEUE", "abcdefghijabcdefghijabcdefghi"})
  void hasNamesThatIptablesDoesNotTake(String name) {
    Map<String, Chain> chains = Map.of(name, user(name));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Table(Table.FILTER, chains));

    assertEquals("'" + name + "' cannot be the name of a chain", e.getMessage());
    assertFalse(Chain.isName(name));
  }

  @Test
  void hasNamesOfAtMost255Characters() {
    String name = "a".repeat(NftName.MAX_LENGTH);

    assertEquals(name, user(name).name());
    assertThrows(IllegalArgumentException.class, () -> user(name + "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "I-vnet0-arp.x:y_z", "eth0.1@2", "abcdefghijabcdefghijabcdefgh"})
  void takesOtherNames(String name) {
    assertEquals(name, user(name).toString());
    assertTrue(Chain.isName(name));
  }

  @Test
  void endsAsChainsOfItsFamilyDo() {
    assertEquals(Verdict.RETURN, Chain.user(Family.IPV4, "a").policy());
    assertEquals(Verdict.RETURN, Chain.user(Family.IPV6, "a").policy());
    assertEquals(Verdict.ACCEPT, Chain.user(Family.BRIDGE, "a").policy());
    assertEquals(Verdict.ACCEPT, Chain.base("FORWARD", FORWARD).policy());
  }

  @ParameterizedTest
  @EnumSource(names = {"RETURN", "CONTINUE"})
  void aBaseChainDecides(Verdict policy) {
    Chain base = Chain.base("FORWARD", FORWARD);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> base.withPolicy(policy, Optional.empty()));

    assertEquals(policy + " cannot be the policy of chain FORWARD", e.getMessage());
  }

  @Test
  void noChainContinuesAtItsEnd() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> user("a").withPolicy(Verdict.CONTINUE, Optional.empty()));

    assertEquals("CONTINUE cannot be the policy of chain a", e.getMessage());
  }

  @Test
  void copiesRulesThatMayChangeAndKeepsComputedOnes() {
    List<ChainRule> rules = new ArrayList<>(List.of(RULE));
    Chain chain = user("a").withRules(rules);
    rules.clear();
    List<ChainRule> computed =
        RuleSequence.builder().addComputed(Collections.nCopies(1_000_000_000, RULE)).build();

    assertEquals(ImmutableList.of(RULE), chain.rules());
    assertSame(computed, user("a").withRules(computed).rules());
  }

  @Test
  void knowsWhetherSomebodyHasUsedIt() {
    Chain base = Chain.base("FORWARD", FORWARD);

    assertTrue(base.isUntouched());
    assertTrue(base.withPolicy(Verdict.ACCEPT, Optional.of(new Counters(1, 2))).isUntouched());
    assertFalse(base.withPolicy(Verdict.DROP, Optional.empty()).isUntouched());
    assertFalse(base.withRules(ImmutableList.of(RULE)).isUntouched());
    assertFalse(user("a").isUntouched());
    assertTrue(base.isBase());
    assertFalse(user("a").isBase());
  }

  @Test
  void countersAndPlacesDoNotCountInEquality() {
    Chain base = Chain.base("FORWARD", FORWARD);
    new EqualsTester()
        .addEqualityGroup(
            base,
            Chain.base("FORWARD", new BaseHook(Hook.FORWARD, 0)),
            base.withPolicy(Verdict.ACCEPT, Optional.of(new Counters(1, 2))),
            base.withPolicy(Verdict.ACCEPT, Optional.empty(), SourceLocation.of("own.save")))
        .addEqualityGroup(Chain.base("FORWARD", new BaseHook(Hook.FORWARD, 1)))
        .addEqualityGroup(base.withPolicy(Verdict.DROP, Optional.empty()))
        .addEqualityGroup(Chain.user(Family.BRIDGE, "FORWARD"))
        .addEqualityGroup(user("FORWARD"))
        .addEqualityGroup(user("a"), user("a"))
        .addEqualityGroup(
            user("a").withRules(ImmutableList.of(RULE)),
            user("a")
                .withRules(
                    RuleSequence.builder().addComputed(Collections.nCopies(1, RULE)).build()))
        .addEqualityGroup(user("a").withRules(ImmutableList.of(RULE, RULE)))
        .testEquals();
  }

  @Test
  void countersAndOriginOfARuleDoNotCountInEquality() {
    FieldMatch port = FieldMatch.of(Field.SOURCE_PORT, 7);
    FieldMatch mark = FieldMatch.of(Field.MARK, 8);
    Origin line = Origin.of(new SourceLocation("dump", 3, 1));
    new EqualsTester()
        .addEqualityGroup(
            RULE,
            new ChainRule(ImmutableList.of(port), Target.DROP, line),
            RULE.withCounters(new Counters(1, 2)))
        .addEqualityGroup(ChainRule.of(Target.ACCEPT, port))
        .addEqualityGroup(ChainRule.of(Target.DROP))
        .addEqualityGroup(ChainRule.of(Target.DROP, port, mark))
        .addEqualityGroup(ChainRule.of(Target.DROP, mark, port))
        .addEqualityGroup(ChainRule.of(Target.DROP, new CommentMatch(new Comment("c")), port))
        .testEquals();
  }

  @Test
  void aRuleKeepsItsOriginAndCounters() {
    Origin line = Origin.of(new SourceLocation("dump", 3, 1));
    Counters counters = new Counters(1, 2);
    ChainRule rule = new ChainRule(ImmutableList.of(), Target.DROP, line);

    assertEquals(Optional.empty(), rule.counters());
    assertEquals(Optional.of(counters), rule.withCounters(counters).counters());
    assertEquals(line, rule.withCounters(counters).origin());
  }
}
