package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {

  private static final AmongMatch.Member MEMBER =
      new AmongMatch.Member(MacAddress.parse("1:2:3:4:5:6"), Optional.empty());
  private static final AmongMatch.Member MEMBER_WITH_IP =
      new AmongMatch.Member(
          MacAddress.parse("1:2:3:4:5:6"), Optional.of(Ipv4Address.parse("10.1.2.3")));

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void eachVariantHasAVisit() throws ReflectiveOperationException {
    Variants.checkVisitor(Match.class, Match.Visitor.class, SampleRules.matches());
  }

  @Test
  void valuesFitTheirField() {
    assertEquals(
        "0x0..0x10000 has values that do not fit into the bits of SOURCE_PORT",
        message(() -> FieldMatch.of(Field.SOURCE_PORT, Values.range(0, 0x10000))));
    assertEquals(
        "0x0/0x1000 has values that do not fit into the bits of VLAN_ID",
        message(() -> FieldMatch.of(Field.VLAN_ID, Values.masked(0, 0x1000))));
    assertEquals(
        "256 is more than 8 bits, which IP_TOS has",
        message(() -> FieldMatch.of(Field.IP_TOS, 256)));
    assertEquals(
        "0x0..0x10000 is not a set of ports",
        message(() -> new EitherPortMatch(Values.range(0, 0x10000), false, false)));
  }

  @Test
  void aFieldMatchIsChangedByCopying() {
    FieldMatch port = FieldMatch.of(Field.SOURCE_PORT, 7);
    Values seven = Values.single(Field.SOURCE_PORT, 7);

    assertEquals(new FieldMatch(Field.SOURCE_PORT, seven, true, null, false), port.negate());
    assertEquals(port, port.negate().negate());
    assertEquals(port, port.negated(false));
    assertEquals(port.negate(), port.negated(true));
    assertEquals(port.negate(), port.negate().negated(true));
    assertEquals(
        new FieldMatch(Field.SOURCE_PORT, seven, false, "multiport", true),
        port.via("multiport").afresh());
    assertEquals(Optional.empty(), port.via());
    assertEquals(Optional.of("multiport"), port.via("multiport").via());
    assertEquals("SOURCE_PORT in 0x7/0xffff", port.toString());
    assertEquals("SOURCE_PORT outside 0x7/0xffff", port.negate().toString());
  }

  @Test
  void aConnectionLimitHas32BitsAndAPrefixAtMost128() {
    OptionalInt none = OptionalInt.empty();
    assertEquals(
        "connection limit -1 is outside 0..4294967295",
        message(() -> new ConnectionLimitMatch(false, -1, none, false)));
    assertEquals(
        "connection limit 4294967296 is outside 0..4294967295",
        message(() -> new ConnectionLimitMatch(false, 1L << 32, none, false)));
    assertEquals(
        "prefix length 129 is outside 0..128",
        message(() -> new ConnectionLimitMatch(false, 1, OptionalInt.of(129), false)));
    assertEquals(
        "prefix length -1 is outside 0..128",
        message(() -> new ConnectionLimitMatch(false, 1, OptionalInt.of(-1), false)));
    assertEquals(0xffff_ffffL, new ConnectionLimitMatch(true, 0xffff_ffffL, none, true).above());
  }

  @Test
  void aListIsOfMacAddressesOfTheFrame() {
    assertEquals(
        "ARP_SENDER_MAC is not a MAC address of the frame",
        message(() -> new AmongMatch(Field.ARP_SENDER_MAC, ImmutableList.of(MEMBER), false)));
    assertEquals(
        "an empty list",
        message(() -> new AmongMatch(Field.ETHERNET_SOURCE, ImmutableList.of(), false)));
    assertEquals("01:02:03:04:05:06", MEMBER.toString());
    assertEquals("01:02:03:04:05:06=10.1.2.3", MEMBER_WITH_IP.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a\nb", "a.b", "\u00e4", "a/b", "a\"", "!a"})
  void namesOfExtensionsCannotBreakOutOfALine(String name) {
    String message =
        "'"
            + name
            + "' is not a legal extension name: letters, digits, '_' and '-', not starting with"
            + " '-'";

    assertEquals(message, message(() -> FieldMatch.of(Field.MARK, 1).via(name)));
    assertEquals(message, message(() -> ExtensionMatch.of(name)));
    assertEquals(message, message(() -> new OpaqueMatch(name, ImmutableList.of())));
    assertEquals(message, message(() -> OptionUse.of(name)));
  }

  @Test
  void namesOfExtensionsHaveAtMost64Characters() {
    assertEquals(64, ExtensionMatch.of("x".repeat(64)).extension().length());
    assertThrows(IllegalValueException.class, () -> ExtensionMatch.of("x".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\r", "\u0000", "\u001b[31m", "\u0085"})
  void wordsCannotBreakOutOfALine(String word) {
    String message =
        "'"
            + word
            + "' is not a word of a rule: at most 1048576 characters, none of them a control"
            + " character";

    assertEquals(message, message(() -> OptionUse.of("o", "good", word)));
    assertEquals(message, message(() -> new OpaqueMatch("e", ImmutableList.of("--o", word))));
  }

  /** What is printed as it is must stay what it is to the tool. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a\tb",
        "\"",
        "\"a",
        "\"a\"b",
        "a\"b",
        "\"a\\\"",
        "-j",
        "\"-j\"",
        "--ju",
        "--goto",
        "-m",
        "-s",
        "-c",
        "-jDROP",
        "-gc",
        "\"-gc\"",
        "-vgc",
        "-4vjDROP",
        "--go=c",
        "--jump=DROP",
        "\"--goto=a-chain-with-a-long-name\""
      })
  void wordsThatNobodyKnowsCannotBecomeOthers(String word) {
    assertEquals(
        "'"
            + word
            + "' is not one word of an extension: without unquoted blanks, and not an option of the"
            + " rule itself",
        message(() -> new OpaqueMatch("e", ImmutableList.of("--o", word))));
    assertThrows(
        IllegalValueException.class,
        () -> new Target.OpaqueTarget("E", ImmutableList.of("--o", word)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "\"a b\"", "a=\"b c\"", "\"\"", "\"\\\"\"", "--option", "-1", "--gap", "-x"})
  void wordsThatNobodyKnowsAreKeptAsTheyAre(String word) {
    assertEquals(
        ImmutableList.of("--o", word), new OpaqueMatch("e", ImmutableList.of("--o", word)).words());
  }

  @Test
  void noLastWordNegatesWhatFollows() {
    assertEquals(
        "'!' is not a last word that does not negate the next one",
        message(() -> new OpaqueMatch("e", ImmutableList.of("--o", "!"))));
  }

  @Test
  void wordsMayBeLongAndHaveTabs() {
    assertEquals(ImmutableList.of("a\tb"), OptionUse.of("o", "a\tb").words());
    assertEquals(1 << 20, OptionUse.of("o", "w".repeat(1 << 20)).words().get(0).length());
    assertEquals(
        "'"
            + "w".repeat(100)
            + "' is not a word of a rule: at most 1048576 characters, none of them a control"
            + " character",
        message(() -> OptionUse.of("o", "w".repeat((1 << 20) + 1))));
  }

  @Test
  void anOptionIsFoundByItsName() {
    ExtensionMatch limit =
        ExtensionMatch.of("limit", OptionUse.of("limit", "5/min"), OptionUse.of("limit-burst"));

    assertEquals(Optional.of(OptionUse.of("limit-burst")), limit.option("limit-burst"));
    assertEquals(Optional.empty(), limit.option("burst"));
  }

  @Test
  void aFieldMatchIsEqualByAllItsParts() {
    FieldMatch port = FieldMatch.of(Field.SOURCE_PORT, 7);
    new EqualsTester()
        .addEqualityGroup(
            port, FieldMatch.of(Field.SOURCE_PORT, Values.single(Field.SOURCE_PORT, 7)))
        .addEqualityGroup(FieldMatch.of(Field.SOURCE_PORT, Values.range(7, 7)))
        .addEqualityGroup(FieldMatch.of(Field.DESTINATION_PORT, 7))
        .addEqualityGroup(FieldMatch.of(Field.SOURCE_PORT, 8))
        .addEqualityGroup(port.negate(), port.negated(true))
        .addEqualityGroup(port.via("multiport"), port.via("multiport"))
        .addEqualityGroup(port.via("udp"))
        .addEqualityGroup(port.afresh(), port.afresh())
        .testEquals();
  }

  @Test
  void isEqualByItsComponents() {
    Values ports = Values.range(7, 9);
    new EqualsTester()
        .addEqualityGroup(
            new EitherPortMatch(ports, false, false),
            new EitherPortMatch(Values.range(7, 9), false, false))
        .addEqualityGroup(new EitherPortMatch(ports, true, false))
        .addEqualityGroup(new EitherPortMatch(ports, false, true))
        .addEqualityGroup(new EitherPortMatch(Values.range(7, 8), false, false))
        .addEqualityGroup(new GratuitousArpMatch(true), new GratuitousArpMatch(true))
        .addEqualityGroup(new GratuitousArpMatch(false))
        .addEqualityGroup(
            new AmongMatch(Field.ETHERNET_SOURCE, ImmutableList.of(MEMBER), false),
            new AmongMatch(Field.ETHERNET_SOURCE, ImmutableList.of(MEMBER), false))
        .addEqualityGroup(
            new AmongMatch(Field.ETHERNET_DESTINATION, ImmutableList.of(MEMBER), false))
        .addEqualityGroup(new AmongMatch(Field.ETHERNET_SOURCE, ImmutableList.of(MEMBER), true))
        .addEqualityGroup(
            new AmongMatch(Field.ETHERNET_SOURCE, ImmutableList.of(MEMBER_WITH_IP), false))
        .addEqualityGroup(
            new ConnectionLimitMatch(false, 3, OptionalInt.empty(), false),
            new ConnectionLimitMatch(false, 3, OptionalInt.empty(), false))
        .addEqualityGroup(new ConnectionLimitMatch(true, 3, OptionalInt.empty(), false))
        .addEqualityGroup(new ConnectionLimitMatch(false, 4, OptionalInt.empty(), false))
        .addEqualityGroup(new ConnectionLimitMatch(false, 3, OptionalInt.of(8), false))
        .addEqualityGroup(new ConnectionLimitMatch(false, 3, OptionalInt.empty(), true))
        .addEqualityGroup(new CommentMatch(new Comment("c")), new CommentMatch(new Comment("c")))
        .addEqualityGroup(new CommentMatch(new Comment("d")))
        .testEquals();
  }

  @Test
  void extensionsAndSetsAreEqualByTheirComponents() {
    OptionUse option = OptionUse.of("o", "1");
    new EqualsTester()
        .addEqualityGroup(
            new SetMatch(new IpsetName("s"), IpsetFlags.parse("src"), false),
            new SetMatch(new IpsetName("s"), IpsetFlags.parse("SRC"), false))
        .addEqualityGroup(new SetMatch(new IpsetName("s"), IpsetFlags.parse("dst"), false))
        .addEqualityGroup(new SetMatch(new IpsetName("t"), IpsetFlags.parse("src"), false))
        .addEqualityGroup(new SetMatch(new IpsetName("s"), IpsetFlags.parse("src"), true))
        .addEqualityGroup(
            ExtensionMatch.of("e", option),
            new ExtensionMatch("e", ImmutableList.of(OptionUse.of("o", "1")), false))
        .addEqualityGroup(ExtensionMatch.of("f", option))
        .addEqualityGroup(ExtensionMatch.of("e"))
        .addEqualityGroup(ExtensionMatch.of("e", option, option))
        .addEqualityGroup(new ExtensionMatch("e", ImmutableList.of(option), true))
        .addEqualityGroup(ExtensionMatch.of("e", new OptionUse("o", true, ImmutableList.of("1"))))
        .addEqualityGroup(ExtensionMatch.of("e", OptionUse.of("o", "2")))
        .addEqualityGroup(
            new OpaqueMatch("e", ImmutableList.of("--o", "1")),
            new OpaqueMatch("e", ImmutableList.of("--o", "1")))
        .addEqualityGroup(new OpaqueMatch("e", ImmutableList.of("--o", "2")))
        .addEqualityGroup(new OpaqueMatch("f", ImmutableList.of("--o", "1")))
        .testEquals();
  }
}
