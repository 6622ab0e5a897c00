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
  void ipv6IsLeftOpenWhereAllOfOneProtocolPasses() {
    String tcp = rule("accept", "inout", 100, "<tcp/>");
    String udp = rule("accept", "inout", 100, "<udp/>");
    String icmp = rule("accept", "inout", 100, "<icmp/>");
    assertEquals(List.of("a.xml:5 other-family-open"), in(rules(DHCP_OUT, DHCP_IN, tcp, NO_IPV4)));
    assertEquals(List.of("a.xml:4 other-family-open"), in(rules(tcp, udp, NO_IPV4)));
    assertEquals(List.of(), in(rules(tcp, udp, icmp, NO_IPV4)));
  }

  @Test
  void ipv4IsLeftOpen() {
    String web6 = rule("accept", "inout", 100, "<tcp-ipv6 dstportstart='80'/>");
    assertEquals(List.of("a.xml:3 other-family-open", "a.xml:3 no-dhcp"), in(rules(web6, NO_IPV6)));
  }

  /** Many guests do not use IPv6, so that IPv4 passes need not be a fault. */
  @Test
  void ipv4IsLeftOpenWhereNothingOfIpv6Passes() {
    assertEquals(List.of("a.xml:2 other-frames-open"), in(rules(NO_IPV6)));
    assertEquals(
        List.of(
            "IPv6 from and to the guest is dropped unless a rule accepts it, but every IPv4 packet"
                + " and every frame that is neither IP nor ARP passes, such as 'tcp syn"
                + " 10.1.2.3:40000 > 203.0.113.9:22 src-mac 52:54:00:00:00:07 dst-mac"
                + " 02:00:00:00:00:fe'"),
        messages(rules(NO_IPV6)));
    String ipv4 = rule("accept", "inout", 100, "<ip/>");
    String arp = rule("accept", "inout", 100, "<arp/>");
    assertEquals(List.of(), in(rules(ipv4, arp, rule("drop", "inout", 1000, "<mac/>"))));
  }

  @Test
  void arpIsLeftOpenWhereSourcesAreRestricted() {
    String own = rule("return", "out", 100, "<ip srcipaddr='10.1.2.3'/>");
    String dhcp =
        rule("accept", "out", 100, "<ip protocol='udp' srcportstart='68' dstportstart='67'/>");
    String others = rule("drop", "out", 200, "<ip/>");
    String arp = rule("return", "out", 100, "<arp arpsrcipaddr='10.1.2.3'/>");
    String otherArp = rule("drop", "out", 200, "<arp/>");
    assertEquals(List.of("a.xml:4 spoofed-arp-open"), in(rules(dhcp, own, others)));
    assertEquals(
        List.of(
            "IPv4 from the guest is dropped if its source is an address such as 203.0.113.77, but"
                + " ARP that claims to have this address passes, such as 'arp who-has 203.0.113.9"
                + " tell 203.0.113.77 src-mac 52:54:00:00:00:07'"),
        messages(rules(dhcp, own, others)));
    assertEquals(List.of(), in(rules(dhcp, own, others, arp, otherArp)));
    assertEquals(
        List.of("a.xml:4 spoofed-arp-open"),
        in(rules(dhcp, own, others, rule("drop", "out", 200, "<arp opcode='Reply'/>"))));
  }

  /** Whatever the source is, only some ports pass: ARP has to pass for these to be of use. */
  @Test
  void arpIsNotReportedWhereSourcesAreNotRestricted() {
    assertEquals(
        List.of(),
        in(rules(DHCP_OUT, DHCP_IN, WEB, NO_IPV4)).stream()
            .filter(one -> one.endsWith("spoofed-arp-open"))
            .toList());
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
