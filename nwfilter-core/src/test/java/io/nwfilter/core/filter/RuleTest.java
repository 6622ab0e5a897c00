package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

  private static final SourceLocation LOCATION = new SourceLocation("f.xml", 3, 7);

  /** A rule with another value than the default in every component. */
  private static Rule.Builder full() {
    return Rule.builder(Action.REJECT, Direction.INOUT)
        .protocol(Protocol.TCP)
        .priority(-17)
        .withoutStateMatch()
        .location(LOCATION)
        .where(Attributes.SRCPORTSTART, 22)
        .whereNotText(Attributes.SRCIPADDR, "$IP")
        .whereText(Attributes.DSTPORTSTART, "0x16");
  }

  @Test
  void hasDefaultsWhereNothingIsSaid() {
    Rule rule = Rule.builder(Action.RETURN, Direction.OUT).build();

    assertEquals(
        new Rule(
            Action.RETURN,
            Direction.OUT,
            500,
            true,
            Optional.empty(),
            ImmutableMap.of(),
            ImmutableList.of(),
            SourceLocation.NONE,
            Set.of("mirrored"),
            Optional.empty()),
        rule);
    assertEquals(SourceLocation.NONE, rule.location());
  }

  @Test
  void buildersStartWithActionDirectionAndProtocol() {
    assertEquals(
        Rule.builder(Action.ACCEPT, Direction.IN).protocol(Protocol.UDP).build(),
        Rule.accept(Direction.IN, Protocol.UDP).build());
    assertEquals(
        Rule.builder(Action.DROP, Direction.OUT).protocol(Protocol.MAC).build(),
        Rule.drop(Direction.OUT, Protocol.MAC).build());
    assertEquals(
        Rule.builder(Action.REJECT, Direction.INOUT).protocol(Protocol.ALL).build(),
        Rule.reject(Direction.INOUT, Protocol.ALL).build());
  }

  @Test
  void iteratorsTurnInTheOrderOfTheTableIfNothingElseIsSaid() {
    Rule.Builder rule =
        Rule.drop(Direction.IN, Protocol.TCP)
            .whereText(Attributes.DSTPORTSTART, "$P[@1]")
            .whereText(Attributes.SRCPORTSTART, "$Q[@7]")
            .whereText(Attributes.DSTIPADDR, "$A[3]")
            .whereText(Attributes.SRCIPADDR, "$A[@2]")
            .whereText(Attributes.DSCP, "$D");

    assertEquals(List.of(2, 7, 1), rule.build().iterators());
    assertEquals(List.of(1, 2, 7), rule.iterators(List.of(1, 5, 0)).build().iterators());
    assertEquals(List.of(1, 2, 7), rule.build().toBuilder().build().iterators());
    assertNotEquals(rule.build(), rule.iterators(List.of(7)).build());
  }

  @Test
  void buildersRoundTrip() {
    Rule rule = full().build();
    Rule copy = rule.toBuilder().build();

    assertEquals(rule, copy);
    assertEquals(LOCATION, copy.location());
    Rule plain = Rule.builder(Action.CONTINUE, Direction.IN).build();
    assertEquals(plain, plain.toBuilder().build());
  }

  @Test
  void aChangedCopyLeavesTheOriginalAsItWas() {
    Rule rule = full().build();

    assertEquals(23, rule.toBuilder().priority(23).build().priority());
    assertEquals(-17, rule.priority());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, -999, 0, 999, 1000})
  void prioritiesMayBeUpTo1000(int priority) {
    assertEquals(priority, full().priority(priority).build().priority());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1001, 1001})
  void otherPrioritiesAreRefusedWithTheRange(int priority) {
    Rule.Builder builder = full();

    assertEquals(
        "rule priority " + priority + " is outside -1000..1000",
        assertThrows(IllegalArgumentException.class, () -> builder.priority(priority))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1001, 1001})
  void writtenPrioritiesMayBeOthersThatLibvirtTakesForTheDefault(int priority) {
    Rule rule = full().priorityAsWritten(priority).build();

    assertEquals(priority, rule.priority());
    assertEquals(500, rule.effectivePriority());
    assertEquals(rule, rule.toBuilder().build());
    assertEquals(-17, full().build().effectivePriority());
  }

  @Test
  void anAttributeOfAnotherProtocolIsRefused() {
    Rule.Builder builder = Rule.accept(Direction.IN, Protocol.ICMP);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> builder.where(Attributes.SRCPORTSTART, 22));
    assertTrue(
        e.getMessage().startsWith("<icmp> has no attribute srcportstart, only [srcmacaddr, "));
  }

  @Test
  void aConditionOfAnotherProtocolIsRefused() {
    Rule tcp = full().build();

    Rule.Builder builder = tcp.toBuilder().protocol(Protocol.SCTP);
    assertEquals(tcp.conditions(), builder.build().conditions());
    Rule.Builder igmp = tcp.toBuilder().protocol(Protocol.IGMP);
    assertEquals(
        "<igmp> does not have all of the attributes [srcipaddr, srcportstart, dstportstart]",
        assertThrows(IllegalArgumentException.class, igmp::build).getMessage());
  }

  @Test
  void conditionsNeedAProtocol() {
    Rule.Builder builder = Rule.builder(Action.DROP, Direction.IN);

    assertEquals(
        "set the protocol before its attributes",
        assertThrows(IllegalStateException.class, () -> builder.where(Attributes.DSCP, 9))
            .getMessage());
    builder.add(
        new Condition<>(
            Protocol.TCP.spec(Attributes.DSCP), new Value.Literal<>(Numeral.of(9)), false));
    assertEquals(
        "conditions need a protocol",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @Test
  void conditionsStandInTheOrderOfTheTableWhateverTheOrderOfCalls() {
    Rule rule = full().build();

    assertEquals(
        List.of("srcipaddr", "srcportstart", "dstportstart"),
        rule.conditions().keySet().stream().map(Object::toString).toList());
  }

  @Test
  void theLastConditionOnAnAttributeCounts() {
    Rule.Builder builder = Rule.accept(Direction.IN, Protocol.TCP);
    Condition<Numeral> first =
        new Condition<>(
            Protocol.TCP.spec(Attributes.DSCP), new Value.Literal<>(Numeral.of(9)), false);
    Condition<Numeral> second =
        new Condition<>(
            Protocol.TCP.spec(Attributes.DSCP), new Value.Literal<>(Numeral.of(10)), true);

    assertFalse(builder.add(first));
    assertTrue(builder.add(second));
    assertEquals(Optional.of(second), builder.build().condition(Attributes.DSCP));
  }

  @Test
  void conditionsAreFoundByTheirAttribute() {
    Rule rule = full().build();

    assertEquals(
        "srcportstart='22'",
        rule.condition(Attributes.SRCPORTSTART).map(Condition::toString).orElseThrow());
    assertEquals(
        "not srcipaddr='$IP'",
        rule.condition(Attributes.SRCIPADDR).map(Condition::toString).orElseThrow());
    assertEquals(Optional.empty(), rule.condition(Attributes.DSCP));
  }

  @Test
  void typedValuesAreCheckedAsTextIs() {
    Rule.Builder builder = Rule.accept(Direction.IN, Protocol.TCP);

    assertThrows(IllegalValueException.class, () -> builder.where(Attributes.SRCPORTSTART, 65536));
    assertThrows(
        IllegalValueException.class,
        () -> builder.whereNot(Attributes.SRCPORTSTART, Numeral.of(65537)));
    assertThrows(
        IllegalValueException.class, () -> builder.whereText(Attributes.SRCIPADDR, "1.2.3.999"));
    Rule.Builder mac = Rule.accept(Direction.IN, Protocol.MAC);
    assertThrows(
        IllegalValueException.class,
        () -> mac.where(Attributes.SRCMACMASK, new MacAddress(0xff00ff000000L)));
  }

  @Test
  void actionsAndDirectionsAreFoundInAnyCase() {
    assertEquals(Optional.of(Action.ACCEPT), Action.of("Accept"));
    assertEquals(Optional.of(Action.CONTINUE), Action.of("CONTINUE"));
    assertEquals(Optional.empty(), Action.of("allow"));
    assertEquals(Optional.of(Direction.INOUT), Direction.of("InOut"));
    assertEquals(Optional.empty(), Direction.of("both"));
    assertEquals("reject", Action.REJECT.toString());
    assertEquals("inout", Direction.INOUT.toString());
  }

  @Test
  void isEqualByEverythingButItsLocation() {
    new EqualsTester()
        .addEqualityGroup(
            full().build(),
            full().location(SourceLocation.NONE).build(),
            full().build().toBuilder().location(new SourceLocation("g.xml", 8, 9)).build())
        .addEqualityGroup(full().priority(-18).build())
        .addEqualityGroup(full().whereText(Attributes.DSTPORTSTART, "22").build())
        .addEqualityGroup(full().whereText(Attributes.SRCIPADDR, "$IP").build())
        .addEqualityGroup(full().where(Attributes.DSCP, 11).build())
        .addEqualityGroup(Rule.accept(Direction.IN, Protocol.TCP).build())
        .addEqualityGroup(Rule.drop(Direction.IN, Protocol.TCP).build())
        .addEqualityGroup(Rule.accept(Direction.OUT, Protocol.TCP).build())
        .addEqualityGroup(Rule.accept(Direction.IN, Protocol.UDP).build())
        .addEqualityGroup(Rule.builder(Action.ACCEPT, Direction.IN).build())
        .addEqualityGroup(Rule.accept(Direction.IN, Protocol.TCP).withoutStateMatch().build())
        .testEquals();
  }

  @Test
  void conditionsAreEqualByRowValueAndNegation() {
    Value<Numeral> nine = new Value.Literal<>(Numeral.of(9));
    new EqualsTester()
        .addEqualityGroup(
            new Condition<>(Protocol.TCP.spec(Attributes.DSCP), nine, false),
            new Condition<>(Protocol.TCP.spec(Attributes.DSCP), nine, false))
        .addEqualityGroup(new Condition<>(Protocol.TCP.spec(Attributes.DSCP), nine, true))
        .addEqualityGroup(new Condition<>(Protocol.TCP.spec(Attributes.OPTION), nine, false))
        .testEquals();
  }

  @Test
  void acceptedCodesAreKeptButDoNotCount() {
    Rule plain = Rule.drop(Direction.IN, Protocol.ALL).build();
    Rule accepting = plain.toBuilder().accepting(FilterCode.COMMENT_TRUNCATED).build();

    assertEquals(plain, accepting);
    assertEquals(Set.of(), plain.acceptedCodes());
    assertEquals(
        Set.of("comment-truncated", "mirrored"),
        accepting.toBuilder().acceptingCodes(Set.of("mirrored")).build().acceptedCodes());
  }
}
