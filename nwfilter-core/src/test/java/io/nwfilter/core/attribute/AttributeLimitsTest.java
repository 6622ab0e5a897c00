package io.nwfilter.core.attribute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that libvirt 9.0.0 showed when a filter with such an attribute was defined. */
class AttributeLimitsTest {

  private static AttributeSpec<?> spec(String element, String attribute) {
    return Protocol.of(element).orElseThrow().attribute(attribute).orElseThrow();
  }

  private static <T> String canonical(AttributeSpec<T> spec, String text) {
    return spec.print(spec.parse(text));
  }

  private static String substituted(String element, String attribute, String text) {
    return substituted(spec(element, attribute), text);
  }

  private static <T> String substituted(AttributeSpec<T> spec, String text) {
    return spec.type().print(spec.type().substitute(text));
  }

  static Stream<String> numericAttributes() {
    return Stream.of(
        "mac protocolid 1536 65535",
        "vlan vlanid 0 4095",
        "vlan encap-protocol 60 65535",
        "arp hwtype 0 65535",
        "arp protocoltype 0 65535",
        "arp opcode 0 65535",
        "rarp hwtype 0 65535",
        "rarp protocoltype 0 65535",
        "rarp opcode 0 65535",
        "ip protocol 0 255",
        "ip srcportstart 0 65535",
        "ip srcportend 0 65535",
        "ip dstportstart 0 65535",
        "ip dstportend 0 65535",
        "ip dscp 0 63",
        "ipv6 protocol 0 255",
        "ipv6 srcportstart 0 65535",
        "ipv6 srcportend 0 65535",
        "ipv6 dstportstart 0 65535",
        "ipv6 dstportend 0 65535",
        "ipv6 type 0 255",
        "ipv6 typeend 0 255",
        "ipv6 code 0 255",
        "ipv6 codeend 0 255",
        "stp type 0 255",
        "stp flags 0 255",
        "stp root-priority 0 65535",
        "stp root-priority-hi 0 65535",
        "stp root-cost 0 4294967295",
        "stp root-cost-hi 0 4294967295",
        "stp sender-priority 0 65535",
        "stp sender-priority-hi 0 65535",
        "stp port 0 65535",
        "stp port-hi 0 65535",
        "stp age 0 65535",
        "stp age-hi 0 65535",
        "stp max-age 0 65535",
        "stp max-age-hi 0 65535",
        "stp hello-time 0 65535",
        "stp hello-time-hi 0 65535",
        "stp forward-delay 0 65535",
        "stp forward-delay-hi 0 65535",
        "tcp dscp 0 63",
        "tcp connlimit-above 0 65535",
        "tcp srcportstart 0 65535",
        "tcp srcportend 0 65535",
        "tcp dstportstart 0 65535",
        "tcp dstportend 0 65535",
        "tcp option 0 255",
        "udp srcportstart 0 65535",
        "sctp dstportend 0 65535",
        "udplite dscp 0 63",
        "esp connlimit-above 0 65535",
        "icmp type 0 255",
        "icmp code 0 255",
        "tcp-ipv6 option 0 255",
        "udp-ipv6 dstportstart 0 65535",
        "icmpv6 type 0 255",
        "icmpv6 code 0 255",
        "all-ipv6 dscp 0 63");
  }

  @ParameterizedTest
  @MethodSource("numericAttributes")
  void numbersAreLegalUpToTheirLimitsAndNotBeyond(String row) {
    String[] columns = row.split(" ", -1);
    AttributeSpec<?> spec = spec(columns[0], columns[1]);
    long min = Long.parseLong(columns[2]);
    long max = Long.parseLong(columns[3]);

    assertEquals(Numeral.of(min), spec.type().parse(Long.toString(min)));
    assertEquals(Numeral.of(max), spec.type().parse(Long.toString(max)));
    for (long illegal : new long[] {min - 1, max + 1}) {
      IllegalValueException e =
          assertThrows(
              IllegalValueException.class, () -> spec.type().parse(Long.toString(illegal)));
      assertTrue(e.getMessage().startsWith("'" + illegal + "' is not a "), e.getMessage());
      assertTrue(e.getMessage().contains("number from " + min + " to " + max), e.getMessage());
    }
  }

  @Test
  void everyNumericAttributeIsCovered() {
    long covered = numericAttributes().map(row -> row.split(" ", -1)[1]).distinct().count();

    assertEquals(
        Stream.of(Protocol.values())
            .flatMap(p -> p.attributes().stream())
            .filter(s -> s.type().description().contains("number"))
            .map(s -> s.attribute().xmlName())
            .distinct()
            .count(),
        covered);
  }

  @ParameterizedTest
  @CsvSource({
    "mac, protocolid, IPv4, ipv4",
    "mac, protocolid, 2048, ipv4",
    "mac, protocolid, 0x0806, arp",
    "mac, protocolid, 34525, ipv6",
    "mac, protocolid, 0x8035, rarp",
    "mac, protocolid, 0x8100, vlan",
    "mac, protocolid, 0x600, 0x600",
    "mac, protocolid, 1537, 1537",
    "vlan, encap-protocol, 2048, ipv4",
    "vlan, encap-protocol, 0x3c, 0x3c",
    "arp, opcode, 1, Request",
    "arp, opcode, 0x1, Request",
    "arp, opcode, reply, Reply",
    "arp, opcode, 3, Request_Reverse",
    "arp, opcode, 4, Reply_Reverse",
    "arp, opcode, 5, DRARP_Request",
    "arp, opcode, 6, DRARP_Reply",
    "arp, opcode, 7, DRARP_Error",
    "arp, opcode, 8, InARP_Request",
    "arp, opcode, 9, ARP_NAK",
    "arp, opcode, 0x0b, 11",
    "ip, protocol, TCP, tcp",
    "ip, protocol, 0x6, tcp",
    "ip, protocol, 17, udp",
    "ip, protocol, 136, udplite",
    "ip, protocol, 50, esp",
    "ip, protocol, 51, ah",
    "ip, protocol, 1, icmp",
    "ip, protocol, 2, igmp",
    "ip, protocol, 132, sctp",
    "ipv6, protocol, 58, icmpv6",
    "ip, protocol, 33, 33",
    "ip, protocol, 0x21, 0x21"
  })
  void numbersWithANameArePrintedByIt(
      String element, String attribute, String text, String canonical) {
    assertEquals(canonical, canonical(spec(element, attribute), text));
  }

  @Test
  void aNumberWithANameIsEqualHoweverItWasWritten() {
    AttributeSpec<Numeral> protocol = Protocol.IP.spec(Attributes.PROTOCOL);

    assertEquals(protocol.parse("tcp"), protocol.parse("0x6"));
    assertEquals(protocol.parse("TCP"), protocol.parse("6"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp6", " tcp", "", "dccp"})
  void unknownNamesAreRefusedWithAListOfTheKnown(String text) {
    IllegalValueException e =
        assertThrows(
            IllegalValueException.class, () -> Protocol.IP.spec(Attributes.PROTOCOL).parse(text));

    assertEquals(
        "'"
            + text
            + "' is not a number from 0 to 255, or one of tcp, udp, udplite, esp, ah, icmp, igmp,"
            + " sctp, icmpv6",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "true, true",
    "yes, true",
    "TRUE, false",
    "Yes, false",
    "0, false",
    "no, false",
    "'', false",
    "' true', false"
  })
  void onlyThreeTextsAreTrue(String text, boolean expected) {
    assertEquals(expected, Protocol.ARP.spec(Attributes.GRATUITOUS).type().parse(text));
  }

  @Test
  void connlimitIsDecimalOnly() {
    IllegalValueException e =
        assertThrows(
            IllegalValueException.class,
            () -> Protocol.TCP.spec(Attributes.CONNLIMIT_ABOVE).parse("0x10"));

    assertEquals("'0x10' is not a decimal number from 0 to 65535", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256})
  void commentsMayHave256Characters(int length) {
    String text = "c".repeat(length);

    assertEquals(text, Protocol.ALL.spec(Attributes.COMMENT).type().parse(text));
  }

  @Test
  void longerCommentsAreRefusedWithoutRepeatingThem() {
    String text = "abcdefghij".repeat(25) + "klmnopq";

    assertEquals(
        "'abcdefghijabcdefghij…' is not a comment of at most 256 characters",
        assertThrows(
                IllegalValueException.class,
                () -> Protocol.ALL.spec(Attributes.COMMENT).parse(text))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a_b.c:d-e", "", "abcdefghijabcdefghijabcdefghij1"})
  void namesOfIpsetsMayHave31Characters(String name) {
    assertEquals(name, Protocol.ALL.spec(Attributes.IPSET).type().parse(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a\nb", "a\"", "\u00e4", "abcdefghijabcdefghijabcdefghij12"})
  void otherNamesOfIpsetsAreRefused(String name) {
    IllegalValueException e =
        assertThrows(
            IllegalValueException.class, () -> Protocol.ALL.spec(Attributes.IPSET).parse(name));

    assertTrue(e.getMessage().startsWith("'" + name + "' is not a legal ipset name: at most 31"));
  }

  @Test
  void macMasksMustBeContiguous() {
    IllegalValueException e =
        assertThrows(
            IllegalValueException.class,
            () -> Protocol.MAC.spec(Attributes.SRCMACMASK).parse("ff:00:ff:00:00:00"));

    assertEquals(
        "'ff:00:ff:00:00:00' is not a contiguous MAC mask such as ff:ff:ff:00:00:00",
        e.getMessage());
  }

  @Test
  void dstiptoTakesIpv4AlsoInElementsForIpv6() {
    AttributeSpec<?> spec = Protocol.TCP_IPV6.spec(Attributes.DSTIPTO);

    assertEquals("1.2.3.4", canonical(spec, "1.2.3.4"));
    assertEquals("1.2.3.4", canonical(spec, "::FFFF:102:304"));
    assertEquals("fe80::1", canonical(spec, "fe80::1"));
    assertThrows(
        IllegalValueException.class,
        () -> Protocol.TCP_IPV6.spec(Attributes.SRCIPTO).parse("1.2.3.4"));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, srcportstart, 22, 22",
    "tcp, srcportstart, 0, 0",
    "tcp, srcportstart, 0x16, 0x16",
    "tcp, connlimit-above, 12, 12",
    "ip, srcipaddr, 10.0.1.2, 10.0.1.2",
    "ipv6, srcipaddr, FE80::1, fe80::1",
    "ip, protocol, udp, udp",
    "mac, srcmacaddr, 1:2:3:4:5:6, 01:02:03:04:05:06"
  })
  void valuesOfVariablesAreReadAsNetfilterReadsThem(
      String element, String attribute, String text, String canonical) {
    assertEquals(canonical, substituted(element, attribute, text));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, srcportstart, 010",
    "tcp, srcportstart, 00",
    "tcp, srcportstart, ff",
    "tcp, srcportstart, ''",
    "tcp, srcportstart, +1",
    "tcp, srcportstart, 65536",
    "tcp, connlimit-above, 012",
    "udp, dstportstart, 0x10",
    "ip, srcipaddr, 10.1.2",
    "ip, srcipaddr, 010.0.0.1",
    "ip, srcipaddr, 0x10",
    "ip, srcipaddr, ::ffff:10.0.0.1",
    "ip, srcipaddr, foo"
  })
  void valuesOfVariablesThatNetfilterReadsOtherwiseAreRefused(
      String element, String attribute, String text) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> substituted(element, attribute, text));

    assertTrue(e.getMessage().startsWith("'" + text + "' is not a"), e.getMessage());
  }

  @Test
  void aTextWithTheFormOfAReferenceIsOne() {
    AttributeSpec<Numeral> port = Protocol.TCP.spec(Attributes.SRCPORTSTART);

    assertEquals(new Value.Variable<>(VariableReference.of("A")), port.parse("$A[@0]"));
    assertEquals("$A", canonical(port, "$A[@0]"));
    assertThrows(IllegalValueException.class, () -> port.parse("$A-B"));
    assertEquals(
        "'$A-B' is not a variable such as $IP, $IP[2] or $IP[@1]; nothing else may begin with '$'",
        assertThrows(
                IllegalValueException.class,
                () -> Protocol.TCP.spec(Attributes.COMMENT).parse("$A-B"))
            .getMessage());
    assertThrows(
        IllegalValueException.class,
        () -> Protocol.TCP.spec(Attributes.COMMENT).check(new Value.Literal<>("$A")));
    assertEquals(new Value.Literal<>("a $A"), Protocol.TCP.spec(Attributes.COMMENT).parse("a $A"));
  }

  @Test
  void valuesBuiltInCodeAreCheckedAndBroughtIntoCanonicalForm() {
    AttributeSpec<Numeral> protocol = Protocol.IP.spec(Attributes.PROTOCOL);

    assertEquals(
        new Value.Literal<>(Numeral.of(6)),
        protocol.check(new Value.Literal<>(new Numeral(6, true))));
    assertEquals(
        new Value.Variable<>(VariableReference.of("P")),
        protocol.check(new Value.Variable<>(VariableReference.of("P"))));
    assertThrows(
        IllegalValueException.class, () -> protocol.check(new Value.Literal<>(Numeral.of(256))));
  }

  @Test
  void aValueIsCastToTheTypeOfItsKey() {
    assertEquals(Numeral.of(7), Attributes.SRCPORTSTART.cast(Numeral.of(7)));
    assertThrows(ClassCastException.class, () -> Attributes.SRCPORTSTART.cast("7"));
  }

  @ParameterizedTest
  @CsvSource({
    "mac, protocolid, 2048",
    "arp, protocoltype, 2048",
    "arp, opcode, 0x3",
    "arp, hwtype, 0x1",
    "vlan, vlanid, 0x5",
    "vlan, encap-protocol, 2048",
    "stp, root-cost, 0x5",
    "tcp, dstportstart, 22ff",
    "tcp, dstportstart, 022",
    "ip, srcipaddr, 10.1.2",
  })
  void whatToolsReadInAnotherWayIsNoSubstitute(String protocol, String attribute, String text) {
    ValueType<?> type =
        Protocol.of(protocol).orElseThrow().attribute(attribute).orElseThrow().type();

    assertThrows(IllegalValueException.class, () -> type.substitute(text));
  }
}
