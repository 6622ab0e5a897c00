package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Families that are left open. */
class FamilyFindingsTest {

  private static final String WEB = rule("accept", "out", 100, "<tcp dstportstart='80'/>");
  private static final String DHCP_OUT =
      rule("accept", "out", 100, "<udp srcportstart='68' dstportstart='67'/>");
  private static final String DHCP_IN =
      rule("accept", "in", 100, "<udp srcportstart='67' dstportstart='68'/>");
  private static final String NO_IPV4 = rule("drop", "inout", 1000, "<all/>");
  private static final String NO_IPV6 = rule("drop", "inout", 1000, "<all-ipv6/>");
  private static final String NO_OTHER = "<filterref filter='no-other-l2-traffic'/>";

  private static String rules(String... some) {
    return filter("f", some);
  }

  @Test
  void ipv6IsLeftOpen() {
    String open = rules(WEB, DHCP_OUT, DHCP_IN, NO_IPV4);
    assertEquals(List.of("a.xml:5 other-family-open"), in(open));
    assertEquals(
        List.of(
            "IPv4 from and to the guest is dropped unless a rule accepts it, but every IPv6 packet"
                + " passes, such as 'tcp syn [2001:db8::9]:40000 > [2001:db8:ffff::9]:22 src-mac"
                + " 52:54:00:00:00:07 dst-mac 02:00:00:00:00:fe'"),
        messages(open));
  }

  @Test
  void ipv4IsLeftOpen() {
    String web6 = rule("accept", "inout", 100, "<tcp-ipv6 dstportstart='80'/>");
    assertEquals(List.of("a.xml:3 other-family-open"), in(rules(web6, NO_IPV6)));
    // A guest without IPv6
    assertEquals(List.of("a.xml:2 other-frames-open"), in(rules(NO_IPV6)));
  }

  @Test
  void otherFramesAreLeftOpen() {
    assertEquals(
        List.of("a.xml:5 other-frames-open"), in(rules(WEB, DHCP_OUT, DHCP_IN, NO_IPV4, NO_IPV6)));
    assertEquals(
        List.of(),
        in(
            rules(
                WEB,
                DHCP_OUT,
                DHCP_IN,
                NO_IPV4,
                NO_IPV6,
                rule("accept", "inout", 900, "<ip/>"),
                rule("accept", "inout", 900, "<ipv6/>"),
                rule("accept", "inout", 900, "<arp/>"),
                NO_OTHER)));
  }

  @Test
  void filterThatOnlyDropsSomeIsQuiet() {
    assertEquals(List.of(), in(rules(rule("drop", "inout", 100, "<tcp dstportstart='25'/>"))));
    assertEquals(List.of(), in(rules(rule("drop", "inout", 100, "<tcp/>"))));
  }
}
