package io.nwfilter.netfilter.change;

import static io.nwfilter.netfilter.change.ChangedRules.change;
import static io.nwfilter.netfilter.change.ChangedRules.jump;
import static io.nwfilter.netfilter.change.ChangedRules.rule;
import static io.nwfilter.netfilter.change.ChangedRules.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.testing.EqualsTester;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTest {

  private static final ImmutableList<ChainRule> ENTRY = ImmutableList.of(jump("in"), jump("out"));

  private static ChainRule verdict(Target target) {
    return ChainRule.of(target);
  }

  private static Edit append(String chain, ChainRule... rules) {
    return new Edit.Append("filter", chain, ImmutableList.copyOf(rules));
  }

  private static Edit make(String chain) {
    return new Edit.MakeChain("filter", chain);
  }

  /** {@return what one interface adds to the rules of all} */
  private static Change interfaceRules(String chain, Target target) {
    return change(
        Family.IPV4,
        make("in"),
        make(chain),
        new Edit.Insert("filter", "FORWARD", 1, ENTRY),
        append("in", jump(chain)),
        append("POSTROUTING", jump("x")),
        append(chain, verdict(target)));
  }

  @Test
  void rulesAtTheHeadStandThereOnceAndTheOthersFollowEachOther() {
    assertEquals(
        change(
            Family.IPV4,
            make("in"),
            make("FI-b"),
            make("FI-a"),
            new Edit.Insert("filter", "FORWARD", 1, ENTRY),
            append("in", jump("FI-b"), jump("FI-a")),
            append("POSTROUTING", jump("x"), jump("x")),
            append("FI-b", verdict(Target.DROP)),
            append("FI-a", verdict(Target.ACCEPT))),
        Change.together(
            Family.IPV4,
            List.of(
                interfaceRules("FI-b", Target.DROP),
                Change.none(Family.IPV4),
                interfaceRules("FI-a", Target.ACCEPT))));
  }

  @Test
  void oneChangeStaysWhatItIs() {
    Change change = interfaceRules("FI-a", Target.DROP);

    assertEquals(change, Change.together(Family.IPV4, List.of(change)));
  }

  @Test
  void nothingTogetherIsNothing() {
    Change none = Change.together(Family.BRIDGE, List.of());

    assertTrue(none.isEmpty());
    assertEquals(Change.none(Family.BRIDGE), none);
    assertEquals(ImmutableSet.of(), none.madeChains());
  }

  @Test
  void tablesStandTogether() {
    Change nat =
        change(
            Family.BRIDGE,
            new Edit.MakeChain("nat", "n"),
            new Edit.Append("nat", "n", rules(1)),
            new Edit.MakeChain("filter", "f"));
    Change both =
        change(
            Family.BRIDGE,
            new Edit.Append("filter", "f", rules(2)),
            new Edit.Append("nat", "n", rules(3)));

    assertEquals(
        change(
            Family.BRIDGE,
            new Edit.MakeChain("nat", "n"),
            new Edit.Append("nat", "n", rules(1, 3)),
            new Edit.MakeChain("filter", "f"),
            new Edit.Append("filter", "f", rules(2))),
        Change.together(Family.BRIDGE, List.of(nat, both)));
  }

  @Test
  void computedRulesAreConcatenatedWithoutComputing() {
    List<ChainRule> computed =
        new AbstractList<>() {
          @Override
          public ChainRule get(int index) {
            return rule(index);
          }

          @Override
          public int size() {
            return 1_000_000_000;
          }
        };
    Change one =
        change(
            Family.IPV4,
            new Edit.Append("filter", "c", RuleSequence.builder().addComputed(computed).build()));
    Change other = change(Family.IPV4, append("c", verdict(Target.DROP)));

    Change together = Change.together(Family.IPV4, List.of(one, other, one));

    Edit.Append append = assertInstanceOf(Edit.Append.class, together.edits().get(0));
    assertEquals(1, together.edits().size());
    assertEquals(2_000_000_001, append.rules().size());
    assertEquals(rule(999_999_999), append.rules().get(999_999_999));
    assertEquals(verdict(Target.DROP), append.rules().get(1_000_000_000));
    assertEquals(rule(999_999_999), append.rules().get(2_000_000_000));
  }

  static List<Edit> dependentEdits() {
    return List.of(
        new Edit.UseTable("filter"),
        new Edit.SetPolicy("filter", "c", Verdict.DROP, Optional.empty()),
        new Edit.Delete("filter", "c", 1, 1),
        new Edit.DeleteChain("filter", "c"));
  }

  @ParameterizedTest
  @MethodSource("dependentEdits")
  void editsThatDependOnOthersAreRefused(Edit edit) {
    List<Change> changes = List.of(change(Family.IPV4, edit));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Change.together(Family.IPV4, changes));

    assertEquals(edit + " depends on what other changes do", e.getMessage());
  }

  @Test
  void rulesAreInsertedAtTheHeadOnly() {
    Edit edit = new Edit.Insert("filter", "c", 2, rules(1));
    List<Change> changes = List.of(change(Family.IPV4, edit));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Change.together(Family.IPV4, changes));

    assertEquals(edit + " is not an insertion at the start of a chain", e.getMessage());
  }

  @Test
  void familiesAreNotMixed() {
    List<Change> changes = List.of(Change.none(Family.IPV4), Change.none(Family.IPV6));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Change.together(Family.IPV4, changes));

    assertEquals("a change for ip6tables among changes for iptables", e.getMessage());
  }

  @Test
  void knowsTheChainsThatItMakes() {
    Change change = interfaceRules("FI-a", Target.DROP);

    assertEquals(ImmutableSet.of("in", "FI-a"), change.madeChains());
    assertFalse(change.isEmpty());
  }

  @Test
  void isEqualByItsParts() {
    new EqualsTester()
        .addEqualityGroup(Change.none(Family.IPV4), change(Family.IPV4))
        .addEqualityGroup(Change.none(Family.IPV6))
        .addEqualityGroup(change(Family.IPV4, make("a")), change(Family.IPV4, make("a")))
        .addEqualityGroup(change(Family.IPV4, make("a"), make("b")))
        .addEqualityGroup(change(Family.IPV4, make("b"), make("a")))
        .testEquals();
  }
}
