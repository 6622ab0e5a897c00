package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesetTest {

  private static final Chain INPUT = Chain.base("INPUT", new BaseHook(Hook.INPUT, 0));

  private static ChainRule jump(String chain) {
    return ChainRule.of(new Target.Jump(chain));
  }

  private static Chain chain(String name, ChainRule... rules) {
    return Chain.user(Family.IPV4, name).withRules(ImmutableList.copyOf(rules));
  }

  private static Table table(String name, Chain... chains) {
    return new Table(name, Maps.uniqueIndex(Arrays.asList(chains), Chain::name));
  }

  private static Ruleset of(Table... tables) {
    return new Ruleset(Family.IPV4, Maps.uniqueIndex(Arrays.asList(tables), Table::name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "Filter", "-a", "abcdefghijabcdefghijabcdefghijabc"})
  void aTableRefusesNamesThatTextCannotCarry(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Table(name, ImmutableMap.of()));

    assertEquals("'" + name + "' cannot be the name of a table", e.getMessage());
  }

  @Test
  void namesAndKeysAreTheSame() {
    IllegalArgumentException chain =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Table("filter", ImmutableMap.of("a", chain("b"))));
    IllegalArgumentException table =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Ruleset(Family.IPV4, ImmutableMap.of("nat", table("raw"))));

    assertEquals("'a' is chain b", chain.getMessage());
    assertEquals("'nat' is table 'raw'", table.getMessage());
  }

  @Test
  void eachFamilyHasItsTables() {
    IllegalArgumentException broute =
        assertThrows(IllegalArgumentException.class, () -> of(table("broute")));
    IllegalArgumentException mangle =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Ruleset(Family.BRIDGE, ImmutableMap.of("mangle", table("mangle"))));

    assertEquals("iptables has no table 'broute'", broute.getMessage());
    assertEquals("ebtables has no table 'mangle'", mangle.getMessage());
  }

  @Test
  void findsTablesAndChains() {
    Chain a = chain("a");
    Table filter = table("filter", INPUT, a);
    Ruleset ruleset = of(filter);

    assertEquals(Optional.of(filter), ruleset.table("filter"));
    assertEquals(Optional.empty(), ruleset.table("nat"));
    assertSame(a, ruleset.findChain("filter", "a").orElseThrow());
    assertEquals(Optional.empty(), ruleset.findChain("filter", "b"));
    assertEquals(Optional.empty(), ruleset.findChain("nat", "a"));
    assertSame(a, ruleset.chain("filter", "a"));
  }

  @Test
  void saysWhichChainsThereAre() {
    Ruleset ruleset = of(table("filter", INPUT, chain("a")));
    NoSuchElementException chain =
        assertThrows(NoSuchElementException.class, () -> ruleset.chain("filter", "b"));
    NoSuchElementException table =
        assertThrows(NoSuchElementException.class, () -> ruleset.chain("nat", "a"));

    assertEquals("no chain 'b' in table 'filter' of iptables, only [INPUT, a]", chain.getMessage());
    assertEquals("no chain 'a' in table 'nat' of iptables, which is not there", table.getMessage());
  }

  @Test
  void countsTheRulesOfAllChains() {
    Ruleset ruleset =
        of(
            table("filter", chain("a", jump("b"), ChainRule.of(Target.DROP)), chain("b")),
            table("nat", chain("c", jump("d"))));

    assertEquals(3, ruleset.ruleCount());
    assertFalse(ruleset.isEmpty());
    assertEquals(0, Ruleset.empty(Family.BRIDGE).ruleCount());
    assertTrue(Ruleset.empty(Family.BRIDGE).isEmpty());
  }

  @Test
  void isEmptyAsLongAsItIsThatOfANewHost() {
    assertTrue(of(table("filter", INPUT), table("nat")).isEmpty());
    assertTrue(new Ruleset(Family.IPV4, BaseChains.of(Family.IPV4)).isEmpty());
    assertFalse(of(table("filter", chain("a"))).isEmpty());
    assertFalse(of(table("filter", INPUT.withPolicy(Verdict.DROP, Optional.empty()))).isEmpty());
  }

  @Test
  void aFamilyKnowsItsLayerAndTools() {
    assertEquals(Family.BRIDGE, Family.of(Layer.ETHERNET));
    assertEquals(Family.IPV4, Family.of(Layer.IPV4));
    assertEquals(Family.IPV6, Family.of(Layer.IPV6));
    assertEquals("ip6tables", Family.IPV6.tool());
    assertEquals("ebtables-restore", Family.BRIDGE.restoreTool());
    assertEquals("iptables-restore", Family.IPV4.restoreTool());
  }

  @Test
  void whatTheKernelHasByItselfDoesNotCountInEquality() {
    new EqualsTester()
        .addEqualityGroup(
            table("filter", chain("a"), chain("b")),
            table("filter", chain("b"), chain("a")),
            table("filter", INPUT, chain("a"), chain("b")))
        .addEqualityGroup(table("nat", chain("a"), chain("b")))
        .addEqualityGroup(table("filter", chain("a")))
        .addEqualityGroup(
            table("filter"),
            table("filter", INPUT),
            table("filter", INPUT.withPolicy(Verdict.ACCEPT, Optional.of(new Counters(1, 2)))),
            BaseChains.of(Family.IPV6).get("filter"))
        .addEqualityGroup(table("filter", INPUT.withPolicy(Verdict.DROP, Optional.empty())))
        .addEqualityGroup(table("filter", INPUT.withRules(ImmutableList.of(jump("a")))))
        .testEquals();
  }

  @Test
  void theOrderOfTablesDoesNotCountInEquality() {
    Table filter = table("filter", chain("a"));
    Table nat = table("nat", chain("b"));
    new EqualsTester()
        .addEqualityGroup(
            of(filter, nat),
            of(nat, filter),
            of(nat, BaseChains.of(Family.IPV4).get("raw"), filter))
        .addEqualityGroup(of(filter))
        .addEqualityGroup(of(nat))
        .addEqualityGroup(
            Ruleset.empty(Family.IPV4),
            of(),
            of(table("filter")),
            new Ruleset(Family.IPV4, BaseChains.of(Family.IPV4)))
        .addEqualityGroup(Ruleset.empty(Family.IPV6))
        .addEqualityGroup(Ruleset.empty(Family.BRIDGE))
        .testEquals();
  }
}
