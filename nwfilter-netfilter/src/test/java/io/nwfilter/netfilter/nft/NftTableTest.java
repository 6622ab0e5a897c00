package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftTableTest {

  private static final BaseHook FORWARD = new BaseHook(Hook.FORWARD, 7);
  private static final Selector IIF = Selector.of(Field.IN_INTERFACE).via("iif");

  private static SetKey name(String name) {
    return SetKey.of(Values.single(Field.IN_INTERFACE, Bits.ofName(name)));
  }

  private static NftVerdictMap machines(Target verdict) {
    return NftVerdictMap.of(
        "machines", SetType.of(KeyType.INTERFACE_INDEX), ImmutableMap.of(name("vnet0"), verdict));
  }

  private static NftTable.Builder table() {
    return NftTable.builder(NftFamily.BRIDGE, "guests");
  }

  private static String refusal(NftTable.Builder builder) {
    return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
  }

  private static ImmutableList<ChainRule> rules(ChainRule... rules) {
    return ImmutableList.copyOf(rules);
  }

  @Test
  void ofAMapLeadsToItsChains() {
    NftTable table =
        table()
            .base(
                "pre",
                FORWARD,
                Verdict.DROP,
                rules(ChainRule.of(VerdictMapTarget.of("machines", IIF))))
            .user("vnet0-out", rules(ChainRule.of(Target.ACCEPT)))
            .map(machines(new Target.Jump("vnet0-out")))
            .build();

    assertEquals("table bridge guests", table.toString());
    assertEquals(2, table.ruleCount());
    assertEquals(Verdict.RETURN, table.chain("vnet0-out").orElseThrow().policy());
    assertEquals(table, table.toBuilder().build());
  }

  @Test
  void hasAllThatItsRulesAskFor() {
    ChainRule lookup = ChainRule.of(Target.DROP, LookupMatch.in("hosts", Selector.of(Field.MARK)));
    ChainRule map = ChainRule.of(VerdictMapTarget.of("machines", IIF));

    assertEquals(
        "there is no chain 'b'",
        refusal(table().user("a", rules(ChainRule.of(new Target.Jump("b"))))));
    assertEquals(
        "'b' is a base chain",
        refusal(
            table()
                .user("a", rules(ChainRule.of(new Target.Goto("b"))))
                .base("b", FORWARD, Verdict.ACCEPT, rules())));
    assertEquals("there is no set or map 'hosts'", refusal(table().user("a", rules(lookup))));
    assertEquals("there is no set or map 'machines'", refusal(table().user("a", rules(map))));
    assertEquals(
        "there is no chain 'b'",
        refusal(table().user("a", rules(map)).map(machines(new Target.Jump("b")))));
    assertEquals(
        "hosts of [IPV4_ADDRESS] is asked for [MARK]",
        refusal(
            table()
                .user("a", rules(lookup))
                .set(NftSet.of("hosts", SetType.of(KeyType.IPV4_ADDRESS), List.of()))));
  }

  @Test
  void mayHaveSetsThatAreNotModelled() {
    ChainRule lookup = ChainRule.of(Target.DROP, LookupMatch.in("hosts", Selector.of(Field.MARK)));
    NftObject set = new NftObject("set", "hosts", "set hosts { type time; }");

    assertEquals(1, table().user("a", rules(lookup)).other(set).build().ruleCount());
  }

  @Test
  void hasNoCircleOfChains() {
    ChainRule map = ChainRule.of(VerdictMapTarget.of("machines", IIF));

    assertEquals(
        "chains that lead to each other: a > b > a",
        refusal(
            table()
                .user("a", rules(ChainRule.of(new Target.Jump("b"))))
                .user("b", rules(map))
                .map(machines(new Target.Goto("a")))));
  }

  @Test
  void refusesWhatLinuxRefuses() {
    ChainRule comments =
        ChainRule.of(
            Target.DROP,
            new CommentMatch(new Comment("one")),
            new CommentMatch(new Comment("two")));

    assertEquals(
        "a of family bridge is of type NAT",
        refusal(
            table()
                .base("a", new BaseHook(Hook.FORWARD, 0, ChainType.NAT), Verdict.ACCEPT, rules())));
    assertEquals(
        "a is at BROUTING",
        refusal(table().base("a", new BaseHook(Hook.BROUTING, 0), Verdict.ACCEPT, rules())));
    assertEquals(
        "a rule with two comments: " + comments, refusal(table().user("a", rules(comments))));
    assertEquals(
        "two sets 'machines'",
        refusal(
            table()
                .map(machines(Target.DROP))
                .set(NftSet.of("machines", SetType.of(KeyType.MARK), List.of()))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "a b", "a;b", "a{", "a\n", "\u00e4", "a\"", "a:b", "a@b"})
  void refusesNamesThatAScriptCannotCarry(String name) {
    assertThrows(IllegalValueException.class, () -> NftTable.builder(NftFamily.IP, name));
    assertThrows(IllegalArgumentException.class, () -> NftChain.user(name, List.of()));
    assertThrows(
        IllegalValueException.class, () -> NftSet.of(name, SetType.of(KeyType.MARK), List.of()));
  }

  @Test
  void setsHaveElementsOfTheirType() {
    SetKey range = SetKey.of(Values.range(1, 2));
    SetType ports = SetType.of(KeyType.PORT);

    assertEquals(
        range + " in a set without intervals",
        assertThrows(IllegalArgumentException.class, () -> NftSet.of("a", ports, List.of(range)))
            .getMessage());
    assertEquals(1, NftSet.of("a", ports.with(SetFlag.INTERVAL), List.of(range)).elements().size());
    assertThrows(
        IllegalArgumentException.class, () -> NftSet.of("a", ports, List.of(name("vnet0"))));
    assertThrows(IllegalArgumentException.class, () -> machines(new Target.SetMark(1, 2)));
  }

  @Test
  void equalityIgnoresOrder() {
    NftChain a = NftChain.user("a", rules());
    NftChain b = NftChain.user("b", rules());
    new EqualsTester()
        .addEqualityGroup(table().chain(a).chain(b).build(), table().chain(b).chain(a).build())
        .addEqualityGroup(table().chain(a).build())
        .addEqualityGroup(table().chain(a).dormant(true).build())
        .addEqualityGroup(table().chain(a.with(new Comment("text"))).build())
        .addEqualityGroup(table().chain(a).comment(new Comment("text")).build())
        .testEquals();
  }

  @Test
  void chainsAreCalledInTheOrderOfLinux() {
    NftTable early =
        NftTable.builder(NftFamily.IP, "early")
            .base("a", new BaseHook(Hook.FORWARD, 5), Verdict.ACCEPT, rules())
            .base("b", new BaseHook(Hook.FORWARD, -5), Verdict.ACCEPT, rules())
            .base("c", new BaseHook(Hook.INPUT, 0), Verdict.ACCEPT, rules())
            .build();
    NftTable late =
        NftTable.builder(NftFamily.INET, "late")
            .base("d", new BaseHook(Hook.FORWARD, 5), Verdict.ACCEPT, rules())
            .build();
    NftTable dormant = late.toBuilder().dormant(true).build();

    assertEquals(
        List.of("b", "d", "a"),
        NftRuleset.of(early, late).called(Family.IPV4, Hook.FORWARD).stream()
            .map(called -> called.chain().name())
            .toList());
    assertEquals(
        List.of(late),
        NftRuleset.of(early, late).called(Family.IPV6, Hook.FORWARD).stream()
            .map(NftRuleset.Called::table)
            .toList());
    assertEquals(List.of(), NftRuleset.of(early, late).called(Family.BRIDGE, Hook.FORWARD));
    assertEquals(2, NftRuleset.of(early, dormant).called(Family.IPV4, Hook.FORWARD).size());
    assertEquals(NftRuleset.of(early, late), NftRuleset.of(late, early));
    assertEquals(
        "a second table inet late",
        assertThrows(IllegalArgumentException.class, () -> NftRuleset.of(late, dormant))
            .getMessage());
  }
}
