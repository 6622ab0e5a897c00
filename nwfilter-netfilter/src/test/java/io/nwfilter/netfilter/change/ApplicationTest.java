package io.nwfilter.netfilter.change;

import static io.nwfilter.netfilter.change.ChangedRules.base;
import static io.nwfilter.netfilter.change.ChangedRules.chain;
import static io.nwfilter.netfilter.change.ChangedRules.change;
import static io.nwfilter.netfilter.change.ChangedRules.filter;
import static io.nwfilter.netfilter.change.ChangedRules.jump;
import static io.nwfilter.netfilter.change.ChangedRules.rule;
import static io.nwfilter.netfilter.change.ChangedRules.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApplicationTest {

  private static final Ruleset EMPTY = Ruleset.empty(Family.IPV4);

  /** A host with one chain of its own, of three rules. */
  private static final Ruleset THREE =
      filter(Family.IPV4, chain(Family.IPV4, "c", rule(1), rule(2), rule(3)));

  private static Ruleset after(Ruleset now, Edit... edits) {
    return now.after(change(now.family(), edits));
  }

  private static ImmutableList<ChainRule> rulesAfter(Edit... edits) {
    return ImmutableList.copyOf(after(THREE, edits).chain("filter", "c").rules());
  }

  private static String refusal(Ruleset now, Edit... edits) {
    return assertThrows(ImpossibleChangeException.class, () -> after(now, edits)).getMessage();
  }

  @Test
  void aTableIsThereOnceItIsLookedAt() {
    Ruleset ruleset = after(EMPTY, new Edit.UseTable("nat"));

    assertEquals(ImmutableSet.of("nat"), ruleset.tables().keySet());
    assertEquals(
        ImmutableSet.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
        ruleset.table("nat").orElseThrow().chains().keySet());
    assertEquals(EMPTY, ruleset);
  }

  @Test
  void aChainIsMadeOrEmptied() {
    assertEquals(
        filter(Family.IPV4, chain(Family.IPV4, "c")),
        after(EMPTY, new Edit.MakeChain("filter", "c")));
    assertEquals(rules(), rulesAfter(new Edit.MakeChain("filter", "c")));
    assertEquals(
        rules(9),
        rulesAfter(new Edit.MakeChain("filter", "c"), new Edit.Append("filter", "c", rules(9))));
    assertEquals(
        Verdict.ACCEPT,
        after(Ruleset.empty(Family.BRIDGE), new Edit.MakeChain("filter", "c"))
            .chain("filter", "c")
            .policy());
  }

  /** ebtables-restore 1.8.9: {@code :c ACCEPT} resets the policy, {@code -F c} does not. */
  @Test
  void aChainThatIsMadeAnewLosesItsPolicyAndAFlushedOneKeepsIt() {
    Ruleset dropping =
        after(
            Ruleset.empty(Family.BRIDGE),
            new Edit.MakeChain("filter", "c"),
            new Edit.SetPolicy("filter", "c", Verdict.DROP, Optional.empty()),
            new Edit.Append("filter", "c", rules(1)));
    Chain empty = chain(Family.BRIDGE, "c");

    assertEquals(empty, after(dropping, new Edit.MakeChain("filter", "c")).chain("filter", "c"));
    assertEquals(
        empty.withPolicy(Verdict.DROP, Optional.empty()),
        after(dropping, new Edit.FlushChain("filter", "c")).chain("filter", "c"));
  }

  @Test
  void aBaseChainIsFlushedButNotMade() {
    Ruleset ruleset = filter(Family.IPV4, base(Family.IPV4, "INPUT", rules(1, 2)));

    assertEquals(EMPTY, after(ruleset, new Edit.FlushChain("filter", "INPUT")));
    assertEquals(EMPTY, after(EMPTY, new Edit.FlushChain("filter", "INPUT")));
    assertEquals(
        "chain 'INPUT' is a base chain, which cannot be created",
        refusal(EMPTY, new Edit.MakeChain("filter", "INPUT")));
    assertEquals(
        "there is no chain 'd' in table 'filter'",
        refusal(THREE, new Edit.FlushChain("filter", "d")));
  }

  @Test
  void onlyChainsThatHaveAPolicyGetOne() {
    assertEquals(
        "chain 'c' cannot have a policy, as it is not a base chain of iptables",
        refusal(THREE, new Edit.SetPolicy("filter", "c", Verdict.DROP, Optional.empty())));
    assertEquals(
        "the policy of base chain 'FORWARD' cannot be RETURN",
        refusal(
            Ruleset.empty(Family.BRIDGE),
            new Edit.SetPolicy("filter", "FORWARD", Verdict.RETURN, Optional.empty())));
  }

  @Test
  void rulesAreAppendedAndInserted() {
    assertEquals(rules(1, 2, 3, 4, 5), rulesAfter(new Edit.Append("filter", "c", rules(4, 5))));
    assertEquals(rules(4, 5, 1, 2, 3), rulesAfter(new Edit.Insert("filter", "c", 1, rules(4, 5))));
    assertEquals(rules(1, 2, 4, 3), rulesAfter(new Edit.Insert("filter", "c", 3, rules(4))));
    assertEquals(rules(1, 2, 3, 4), rulesAfter(new Edit.Insert("filter", "c", 4, rules(4))));
    assertEquals(
        rules(1, 6, 2, 3, 4, 5),
        rulesAfter(
            new Edit.Append("filter", "c", rules(4)),
            new Edit.Insert("filter", "c", 2, rules(6)),
            new Edit.Append("filter", "c", rules(5))));
  }

  @Test
  void rulesAreDeletedByTheirPlace() {
    assertEquals(rules(2, 3), rulesAfter(new Edit.Delete("filter", "c", 1, 1)));
    assertEquals(rules(1), rulesAfter(new Edit.Delete("filter", "c", 2, 2)));
    assertEquals(
        rules(2),
        rulesAfter(new Edit.Delete("filter", "c", 3, 1), new Edit.Delete("filter", "c", 1, 1)));
    assertEquals(rules(), rulesAfter(new Edit.Delete("filter", "c", 1, 3)));
  }

  @Test
  void aPolicyIsSetWithItsCounters() {
    Ruleset ruleset =
        after(
            EMPTY,
            new Edit.SetPolicy("filter", "INPUT", Verdict.DROP, Optional.of(new Counters(1, 2))));
    Chain input = ruleset.chain("filter", "INPUT");

    assertEquals(Verdict.DROP, input.policy());
    assertEquals(Optional.of(new Counters(1, 2)), input.counters());
    assertEquals(
        Verdict.RETURN,
        after(
                Ruleset.empty(Family.BRIDGE),
                new Edit.MakeChain("nat", "c"),
                new Edit.SetPolicy("nat", "c", Verdict.RETURN, Optional.empty()))
            .chain("nat", "c")
            .policy());
  }

  @Test
  void aBaseChainThatIsNotKeptIsThereWhenItIsNeeded() {
    assertEquals(
        filter(
            Family.IPV4,
            chain(Family.IPV4, "c", rule(1), rule(2), rule(3)),
            base(Family.IPV4, "FORWARD", rules(4))),
        after(THREE, new Edit.Append("filter", "FORWARD", rules(4))));
  }

  @Test
  void aChainIsTakenOutIfNobodyNeedsIt() {
    assertEquals(
        EMPTY,
        after(THREE, new Edit.Delete("filter", "c", 1, 3), new Edit.DeleteChain("filter", "c")));
    assertEquals(
        filter(Family.IPV4, chain(Family.IPV4, "d")),
        after(
            filter(Family.IPV4, chain(Family.IPV4, "c"), chain(Family.IPV4, "d", jump("c"))),
            new Edit.MakeChain("filter", "d"),
            new Edit.DeleteChain("filter", "c")));
  }

  @Test
  void aChainInUseIsNotTakenOut() {
    Edit delete = new Edit.DeleteChain("filter", "c");
    String message = "chain 'c' is a base chain, is not empty, or has other chains jump to it";
    ChainRule go = ChainRule.of(new Target.Goto("c"));

    assertEquals(message, refusal(THREE, delete));
    assertEquals(
        message,
        refusal(
            filter(Family.IPV4, chain(Family.IPV4, "c"), chain(Family.IPV4, "d", jump("c"))),
            delete));
    assertEquals(
        message,
        refusal(
            filter(Family.IPV4, chain(Family.IPV4, "c"), base(Family.IPV4, "INPUT", List.of(go))),
            delete));
    assertEquals(
        "chain 'INPUT' is a base chain, is not empty, or has other chains jump to it",
        refusal(EMPTY, new Edit.DeleteChain("filter", "INPUT")));
  }

  @Test
  void whatIsNotThereIsNotChanged() {
    assertEquals(
        "there is no chain 'd' in table 'filter'",
        refusal(THREE, new Edit.Append("filter", "d", rules(1))));
    assertEquals(
        "there is no chain 'c' in table 'nat'",
        refusal(THREE, new Edit.Insert("nat", "c", 1, rules(1))));
    assertEquals(
        "there is no chain 'd' in table 'filter'",
        refusal(THREE, new Edit.SetPolicy("filter", "d", Verdict.DROP, Optional.empty())));
    assertEquals(
        "there is no chain 'd' in table 'filter'",
        refusal(THREE, new Edit.DeleteChain("filter", "d")));
    assertEquals("iptables has no table 'broute'", refusal(THREE, new Edit.UseTable("broute")));
    assertEquals(
        "ebtables has no table 'mangle'",
        refusal(Ruleset.empty(Family.BRIDGE), new Edit.MakeChain("mangle", "c")));
  }

  /** What is inserted and deleted all over a long chain is what a plain list would have. */
  @Test
  void aLongChainIsEditedAnywhere() {
    Random random = new Random(1);
    List<ChainRule> expected = new ArrayList<>(ChangedRules.manyRules(5_000));
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    edits.add(new Edit.Append("filter", "FORWARD", ImmutableList.copyOf(expected)));
    for (int i = 0; i < 3_000; i++) {
      int count = 1 + random.nextInt(i % 100 == 0 ? 2_000 : 3);
      if (random.nextBoolean()) {
        int at = random.nextInt(expected.size() + 1);
        List<ChainRule> fresh = rules(IntStream.range(i, i + count).toArray());
        expected.addAll(at, fresh);
        edits.add(new Edit.Insert("filter", "FORWARD", at + 1, fresh));
      } else if (count < expected.size()) {
        int at = random.nextInt(expected.size() - count + 1);
        expected.subList(at, at + count).clear();
        edits.add(new Edit.Delete("filter", "FORWARD", at + 1, count));
      }
    }
    Ruleset after = new Change(Family.IPV4, edits.build()).applyTo(EMPTY);

    assertEquals(expected, after.chain("filter", "FORWARD").rules());
  }

  /** Who enters a chain is counted through all edits, after it was asked once. */
  @Test
  void whoEntersAChainIsKnownAfterEachEdit() {
    Ruleset now =
        filter(
            Family.IPV4,
            chain(Family.IPV4, "asked"),
            chain(Family.IPV4, "c"),
            chain(Family.IPV4, "d", jump("c"), rule(1), jump("c")));
    Edit ask = new Edit.DeleteChain("filter", "asked");
    Edit delete = new Edit.DeleteChain("filter", "c");
    String message = "chain 'c' is a base chain, is not empty, or has other chains jump to it";

    assertEquals(message, refusal(now, ask, new Edit.Delete("filter", "d", 1, 1), delete));
    assertEquals(
        filter(Family.IPV4, chain(Family.IPV4, "d")),
        after(now, ask, new Edit.Delete("filter", "d", 1, 3), delete));
    assertEquals(
        filter(Family.IPV4, chain(Family.IPV4, "d")),
        after(now, ask, new Edit.MakeChain("filter", "d"), delete));
    assertEquals(
        message,
        refusal(
            now,
            ask,
            new Edit.MakeChain("filter", "d"),
            new Edit.Append("filter", "INPUT", List.of(jump("c"))),
            delete));
    assertEquals(
        message,
        refusal(
            now,
            ask,
            new Edit.MakeChain("filter", "d"),
            new Edit.Insert("filter", "d", 1, List.of(jump("c"))),
            delete));
  }

  @Test
  void placesAreInTheChain() {
    Edit insert = new Edit.Insert("filter", "c", 5, rules(4));
    Edit delete = new Edit.Delete("filter", "c", 4, 1);
    Edit deleteTwo = new Edit.Delete("filter", "c", 3, 2);

    assertEquals(
        "position 5 is beyond the end of chain 'c', which has 3 rules", refusal(THREE, insert));
    assertEquals(
        "position 4 is beyond the end of chain 'c', which has 3 rules", refusal(THREE, delete));
    assertEquals(
        "position 4 is beyond the end of chain 'c', which has 3 rules", refusal(THREE, deleteTwo));
  }

  @Test
  void theImpossibleEditIsNamedByItsPlace() {
    ImpossibleChangeException e =
        assertThrows(
            ImpossibleChangeException.class,
            () ->
                after(
                    THREE,
                    new Edit.UseTable("nat"),
                    new Edit.Delete("filter", "c", 1, 2),
                    new Edit.Delete("filter", "c", 2, 1)));

    assertEquals(2, e.index());
    assertEquals("position 2 is beyond the end of chain 'c', which has 1 rule", e.getMessage());
  }

  @Test
  void aChangeIsForItsFamily() {
    Change change = change(Family.IPV6, new Edit.MakeChain("filter", "c"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> EMPTY.after(change));

    assertEquals("a change for ip6tables cannot be made to rules for iptables", e.getMessage());
  }

  @Test
  void theRulesetBeforeStaysAsItIs() {
    after(THREE, new Edit.MakeChain("filter", "c"), new Edit.MakeChain("filter", "d"));

    assertEquals(rules(1, 2, 3), THREE.chain("filter", "c").rules());
    assertEquals(Optional.empty(), THREE.findChain("filter", "d"));
  }

  @Test
  void computedRulesAreAppendedWithoutBeingComputed() {
    List<ChainRule> billion =
        RuleSequence.builder().addComputed(Collections.nCopies(1_000_000_000, rule(9))).build();

    Ruleset once =
        after(EMPTY, new Edit.MakeChain("filter", "c"), new Edit.Append("filter", "c", billion));
    Ruleset more = after(once, new Edit.Append("filter", "c", rules(1)));

    assertSame(billion, once.chain("filter", "c").rules());
    assertEquals(1_000_000_001, more.chain("filter", "c").rules().size());
    assertEquals(rule(1), more.chain("filter", "c").rules().get(1_000_000_000));
  }
}
