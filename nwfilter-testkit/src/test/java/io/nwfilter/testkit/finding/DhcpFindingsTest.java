package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters with which a guest gets no address by itself. */
class DhcpFindingsTest {

  private static final String NO_DHCP = "no-dhcp";
  private static final String SSH = accept("in", "<tcp dstportstart='22'/>");
  private static final String SSH_OF_IPV6 = accept("in", "<tcp-ipv6 dstportstart='22'/>");
  private static final String REQUESTS =
      accept("out", "<udp srcportstart='68' dstportstart='67'/>");
  private static final String REPLIES = accept("in", "<udp srcportstart='67' dstportstart='68'/>");
  private static final String SOLICITS =
      accept("out", "<udp-ipv6 srcportstart='546' dstportstart='547'/>");
  private static final String ADVERTISES =
      accept("in", "<udp-ipv6 srcportstart='547' dstportstart='546'/>");
  private static final String NO_IPV4 = rule("drop", "inout", 1000, "<all/>");
  private static final String NO_IPV6 = rule("drop", "inout", 1000, "<all-ipv6/>");
  private static final String NOTHING = rule("drop", "inout", 1000, "<mac/>");

  private static final String ADDRESS = "the guest may send IPv4, but gets no address by DHCP";
  private static final String ADDRESS_OF_IPV6 =
      "the guest may send IPv6, but gets no address from advertisements of routers, nor by DHCPv6";
  private static final String DISCOVER =
      ": every request from it, such as 'dhcp discover src-mac 52:54:00:00:00:07', is dropped";
  private static final String OFFER =
      ": every reply to it, such as 'dhcp offer 10.1.2.3 from 203.0.113.9 dst-mac"
          + " 52:54:00:00:00:07', is dropped";
  private static final String SOLICIT =
      ": every request from it, such as 'dhcpv6 solicit src-mac 52:54:00:00:00:07', is dropped";
  private static final String ADVERTISE =
      ": every reply to it, such as 'dhcpv6 advertise dst-mac 52:54:00:00:00:07', is dropped";

  private static String accept(String direction, String element) {
    return rule("accept", direction, 100, element);
  }

  private static List<String> places(String... rules) {
    return in(filter("f", rules)).stream().filter(one -> one.endsWith(NO_DHCP)).toList();
  }

  private static List<String> said(String... rules) {
    return messages(filter("f", rules)).stream()
        .filter(one -> one.startsWith("the guest may send"))
        .toList();
  }

  @Test
  void requestsAreDropped() {
    assertEquals(List.of("a.xml:3 " + NO_DHCP), places(SSH, NO_IPV4));
    assertEquals(List.of(ADDRESS + DISCOVER), said(SSH, NO_IPV4));
    assertEquals(List.of(ADDRESS + DISCOVER), said(accept("in", "<icmp/>"), NO_IPV4));
    String frames = accept("inout", "<ip protocol='tcp'/>");
    assertEquals(List.of(ADDRESS + DISCOVER), said(frames, NOTHING));
    assertEquals(List.of(), said(SSH, REQUESTS, REPLIES, NO_IPV4));
  }

  @Test
  void repliesAreDropped() {
    String noReplies = rule("drop", "in", 100, "<ip protocol='udp' dstportstart='68'/>");
    assertEquals(List.of("a.xml:2 " + NO_DHCP), places(noReplies));
    assertEquals(List.of(ADDRESS + OFFER), said(noReplies));
    assertEquals(List.of("a.xml:4 " + NO_DHCP), places(SSH, REQUESTS, NO_IPV4));
    assertEquals(List.of(ADDRESS + ", unless from the host" + OFFER), said(SSH, REQUESTS, NO_IPV4));
  }

  @Test
  void ipv6() {
    assertEquals(List.of("a.xml:3 " + NO_DHCP), places(SSH_OF_IPV6, NO_IPV6, NO_IPV4));
    assertEquals(
        List.of(ADDRESS_OF_IPV6 + ", unless from the host" + SOLICIT),
        said(SSH_OF_IPV6, NO_IPV6, NO_IPV4));
    assertEquals(
        List.of(ADDRESS_OF_IPV6 + ", unless from the host" + ADVERTISE),
        said(SSH_OF_IPV6, SOLICITS, NO_IPV6, NO_IPV4));
    assertEquals(List.of(), said(SSH_OF_IPV6, SOLICITS, ADVERTISES, NO_IPV6, NO_IPV4));
  }

  /**
   * Connection tracking leaves advertisements alone, so a rule with a state does not match them.
   */
  @Test
  void advertisementsOfRouters() {
    String advertisement = "<icmpv6 type='134'/>";
    String withoutState =
        "<rule action='accept' direction='in' priority='100' statematch='false'>"
            + advertisement
            + "</rule>";
    assertEquals(List.of(), said(SSH_OF_IPV6, withoutState, NO_IPV6, NO_IPV4));
    assertEquals(
        List.of(ADDRESS_OF_IPV6 + ", unless from the host" + SOLICIT),
        said(SSH_OF_IPV6, accept("in", advertisement), NO_IPV6, NO_IPV4));
  }

  @Test
  void framesOfBothFamilies() {
    String ip = accept("inout", "<ip protocol='tcp'/>");
    String ipv6 = accept("inout", "<ipv6 protocol='tcp'/>");
    assertEquals(List.of("a.xml:4 " + NO_DHCP), places(ip, ipv6, NOTHING));
    assertEquals(
        List.of(ADDRESS + DISCOVER + "; " + ADDRESS_OF_IPV6 + SOLICIT), said(ip, ipv6, NOTHING));
    assertEquals(List.of(ADDRESS_OF_IPV6 + SOLICIT), said(ipv6, NOTHING));
  }

  @Test
  void guestThatMaySendNothingNeedsNoAddress() {
    assertEquals(List.of(), places(NOTHING));
    assertEquals(List.of(), places(accept("in", "<ip/>"), NOTHING));
  }
}
