package io.nwfilter.core.attribute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTest {

  @Test
  void thereAre24Elements() {
    assertEquals(24, Protocol.values().length);
  }

  @Test
  void elementsAreGroupedByLayer() {
    assertEquals("mac vlan stp arp rarp ip ipv6", names(Layer.ETHERNET));
    assertEquals("tcp udp udplite esp ah sctp icmp igmp all", names(Layer.IPV4));
    assertEquals(
        "tcp-ipv6 udp-ipv6 udplite-ipv6 esp-ipv6 ah-ipv6 sctp-ipv6 icmpv6 all-ipv6",
        names(Layer.IPV6));
  }

  private static String names(Layer layer) {
    return Arrays.stream(Protocol.values())
        .filter(p -> p.layer() == layer)
        .map(Protocol::elementName)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsName(Protocol protocol) {
    assertEquals(Optional.of(protocol), Protocol.of(protocol.elementName()));
    assertEquals(protocol.elementName(), protocol.toString());
  }

  @ParameterizedTest
  @CsvSource({"''", "TCP", "icmp6", "tcp_ipv6", "ipv4"})
  void unknownNamesAreNotFound(String name) {
    assertEquals(Optional.empty(), Protocol.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "vlan, 0x8100",
    "arp, 0x0806",
    "rarp, 0x8035",
    "ip, 0x0800",
    "ipv6, 0x86dd",
    "tcp, 6",
    "udp, 17",
    "udplite, 136",
    "esp, 50",
    "ah, 51",
    "sctp, 132",
    "icmp, 1",
    "igmp, 2",
    "tcp-ipv6, 6",
    "udp-ipv6, 17",
    "udplite-ipv6, 136",
    "esp-ipv6, 50",
    "ah-ipv6, 51",
    "sctp-ipv6, 132",
    "icmpv6, 58"
  })
  void knowsTheNumberThatMarksItsPackets(String name, String number) {
    assertEquals(OptionalInt.of(Integer.decode(number)), Protocol.of(name).orElseThrow().number());
  }

  @ParameterizedTest
  @EnumSource(names = {"MAC", "STP", "ALL", "ALL_IPV6"})
  void someElementsHaveNoNumber(Protocol protocol) {
    assertEquals(OptionalInt.empty(), protocol.number());
  }

  @Test
  void attributesStandInTheOrderInWhichTheyArePrinted() {
    assertEquals(
        List.of(
            "srcmacaddr",
            "srcipaddr",
            "srcipmask",
            "dstipaddr",
            "dstipmask",
            "srcipfrom",
            "srcipto",
            "dstipfrom",
            "dstipto",
            "dscp",
            "connlimit-above",
            "state",
            "ipset",
            "ipsetflags",
            "srcportstart",
            "srcportend",
            "dstportstart",
            "dstportend",
            "option",
            "flags",
            "comment"),
        attributes(Protocol.TCP));
    assertEquals(
        List.of(
            "srcmacaddr",
            "srcmacmask",
            "dstmacaddr",
            "dstmacmask",
            "vlanid",
            "encap-protocol",
            "comment"),
        attributes(Protocol.VLAN));
  }

  private static List<String> attributes(Protocol protocol) {
    return protocol.attributes().stream().map(s -> s.attribute().xmlName()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyElementTakesAComment(Protocol protocol) {
    assertEquals(Attributes.COMMENT, protocol.spec(Attributes.COMMENT).attribute());
  }

  @ParameterizedTest
  @EnumSource
  void noElementTakesAnAttributeTwice(Protocol protocol) {
    List<String> names = attributes(protocol);

    assertEquals(names, names.stream().distinct().toList());
  }

  @Test
  void flagsOfTcpAndStpAreDifferentKeys() {
    assertEquals(Attributes.TCP_FLAGS, Protocol.TCP.attribute("flags").orElseThrow().attribute());
    assertEquals(Attributes.STP_FLAGS, Protocol.STP.attribute("flags").orElseThrow().attribute());
    assertEquals(Attributes.STP_TYPE, Protocol.STP.attribute("type").orElseThrow().attribute());
    assertEquals(Attributes.TYPE, Protocol.ICMP.attribute("type").orElseThrow().attribute());
    assertEquals(Optional.empty(), Protocol.TCP_IPV6.attribute("flags"));
  }

  @Test
  void anAttributeOfAnotherElementIsRefusedWithTheNamesOfItsOwn() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Protocol.MAC.spec(Attributes.SRCPORTSTART));

    assertEquals(
        "<mac> has no attribute srcportstart, only [srcmacaddr, srcmacmask, dstmacaddr,"
            + " dstmacmask, protocolid, comment]",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void variablesAreNotSubstitutedInFourAttributes(Protocol protocol) {
    for (AttributeSpec<?> spec : protocol.attributes()) {
      boolean ignored =
          spec.attribute() != Attributes.STP_FLAGS
              && List.of("state", "flags", "gratuitous", "comment")
                  .contains(spec.attribute().xmlName());
      assertEquals(!ignored, spec.attribute().isSubstituted(), spec.attribute().xmlName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRowSaysWhatIsLegal(Protocol protocol) {
    for (AttributeSpec<?> spec : protocol.attributes()) {
      assertTrue(spec.type().description().length() > 10, spec.attribute().xmlName());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mac, 'srcmacmask<srcmacaddr dstmacmask<dstmacaddr'",
    "vlan, 'srcmacmask<srcmacaddr dstmacmask<dstmacaddr'",
    "arp, ''",
    "rarp, ''",
    "ip, 'srcipmask<srcipaddr dstipmask<dstipaddr'",
    "ipv6, 'srcipmask<srcipaddr dstipmask<dstipaddr typeend<type code<type codeend<type'",
    "all, 'srcipmask<srcipaddr dstipmask<dstipaddr srcipto<srcipfrom dstipto<dstipfrom'",
    "icmpv6, 'srcipmask<srcipaddr dstipmask<dstipaddr srcipto<srcipfrom dstipto<dstipfrom"
        + " code<type'",
    "sctp-ipv6, 'srcipmask<srcipaddr dstipmask<dstipaddr srcipto<srcipfrom dstipto<dstipfrom"
        + " srcportend<srcportstart dstportstart<srcportstart dstportend<srcportstart'",
  })
  void someAttributesAreNegatedLikeAnother(String element, String expected) {
    assertEquals(expected, negations(Protocol.of(element).orElseThrow()));
  }

  @Test
  void inSpanningTreesMasksAndRangeEndsAreNegatedLikeTheirStart() {
    List<String> followers = Splitter.on(' ').splitToList(negations(Protocol.STP));
    assertEquals(11, followers.size());
    for (String follower : followers) {
      assertTrue(follower.matches("srcmacmask<srcmacaddr|(.*)(-hi|-mask)<\\1"), () -> follower);
    }
  }

  private static String negations(Protocol protocol) {
    return protocol.attributes().stream()
        .flatMap(spec -> spec.negationFrom().map(from -> spec.attribute() + "<" + from).stream())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @EnumSource
  void negationIsTakenFromAnAttributeOfTheSameElementThatHasItsOwn(Protocol protocol) {
    for (AttributeSpec<?> spec : protocol.attributes()) {
      spec.negationFrom()
          .ifPresent(from -> assertEquals(Optional.empty(), protocol.spec(from).negationFrom()));
    }
  }
}
