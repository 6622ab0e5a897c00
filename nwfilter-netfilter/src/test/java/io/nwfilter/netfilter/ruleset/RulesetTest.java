package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.value.IllegalValueException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesetTest {

  private static Chain chain(String name, Placement placement, ChainRule... rules) {
    return new Chain(name, placement, ImmutableList.copyOf(rules));
  }

  private static ChainRule jump(String chain) {
    return ChainRule.of(new Target.Jump(chain));
  }

  private static Ruleset of(Chain... chains) {
    return new Ruleset(
        Family.IPV4, ImmutableList.of(new Table(Table.FILTER, ImmutableList.copyOf(chains))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a\nb",
        "a\tb",
        "a\u0000",
        "-a",
        "a\"",
        "a'",
        "a\\",
        "!a",
        "\u00e4",
        "a\u007f",
        "abcdefghijabcdefghijabcdefghi"
      })
  void aChainRefusesNamesThatRestoreTextCannotCarry(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> chain(name, Placement.OWN));

    assertEquals("'" + name + "' cannot be the name of a chain", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "I-vnet0-arp.x:y_z", "eth0.1@2", "abcdefghijabcdefghijabcdefgh"})
  void aChainTakesOtherNames(String name) {
    assertEquals(name, chain(name, Placement.OWN).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000", "\u001b[31m", "\u0085", "a\ud800b", "\udc00"})
  void aCommentRefusesWhatRestoreTextCannotCarry(String text) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> new Comment(text));

    assertEquals(
        "'" + text + "' is not a comment of at most 255 bytes without control characters",
        e.getMessage());
  }

  @Test
  void aCommentIsLimitedInBytesNotCharacters() {
    assertEquals(255, new Comment("c".repeat(255)).toString().length());
    assertThrows(IllegalValueException.class, () -> new Comment("c".repeat(256)));
    assertEquals(127, new Comment("\u00e4".repeat(127)).text().length());
    assertThrows(IllegalValueException.class, () -> new Comment("\u00e4".repeat(128)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a\nb",
        "-a",
        "a\"",
        "a'",
        "a\\",
        "a/b",
        "\u00e4",
        "abcdefghijabcdefghijabcdefghij12"
      })
  void anIpsetNameRefusesWhatRestoreTextCannotCarry(String name) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> new IpsetName(name));

    assertEquals(
        "'"
            + name
            + "' is not the name of an ipset: 1 to 31 letters, digits, '_', '.', ':', '+' and '-',"
            + " no '-' first",
        e.getMessage());
  }

  @Test
  void anIpsetNameMayHave31Characters() {
    assertEquals(
        "a.b_c:d-eabcdefghijabcdefghij12",
        new IpsetName("a.b_c:d-eabcdefghijabcdefghij12").toString());
  }

  @Test
  void mergingKeepsRulesAtTheHeadOnceAndAppendsTheOthersInOrder() {
    Ruleset one =
        of(
            chain("FORWARD", Placement.HEAD, jump("in"), jump("out")),
            chain("in", Placement.OWN, jump("FI-b")),
            chain("PREROUTING", Placement.TAIL, jump("x")),
            chain("FI-b", Placement.OWN, ChainRule.of(Target.DROP)));
    Ruleset other =
        of(
            chain("FORWARD", Placement.HEAD, jump("in"), jump("out")),
            chain("in", Placement.OWN, jump("FI-a")),
            chain("PREROUTING", Placement.TAIL, jump("x")),
            chain("FI-a", Placement.OWN, ChainRule.of(Target.ACCEPT)));

    assertEquals(
        of(
            chain("FORWARD", Placement.HEAD, jump("in"), jump("out")),
            chain("in", Placement.OWN, jump("FI-b"), jump("FI-a")),
            chain("PREROUTING", Placement.TAIL, jump("x"), jump("x")),
            chain("FI-b", Placement.OWN, ChainRule.of(Target.DROP)),
            chain("FI-a", Placement.OWN, ChainRule.of(Target.ACCEPT))),
        Ruleset.merge(Family.IPV4, List.of(one, Ruleset.empty(Family.IPV4), other)));
  }

  @Test
  void mergingNothingIsEmpty() {
    Ruleset merged = Ruleset.merge(Family.BRIDGE, List.of());

    assertTrue(merged.isEmpty());
    assertEquals(Ruleset.empty(Family.BRIDGE), merged);
    assertEquals(0, merged.ruleCount());
  }

  @Test
  void countsTheRulesOfAllChains() {
    Ruleset ruleset =
        of(
            chain("a", Placement.OWN, jump("b"), ChainRule.of(Target.DROP)),
            chain("b", Placement.OWN, jump("c")));

    assertEquals(3, ruleset.ruleCount());
    assertFalse(ruleset.isEmpty());
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
  void isEqualByItsParts() {
    Comment comment = new Comment("c");
    new EqualsTester()
        .addEqualityGroup(jump("a"), jump("a"))
        .addEqualityGroup(ChainRule.of(new Target.Goto("a")))
        .addEqualityGroup(jump("b"))
        .addEqualityGroup(ChainRule.of(new Target.Jump("a"), new ConnectionDirectionMatch(true)))
        .addEqualityGroup(
            new ChainRule(ImmutableList.of(), new Target.Jump("a"), Optional.of(comment)))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(chain("a", Placement.OWN), chain("a", Placement.OWN))
        .addEqualityGroup(chain("a", Placement.TAIL))
        .addEqualityGroup(chain("b", Placement.OWN))
        .addEqualityGroup(chain("a", Placement.OWN, jump("c")))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(of(chain("a", Placement.OWN)), of(chain("a", Placement.OWN)))
        .addEqualityGroup(of())
        .addEqualityGroup(Ruleset.empty(Family.IPV4), new Ruleset(Family.IPV4, ImmutableList.of()))
        .addEqualityGroup(Ruleset.empty(Family.IPV6))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(Target.ACCEPT, Target.Verdict.ACCEPT)
        .addEqualityGroup(Target.DROP)
        .addEqualityGroup(Target.RETURN)
        .addEqualityGroup(new Target.Reject(), new Target.Reject())
        .addEqualityGroup(new Target.Jump("a"), new Target.Jump("a"))
        .addEqualityGroup(new Target.Goto("a"), new Target.Goto("a"))
        .addEqualityGroup(new Target.Goto("b"))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(comment, new Comment("c"))
        .addEqualityGroup(new Comment("d"))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(new IpsetName("c"), new IpsetName("c"))
        .addEqualityGroup(new IpsetName("d"))
        .testEquals();
  }
}
