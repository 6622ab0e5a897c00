package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainNameTest {

  @ParameterizedTest
  @CsvSource({
    "root, ROOT, 0",
    "mac, MAC, -800",
    "macfoo, MAC, -800",
    "vlan-1, VLAN, -750",
    "stp-x, STP, 0",
    "arp-ip, ARP, -500",
    "arp123456789, ARP, -500",
    "rarp, RARP, -400",
    "ipv4.a_b:c-d, IPV4, -700",
    "ipv6-ip, IPV6, -600"
  })
  void beginsWithWhatEntersTheChain(String name, ChainProtocol protocol, int priority) {
    ChainName chain = ChainName.of(name);

    assertEquals(protocol, chain.protocol());
    assertEquals(name, chain.toString());
    assertEquals(priority, chain.protocol().defaultPriority());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "foo",
        "ip",
        "ARP",
        "Root",
        "rootfoo",
        "root-1",
        "arp1234567890",
        "arp ip",
        "arp/ip",
        "arp\n",
        "arp-\u00e4",
        "arp-\u0663"
      })
  void refusesOtherNamesAndListsThePrefixes(String name) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> ChainName.of(name));

    assertEquals(
        "'"
            + name
            + "' is not a legal chain name: root, or mac, vlan, stp, arp, rarp, ipv4 or ipv6 with"
            + " any suffix, at most 12 letters, digits, '_', '.', ':' and '-'",
        e.getMessage());
  }

  @Test
  void refusesAProtocolThatTheNameDoesNotBeginWith() {
    assertThrows(IllegalValueException.class, () -> new ChainName("arp-ip", ChainProtocol.IPV4));
    assertThrows(IllegalValueException.class, () -> new ChainName("rootfoo", ChainProtocol.ROOT));
  }

  @Test
  void onlyRootIsRoot() {
    assertSame(ChainName.ROOT, ChainName.of("root"));
    assertTrue(ChainName.ROOT.isRoot());
    assertFalse(ChainName.of("mac").isRoot());
  }

  @Test
  void isOrderedByTheCodesOfItsCharacters() {
    assertEquals(
        List.of("arp", "arp-b", "arpB", "arpb", "ipv4"),
        Stream.of("ipv4", "arpb", "arp", "arpB", "arp-b")
            .map(ChainName::of)
            .sorted()
            .map(ChainName::toString)
            .toList());
  }

  @Test
  void isEqualByName() {
    new EqualsTester()
        .addEqualityGroup(ChainName.of("arp-ip"), new ChainName("arp-ip", ChainProtocol.ARP))
        .addEqualityGroup(ChainName.of("arp-mac"))
        .addEqualityGroup(ChainName.of("root"), ChainName.ROOT)
        .testEquals();
  }
}
