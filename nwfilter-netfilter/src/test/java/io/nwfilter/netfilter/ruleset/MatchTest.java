package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.TcpFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchTest {

  private static final InterfaceName VNET0 = new InterfaceName("vnet0");
  private static final MacAddress MAC = MacAddress.parse("1:2:3:4:5:6");
  private static final MacAddress MASK = MacAddress.parse("ff:ff:0:0:0:0");
  private static final IpAddress IPV4 = Ipv4Address.parse("10.1.2.3");
  private static final IpAddress IPV6 = Ipv6Address.parse("fe80::1");

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void anAddressIsClearedBehindItsPrefix() {
    assertEquals(
        "10.1.0.0", new AddressMatch(Field.IP_SOURCE, IPV4, 16, false).network().toString());
    assertEquals(
        "prefix length 33 is outside 0..32",
        message(() -> new AddressMatch(Field.IP_SOURCE, IPV4, 33, false)));
    assertEquals(
        "prefix length 129 is outside 0..128",
        message(() -> new AddressMatch(Field.IP_SOURCE, IPV6, 129, false)));
    assertEquals(
        "prefix length -1 is outside 0..128",
        message(() -> new AddressMatch(Field.IP_SOURCE, IPV6, -1, false)));
  }

  @Test
  void aMacAddressIsClearedOutsideItsMask() {
    assertEquals(
        "01:02:00:00:00:00",
        new MacMatch(Field.ETHERNET_SOURCE, MAC, MASK, false).address().toString());
  }

  @Test
  void aRangeOfAddressesIsOfOneFamily() {
    assertEquals(
        "10.1.2.3 and fe80::1 are of different families",
        message(() -> new AddressRangeMatch(Field.IP_SOURCE, IPV4, IPV6, false)));
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 4294967296"})
  void aNumberIsARangeOf32Bits(long low, long high) {
    assertEquals(
        "range " + low + ".." + high + " of SOURCE_PORT",
        message(() -> new NumberMatch(Field.SOURCE_PORT, low, high, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 0, 0, type range 3..2",
    "-1, 2, 0, 0, type range -1..2",
    "0, 256, 0, 0, type range 0..256",
    "1, 2, 4, 3, code range 4..3",
    "1, 2, 3, 256, code range 3..256"
  })
  void icmpTypesAndCodesAreRangesOfABytes(int a, int b, int c, int d, String message) {
    assertEquals("ICMP " + message, message(() -> new IcmpMatch(a, b, c, d, false)));
  }

  @Test
  void icmpKnowsWhetherEveryCodeMatches() {
    assertTrue(new IcmpMatch(1, 2, 0, 255, false).anyCode());
    assertFalse(new IcmpMatch(1, 2, 0, 254, false).anyCode());
    assertFalse(new IcmpMatch(1, 2, 1, 255, false).anyCode());
  }

  @Test
  void interfacesAreMatchedInInterfaceFieldsOnly() {
    assertEquals(
        "IP_SOURCE is no interface", message(() -> new InterfaceMatch(Field.IP_SOURCE, VNET0)));
    assertEquals(
        "IP_TOS is no interface", message(() -> new PhysdevMatch(Field.IP_TOS, VNET0, true)));
  }

  @Test
  void aConnectionLimitHas32Bits() {
    assertEquals(
        "connection limit -1 is outside 0..4294967295",
        message(() -> new ConnectionLimitMatch(Field.IP_SOURCE, -1, false)));
    assertEquals(
        "connection limit 4294967296 is outside 0..4294967295",
        message(() -> new ConnectionLimitMatch(Field.IP_SOURCE, 1L << 32, false)));
  }

  @Test
  void statesAreNotEmpty() {
    assertEquals("a state match needs a state", message(() -> new StateMatch(ImmutableSet.of())));
  }

  @Test
  void isEqualByItsComponents() {
    new EqualsTester()
        .addEqualityGroup(
            new InterfaceMatch(Field.IN_INTERFACE, VNET0),
            new InterfaceMatch(Field.IN_INTERFACE, new InterfaceName("vnet0")))
        .addEqualityGroup(new InterfaceMatch(Field.OUT_INTERFACE, VNET0))
        .addEqualityGroup(new InterfaceMatch(Field.IN_INTERFACE, new InterfaceName("vnet1")))
        .addEqualityGroup(
            new PhysdevMatch(Field.IN_INTERFACE, VNET0, true),
            new PhysdevMatch(Field.IN_INTERFACE, VNET0, true))
        .addEqualityGroup(new PhysdevMatch(Field.IN_INTERFACE, VNET0, false))
        .addEqualityGroup(new PhysdevMatch(Field.OUT_INTERFACE, VNET0, true))
        .addEqualityGroup(
            new MacMatch(Field.ETHERNET_SOURCE, MAC, MASK, false),
            new MacMatch(Field.ETHERNET_SOURCE, MacAddress.parse("1:2:9:9:9:9"), MASK, false))
        .addEqualityGroup(new MacMatch(Field.ETHERNET_DESTINATION, MAC, MASK, false))
        .addEqualityGroup(new MacMatch(Field.ETHERNET_SOURCE, MAC, MASK, true))
        .addEqualityGroup(new MacMatch(Field.ETHERNET_SOURCE, MAC, MacAddress.BROADCAST, false))
        .addEqualityGroup(
            NumberMatch.of(Field.VLAN_ID, 7), new NumberMatch(Field.VLAN_ID, 7, 7, false))
        .addEqualityGroup(NumberMatch.of(Field.IP_TOS, 7))
        .addEqualityGroup(new NumberMatch(Field.VLAN_ID, 7, 8, false))
        .addEqualityGroup(new NumberMatch(Field.VLAN_ID, 6, 7, false))
        .addEqualityGroup(new NumberMatch(Field.VLAN_ID, 7, 7, true))
        .addEqualityGroup(
            new AddressMatch(Field.IP_SOURCE, IPV4, 16, false),
            new AddressMatch(Field.IP_SOURCE, Ipv4Address.parse("10.1.0.0"), 16, false))
        .addEqualityGroup(new AddressMatch(Field.IP_DESTINATION, IPV4, 16, false))
        .addEqualityGroup(new AddressMatch(Field.IP_SOURCE, IPV4, 17, false))
        .addEqualityGroup(new AddressMatch(Field.IP_SOURCE, IPV4, 16, true))
        .addEqualityGroup(new AddressMatch(Field.IP_SOURCE, IPV6, 16, false))
        .addEqualityGroup(
            new AddressRangeMatch(Field.IP_SOURCE, IPV4, IPV4, false),
            new AddressRangeMatch(Field.IP_SOURCE, IPV4, IPV4, false))
        .addEqualityGroup(
            new AddressRangeMatch(Field.IP_SOURCE, IPV4, Ipv4Address.parse("10.1.2.4"), false))
        .addEqualityGroup(new AddressRangeMatch(Field.IP_DESTINATION, IPV4, IPV4, false))
        .addEqualityGroup(new AddressRangeMatch(Field.IP_SOURCE, IPV4, IPV4, true))
        .addEqualityGroup(new GratuitousArpMatch(true), new GratuitousArpMatch(true))
        .addEqualityGroup(new GratuitousArpMatch(false))
        .addEqualityGroup(new IcmpMatch(1, 2, 3, 4, false), new IcmpMatch(1, 2, 3, 4, false))
        .addEqualityGroup(new IcmpMatch(1, 2, 3, 5, false))
        .addEqualityGroup(new IcmpMatch(1, 2, 3, 4, true))
        .addEqualityGroup(
            new TcpFlagsMatch(TcpFlags.parse("SYN,ACK/SYN"), false),
            new TcpFlagsMatch(TcpFlags.parse("ACK,SYN/SYN"), false))
        .addEqualityGroup(new TcpFlagsMatch(TcpFlags.parse("SYN,ACK/SYN"), true))
        .addEqualityGroup(
            new StateMatch(ImmutableSet.of(ConnectionState.NEW)),
            new StateMatch(ImmutableSet.of(ConnectionState.NEW)))
        .addEqualityGroup(new StateMatch(ImmutableSet.of(ConnectionState.INVALID)))
        .addEqualityGroup(new ConnectionDirectionMatch(true), new ConnectionDirectionMatch(true))
        .addEqualityGroup(new ConnectionDirectionMatch(false))
        .addEqualityGroup(
            new ConnectionLimitMatch(Field.IP_SOURCE, 3, false),
            new ConnectionLimitMatch(Field.IP_SOURCE, 3, false))
        .addEqualityGroup(new ConnectionLimitMatch(Field.IP_SOURCE, 4, false))
        .addEqualityGroup(new ConnectionLimitMatch(Field.IP_SOURCE, 3, true))
        .addEqualityGroup(
            new SetMatch(new IpsetName("s"), IpsetFlags.parse("src"), false),
            new SetMatch(new IpsetName("s"), IpsetFlags.parse("SRC"), false))
        .addEqualityGroup(new SetMatch(new IpsetName("s"), IpsetFlags.parse("dst"), false))
        .addEqualityGroup(new SetMatch(new IpsetName("t"), IpsetFlags.parse("src"), false))
        .testEquals();
  }
}
