package io.nwfilter.core.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.Numeral;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinationsTest {

  private static final SourceLocation HERE = new SourceLocation("a.xml", 5, 6);

  private static final List<Attribute<Numeral>> PORTS =
      List.of(
          Attributes.DSCP,
          Attributes.SRCPORTSTART,
          Attributes.SRCPORTEND,
          Attributes.DSTPORTSTART,
          Attributes.DSTPORTEND);

  private static Rule.Builder tcp() {
    return Rule.accept(Direction.IN, Protocol.TCP).location(HERE);
  }

  private static ScopedRule scoped(Rule.Builder rule, Parameters scope) {
    return new ScopedRule(
        rule.build(),
        Filter.builder("b").build(),
        Scope.of(scope),
        new Origin(
            rule.build().location(),
            ReferencePath.EMPTY
                .include("a", SourceLocation.NONE)
                .include("b", SourceLocation.of("a.xml"))),
        Semantics.AS_LIBVIRT);
  }

  @Test
  void onlyListsUnderOneIteratorHaveToBeEquallyLong() {
    Parameters scope = Parameters.of("A", "1", "2").with("B", "3");
    Rule.Builder together =
        tcp().whereText(Attributes.SRCPORTSTART, "$A").whereText(Attributes.DSTPORTSTART, "$B");
    Rule.Builder apart =
        tcp().whereText(Attributes.SRCPORTSTART, "$A").whereText(Attributes.DSTPORTSTART, "$B[@1]");
    Rule.Builder one =
        tcp().whereText(Attributes.SRCPORTSTART, "$A").whereText(Attributes.DSTPORTSTART, "$B[0]");

    assertTrue(scoped(together, scope).hasUnequalLists());
    assertFalse(scoped(apart, scope).hasUnequalLists());
    assertFalse(scoped(one, scope).hasUnequalLists());
    assertFalse(scoped(together, scope.with("B", "4")).hasUnequalLists());
  }

  @Test
  void iteratorsTurnInTheOrderOfTheRule() {
    Rule.Builder rule =
        tcp()
            .whereText(Attributes.SRCPORTSTART, "$A[@1]")
            .whereText(Attributes.DSTPORTSTART, "$B[@2]");

    assertEquals(
        List.of("1/3", "2/3", "1/4", "2/4"),
        instances(rule, Parameters.of("A", "1", "2").with("B", "3", "4")));
    assertEquals(
        List.of("1/3", "1/4", "2/3", "2/4"),
        instances(rule.iterators(List.of(2)), Parameters.of("A", "1", "2").with("B", "3", "4")));
  }

  @Test
  void aVariableMayBeAWholeRange() {
    Rule.Builder rule =
        tcp().whereText(Attributes.SRCPORTSTART, "$A").whereNotText(Attributes.DSTPORTSTART, "$B");

    assertEquals(
        List.of("22/23/0/24", "25/65535/26"),
        instances(rule, Parameters.of("A", "22:23", "25:").with("B", ":24", "26")));
    assertFalse(
        scoped(rule, Parameters.of("A", "22").with("B", ":24"))
            .instances()
            .get(0)
            .negated(Attributes.DSTPORTEND));
  }

  @Test
  void rangesAreDecimalAndHaveNoOtherEnd() {
    Rule.Builder start = tcp().whereText(Attributes.SRCPORTSTART, "$A");
    Rule.Builder both =
        tcp().whereText(Attributes.SRCPORTSTART, "$A").where(Attributes.SRCPORTEND, 9);

    for (String illegal : List.of("0x16:23", "22:0x17", "22:65536", "022:23", "a:b", "1:2:3")) {
      assertIllegal(start, illegal);
    }
    assertIllegal(both, "7:8");
    assertIllegal(tcp().whereText(Attributes.DSCP, "$A"), "7:8");
  }

  private static void assertIllegal(Rule.Builder rule, String value) {
    ResolutionException e =
        assertThrows(
            ResolutionException.class,
            () -> scoped(rule, Parameters.of("A", value)).instances(),
            value);
    assertEquals(ResolutionCode.ILLEGAL_VARIABLE_VALUE, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
  }

  /** A tuple's hash must not be all that it is told apart by: this would take minutes. */
  @Test
  void tuplesWhoseTextsCollideAreToldApart() {
    String[] colliding =
        IntStream.range(1 << 14, 1 << 15)
            .mapToObj(i -> Integer.toBinaryString(i).replace("0", "Aa").replace("1", "BB"))
            .toArray(String[]::new);
    assertEquals(colliding[0].hashCode(), colliding[77].hashCode());
    Rule.Builder rule = tcp().whereText(Attributes.STATE, "$A").whereText(Attributes.COMMENT, "$A");

    assertEquals(colliding.length, scoped(rule, Parameters.of("A", colliding)).instances().size());
  }

  /** The values of each instance, those of PORTS that it has, with slashes between. */
  private static List<String> instances(Rule.Builder rule, Parameters scope) {
    return IntStream.range(0, Iterables.size(scoped(rule, scope).instances()))
        .mapToObj(i -> print(Iterables.get(scoped(rule, scope).instances(), i)))
        .toList();
  }

  private static String print(RuleInstance instance) {
    return String.join(
        "/", PORTS.stream().filter(instance::has).map(a -> instance.value(a).toString()).toList());
  }

  private static ResolutionException failure(Rule.Builder rule, Parameters scope) {
    ScopedRule scoped = scoped(rule, scope);
    return assertThrows(ResolutionException.class, scoped::instances);
  }

  @Test
  void aRuleWithoutVariablesHasOneInstance() {
    assertEquals(
        List.of("22/23"),
        instances(
            tcp().where(Attributes.SRCPORTSTART, 22).where(Attributes.SRCPORTEND, 23),
            Parameters.NONE));
    assertEquals(List.of(""), instances(tcp(), Parameters.NONE));
  }

  @Test
  void aRuleHasAnInstanceForEachValueInOrder() {
    assertEquals(
        List.of("3/9", "1/9", "2/9"),
        instances(
            tcp().whereText(Attributes.SRCPORTSTART, "$A").where(Attributes.SRCPORTEND, 9),
            Parameters.of("A", "3", "1", "2")));
  }

  @Test
  void variablesUnderOneIteratorAdvanceTogether() {
    assertEquals(
        List.of("1/11", "2/12"),
        instances(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$A[@4]")
                .whereText(Attributes.DSTPORTSTART, "$B[@4]"),
            Parameters.of("A", "1", "2").with("B", "11", "12")));
  }

  @Test
  void iteratorsMultiplyInTheOrderOfTheTable() {
    assertEquals(
        List.of("1/11", "2/11", "1/12", "2/12"),
        instances(
            tcp()
                .whereText(Attributes.DSTPORTSTART, "$B[@3]")
                .whereText(Attributes.SRCPORTSTART, "$A[@9]"),
            Parameters.of("A", "1", "2").with("B", "11", "12")));
  }

  @Test
  void iterator0TurnsFastestWhereverItStands() {
    assertEquals(
        List.of(
            "1/21/11", "1/21/12", "2/21/11", "2/21/12", "1/22/11", "1/22/12", "2/22/11", "2/22/12"),
        instances(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$A[@7]")
                .whereText(Attributes.SRCPORTEND, "$C[@2]")
                .whereText(Attributes.DSTPORTSTART, "$B"),
            Parameters.of("A", "1", "2").with("B", "11", "12").with("C", "21", "22")));
  }

  @Test
  void tuplesSeenBeforeAreSkipped() {
    assertEquals(
        List.of("1/11", "2/11", "1/12"),
        instances(
            tcp().whereText(Attributes.SRCPORTSTART, "$A").whereText(Attributes.DSTPORTSTART, "$B"),
            Parameters.of("A", "1", "2", "1", "1").with("B", "11", "11", "12", "11")));
  }

  @Test
  void sameValuesUnderDifferentIteratorsAreNotSkipped() {
    assertEquals(
        List.of("1/1", "2/1", "1/2", "2/2"),
        instances(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$A[@1]")
                .whereText(Attributes.DSTPORTSTART, "$A[@2]"),
            Parameters.of("A", "1", "2")));
  }

  @Test
  void anIndexPicksOneElement() {
    assertEquals(
        List.of("12/1", "12/2"),
        instances(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$B[1]")
                .whereText(Attributes.DSTPORTSTART, "$A"),
            Parameters.of("A", "1", "2").with("B", "11", "12", "13")));
  }

  @Test
  void listsUnderOneIteratorMustBeEquallyLong() {
    ResolutionException e =
        failure(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$A[@2]")
                .whereText(Attributes.DSTPORTSTART, "$B[@2]"),
            Parameters.of("A", "1", "2").with("B", "11", "12", "13"));

    assertEquals(ResolutionCode.UNEQUAL_LISTS, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
    assertEquals(
        "lists that advance together must be equally long, but $A[@2] has 2 values,"
            + " $B[@2] has 3 values",
        e.diagnostic().message());
  }

  @Test
  void oneValueIsNotSeveral() {
    assertEquals(
        "lists that advance together must be equally long, but $A[@2] has 1 value,"
            + " $B[@2] has 3 values",
        failure(
                tcp()
                    .whereText(Attributes.SRCPORTSTART, "$A[@2]")
                    .whereText(Attributes.DSTPORTSTART, "$B[@2]"),
                Parameters.of("A", "1").with("B", "11", "12", "13"))
            .diagnostic()
            .message());
  }

  @Test
  void aVariableWithoutAValueIsAnError() {
    ResolutionException missing =
        failure(tcp().whereText(Attributes.SRCPORTSTART, "$A"), Parameters.of("B", "1"));
    ResolutionException beyond =
        failure(tcp().whereText(Attributes.SRCPORTSTART, "$B[1]"), Parameters.of("B", "1"));

    assertEquals(ResolutionCode.UNRESOLVED_VARIABLE, missing.diagnostic().code());
    assertEquals("variable $A has no value", missing.diagnostic().message());
    assertEquals("a.xml:5:6 a > b", missing.diagnostic().origin().toString());
    assertEquals("variable $B[1] has no value", beyond.diagnostic().message());
    assertEquals(
        "a.xml:5:6: error: unresolved-variable: variable $B[1] has no value (in a > b)",
        beyond.getMessage());
  }

  @Test
  void aValueThatIsIllegalWhereTheVariableStandsIsAnError() {
    ResolutionException e =
        failure(tcp().whereText(Attributes.SRCPORTSTART, "$A"), Parameters.of("A", "1", "65536"));

    assertEquals(ResolutionCode.ILLEGAL_VARIABLE_VALUE, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
    assertEquals(
        "srcportstart='$A': '65536' is not a number from 0 to 65535, decimal or hexadecimal",
        e.diagnostic().message());
  }

  @Test
  void variablesInAttributesThatAreNotSubstitutedLeaveNoValueButMultiply() {
    Rule.Builder rule =
        tcp()
            .whereText(Attributes.COMMENT, "$A")
            .whereNotText(Attributes.TCP_FLAGS, "$A[0]")
            .whereText(Attributes.DSCP, "7");

    assertEquals(List.of("7", "7"), instances(rule, Parameters.of("A", "x", "y")));
    RuleInstance instance =
        Iterables.getLast(scoped(rule, Parameters.of("A", "x", "y")).instances());
    assertNull(instance.value(Attributes.COMMENT));
    assertFalse(instance.has(Attributes.COMMENT));
    assertTrue(instance.negated(Attributes.TCP_FLAGS));
    assertFalse(instance.negated(Attributes.DSCP));
  }

  @Test
  void anInstanceKnowsItsRuleAndPrintsItsValues() {
    ScopedRule scoped =
        scoped(tcp().whereText(Attributes.SRCPORTSTART, "$A"), Parameters.of("A", "22"));
    RuleInstance instance = Iterables.getOnlyElement(scoped.instances());

    assertEquals(scoped, instance.scoped());
    assertEquals(scoped.rule(), instance.rule());
    assertEquals("accept in {srcportstart=22}", instance.toString());
  }

  @Test
  void aMillionInstancesAreMadeAsTheyAreAskedFor() {
    String[] values = IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new);
    Iterable<RuleInstance> instances =
        scoped(
                tcp()
                    .whereText(Attributes.SRCPORTSTART, "$A[@1]")
                    .whereText(Attributes.DSTPORTSTART, "$A[@2]"),
                Parameters.of("A", values))
            .instances();

    assertEquals(
        List.of("0/0", "1/0", "2/0"),
        List.of(
            print(Iterables.get(instances, 0)),
            print(Iterables.get(instances, 1)),
            print(Iterables.get(instances, 2))));
    assertEquals("0/1", print(Iterables.get(instances, 1000)));
    assertEquals(1_000_000, Iterables.size(instances));
  }

  @Test
  void theIteratorEnds() {
    Iterator<RuleInstance> instances = scoped(tcp(), Parameters.NONE).instances().iterator();

    assertEquals("accept in {}", instances.next().toString());
    assertFalse(instances.hasNext());
    assertThrows(NoSuchElementException.class, instances::next);
  }

  @Test
  void aProductBeyondMeasureIsAnErrorBeforeAnythingIsMade() {
    String[] ports =
        IntStream.range(0, 1300).mapToObj(i -> String.valueOf(i + 1)).toArray(String[]::new);
    ResolutionException e =
        failure(
            tcp()
                .whereText(Attributes.SRCPORTSTART, "$A[@1]")
                .whereText(Attributes.SRCPORTEND, "$A[@2]")
                .whereText(Attributes.DSTPORTSTART, "$A[@3]"),
            Parameters.of("A", ports));

    assertEquals(ResolutionCode.TOO_MANY_INSTANCES, e.diagnostic().code());
    assertTrue(e.getMessage().contains("multiply to 2197000000 instances"), e.getMessage());
  }

  @Test
  void instancesAreCountedWithoutMakingThem() {
    Rule.Builder rule =
        tcp()
            .whereText(Attributes.SRCPORTSTART, "$A[@1]")
            .whereText(Attributes.SRCPORTEND, "$B[@1]")
            .whereText(Attributes.DSTPORTSTART, "$C")
            .whereText(Attributes.DSTPORTEND, "$A[2]");
    Parameters scope =
        Parameters.of("A", "1", "2", "3").with("B", "4", "5", "6").with("C", "7", "7");

    assertEquals(6, scoped(rule, scope).instanceCount());
    assertEquals(3, scoped(rule, scope).instances().size()); // 7 and 7 are one
    assertEquals(1, scoped(tcp(), scope).instanceCount());
  }
}
