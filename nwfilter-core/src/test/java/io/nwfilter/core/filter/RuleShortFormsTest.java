package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.value.ConnectionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The short forms of conditions that people write every day. */
class RuleShortFormsTest {

  private static Rule.Builder rule(Protocol protocol) {
    return Rule.accept(Direction.IN, protocol);
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void areTheTypedAttributes() {
    assertEquals(
        rule(Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "10.0.0.0")
            .whereText(Attributes.SRCIPMASK, "8")
            .whereText(Attributes.DSTIPADDR, "192.0.2.7")
            .where(Attributes.SRCPORTSTART, 1024)
            .where(Attributes.SRCPORTEND, 65535)
            .where(Attributes.DSTPORTSTART, 22)
            .whereText(Attributes.STATE, "NEW,ESTABLISHED")
            .build(),
        rule(Protocol.TCP)
            .from("10.0.0.0/8")
            .to("192.0.2.7")
            .fromPorts(1024, 65535)
            .toPort(22)
            .states(ConnectionState.ESTABLISHED, ConnectionState.NEW)
            .build());
    assertEquals(
        rule(Protocol.UDP_IPV6)
            .whereText(Attributes.SRCIPADDR, "fe80::1")
            .whereText(Attributes.DSTIPADDR, "2001:db8::")
            .whereText(Attributes.DSTIPMASK, "32")
            .where(Attributes.SRCPORTSTART, 53)
            .where(Attributes.DSTPORTSTART, 80)
            .where(Attributes.DSTPORTEND, 90)
            .build(),
        rule(Protocol.UDP_IPV6)
            .from("fe80::1")
            .to("2001:db8::/32")
            .fromPort(53)
            .toPorts(80, 90)
            .build());
  }

  @Test
  void ofArpAreItsOwnAttributes() {
    assertEquals(
        rule(Protocol.ARP)
            .whereText(Attributes.ARPSRCIPADDR, "10.1.0.0")
            .whereText(Attributes.ARPSRCIPMASK, "255.255.0.0")
            .whereText(Attributes.ARPDSTIPADDR, "$IP")
            .build(),
        rule(Protocol.ARP).from("10.1.0.0/255.255.0.0").to("$IP").build());
    assertEquals(
        rule(Protocol.RARP).whereText(Attributes.ARPSRCIPADDR, "10.1.0.7").build(),
        rule(Protocol.RARP).from("10.1.0.7").build());
  }

  @Test
  void refuseWhatTheElementDoesNotTake() {
    assertRefused(
        "<igmp> has no attribute dstportstart, only "
            + Protocol.IGMP.attributes().stream().map(spec -> spec.attribute().xmlName()).toList(),
        () -> rule(Protocol.IGMP).toPort(22));
    assertRefused(
        "<mac> has no attribute srcipaddr, only "
            + Protocol.MAC.attributes().stream().map(spec -> spec.attribute().xmlName()).toList(),
        () -> rule(Protocol.MAC).from("10.0.0.1"));
    assertRefused(
        "<ip> has no attribute state, only "
            + Protocol.IP.attributes().stream().map(spec -> spec.attribute().xmlName()).toList(),
        () -> rule(Protocol.IP).states(ConnectionState.NEW));
  }

  @Test
  void nameAttributeAndElementOfAnIllegalValue() {
    assertRefused(
        "srcipaddr of <tcp>: '2001:db8::' is not an IPv4 address such as 192.168.122.1",
        () -> rule(Protocol.TCP).from("2001:db8::/32"));
    assertRefused(
        "dstipmask of <tcp-ipv6>: '129' is not an IPv6 mask: 0 to 128, or contiguous such"
            + " as ffff:ffff::",
        () -> rule(Protocol.TCP_IPV6).to("2001:db8::/129"));
    assertRefused(
        "dstportstart of <tcp>: '65536' is not a number from 0 to 65535, decimal or hexadecimal",
        () -> rule(Protocol.TCP).toPort(65536));
    assertRefused(
        "srcportstart of <tcp>: '-1' is not a number from 0 to 65535, decimal or hexadecimal",
        () -> rule(Protocol.TCP).fromPort(-1));
    assertRefused(
        "dstportstart of <udp>: no port is in 90..80", () -> rule(Protocol.UDP).toPorts(90, 80));
  }

  @Test
  void anAddressWithAMaskNamesTheAttributeOfTheMask() {
    assertRefused(
        "srcipaddr of <tcp>, whose mask is an attribute of its own, srcipmask: '10.0.0.0/8' is not"
            + " an IPv4 address such as 192.168.122.1",
        () -> rule(Protocol.TCP).whereText(Attributes.SRCIPADDR, "10.0.0.0/8"));
    assertRefused(
        "dstmacaddr of <mac>, whose mask is an attribute of its own, dstmacmask:"
            + " '52:54:00:00:00:00/ff:ff:ff:00:00:00' is not a MAC address such as"
            + " 52:54:00:9f:80:45",
        () ->
            rule(Protocol.MAC)
                .whereNotText(Attributes.DSTMACADDR, "52:54:00:00:00:00/ff:ff:ff:00:00:00"));
    assertRefused(
        "srcipfrom of <tcp>: '10.0.0.0/8' is not an IPv4 address such as 192.168.122.1",
        () -> rule(Protocol.TCP).whereText(Attributes.SRCIPFROM, "10.0.0.0/8"));
  }
}
