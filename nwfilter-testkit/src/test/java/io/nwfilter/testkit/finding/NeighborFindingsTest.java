package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters that look at sources of IPv6, but let neighbour discovery claim others. */
class NeighborFindingsTest {

  private static final String OWN = rule("return", "out", 200, "<ipv6 srcipaddr='2001:db8::9'/>");
  private static final String LINK_LOCAL =
      rule("return", "out", 200, "<ipv6 srcipaddr='fe80::' srcipmask='10'/>");
  private static final String OTHERS = rule("drop", "out", 300, "<ipv6/>");
  private static final String NO_ROUTER = rule("drop", "out", 100, "<icmpv6 type='134'/>");
  private static final String NO_NEIGHBOR = rule("drop", "out", 100, "<icmpv6 type='136'/>");
  private static final String DROPPED =
      "IPv6 from the guest is dropped if its source is an address such as 2001:db8:ffff::77, but ";
  private static final String ROUTER =
      DROPPED + "router advertisements of the guest pass, such as 'ra src-mac 52:54:00:00:00:07'";
  private static final String NEIGHBOR =
      DROPPED
          + "neighbour advertisements pass, which may claim this address, such as"
          + " 'na 2001:db8:ffff::77 src-mac 52:54:00:00:00:07 src 2001:db8::9'";

  private static String rules(String... some) {
    return filter("f", some);
  }

  private static List<String> spoofing(String document) {
    return in(document).stream().filter(one -> one.matches(".* (router|spoofed).*-open")).toList();
  }

  @Test
  void guestMayPassForRouter() {
    String open = rules(OWN, LINK_LOCAL, OTHERS, NO_NEIGHBOR);
    assertEquals(List.of("a.xml:4 router-advertisements-open"), spoofing(open));
    assertEquals(List.of(ROUTER), messages(open));
    assertEquals(List.of(), spoofing(rules(OWN, LINK_LOCAL, OTHERS, NO_NEIGHBOR, NO_ROUTER)));
  }

  @Test
  void guestMayPassForNeighbor() {
    String open = rules(OWN, OTHERS);
    assertEquals(List.of("a.xml:3 spoofed-neighbor-open"), spoofing(open));
    assertEquals(List.of(NEIGHBOR), messages(open));
    assertEquals(List.of(), spoofing(rules(OWN, OTHERS, NO_NEIGHBOR)));
  }

  /** What is left open altogether is not meant to be restricted. */
  @Test
  void filtersThatLookAtNoSourcesOfIpv6AreQuiet() {
    assertEquals(List.of(), spoofing(rules(rule("accept", "out", 200, "<ipv6/>"))));
    assertEquals(List.of(), spoofing(rules(OTHERS)));
    assertEquals(
        List.of(), spoofing(rules(rule("accept", "out", 200, "<tcp-ipv6 dstportstart='22'/>"))));
  }
}
