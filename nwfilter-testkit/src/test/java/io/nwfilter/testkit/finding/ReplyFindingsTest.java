package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that accept connections none of which gets a reply. */
class ReplyFindingsTest {

  private static final String LOST = "replies-lost";
  private static final String REST = rule("drop", "inout", 1000, "<mac/>");

  /** The same at the IP layer, and nothing else that could be reported. */
  private static final String REST_OF_IPV4 = rule("drop", "inout", 1000, "<all/>");

  private static final String SYSLOG = "<ip protocol='udp' dstportstart='514'/>";

  /** {@return what is reported of replies in a filter} */
  private static List<String> lost(String... rules) {
    return in(filter("f", rules)).stream().filter(one -> one.endsWith(LOST)).toList();
  }

  private static String message(String... rules) {
    return messages(filter("f", rules)).stream()
        .filter(one -> one.startsWith("this rule accepts first packets"))
        .findFirst()
        .orElse("");
  }

  private static String accept(String direction, String element) {
    return rule("accept", direction, 100, element);
  }

  private static void assertLost(String accepted, String reply, String rest) {
    assertEquals(List.of("a.xml:2 " + LOST), lost(accepted, rest));
    assertEquals(List.of(), lost(accepted, reply, rest));
  }

  @Test
  void framesToTheGuest() {
    String in = accept("in", "<ip protocol='tcp' dstportstart='22'/>");
    assertLost(in, accept("out", "<ip protocol='tcp' srcportstart='22'/>"), REST);
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of them: the rule at a.xml:3:1 f drops that to 'tcp syn 203.0.113.9:40000 >"
            + " 10.1.2.3:22 dst-mac 52:54:00:00:00:07'",
        message(in, REST));
  }

  @Test
  void framesFromTheGuest() {
    String out = accept("out", "<ip protocol='tcp' dstportstart='80'/>");
    assertLost(out, accept("in", "<ip protocol='tcp' srcportstart='80'/>"), REST);
    assertEquals(
        List.of("a.xml:2 " + LOST, "a.xml:3 " + LOST),
        lost(out, accept("in", "<ip protocol='tcp' srcportstart='443' dstportstart='80'/>"), REST));
  }

  @Test
  void udpAndEchoRequests() {
    assertLost(
        accept("out", "<ip protocol='udp' dstportstart='53'/>"),
        accept("in", "<ip protocol='udp' srcportstart='53'/>"),
        REST);
    assertLost(accept("in", "<ip protocol='icmp'/>"), accept("out", "<ip protocol='icmp'/>"), REST);
    assertLost(accept("in", "<icmp type='8'/>"), accept("out", "<icmp type='0'/>"), REST_OF_IPV4);
    assertLost(
        accept("in", "<icmpv6 type='128'/>"),
        accept("out", "<icmpv6 type='129'/>"),
        rule("drop", "inout", 1000, "<all-ipv6/>"));
  }

  @Test
  void stateThatExcludesReplies() {
    String in = accept("in", "<tcp dstportstart='22' state='NEW'/>");
    assertLost(in, accept("inout", "<tcp state='ESTABLISHED'/>"), REST_OF_IPV4);
    assertLost(in, accept("out", "<tcp srcportstart='22' state='ESTABLISHED'/>"), REST_OF_IPV4);
    assertEquals(List.of(), lost(accept("in", "<tcp dstportstart='22'/>"), REST_OF_IPV4));
    assertEquals(
        "this rule accepts first packets of connections of TCP, UDP and ICMP, but rules drop the"
            + " replies to all of them: the rule at a.xml:3:1 f drops that to 'tcp syn"
            + " 203.0.113.9:40000 > 10.1.2.3:22 dst-mac 52:54:00:00:00:07'",
        message(accept("in", "<all state='NEW'/>"), REST_OF_IPV4));
  }

  /** What the host routes to the guest is not seen by the rules of the IP layer. */
  @Test
  void stateThatExcludesRepliesToTheGuest() {
    String out = accept("out", "<tcp dstportstart='80' state='NEW'/>");
    assertLost(out, accept("in", "<tcp srcportstart='80' state='ESTABLISHED'/>"), REST_OF_IPV4);
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of those that are not routed, nor with the host itself: the rule at a.xml:3:1 f"
            + " drops that to 'tcp syn 10.1.2.3:40000 > 203.0.113.9:80 src-mac 52:54:00:00:00:07"
            + " dst-mac 02:00:00:00:00:ff'",
        message(out, REST_OF_IPV4));
    String frames = rule("drop", "in", 500, "<ip srcipaddr='192.168.0.0' srcipmask='16'/>");
    String far = accept("out", "<tcp dstipaddr='192.168.7.7' state='NEW'/>");
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of them: the rule at a.xml:3:1 f drops that to 'tcp syn 10.1.2.3:40000 >"
            + " 192.168.7.7:22 src-mac 52:54:00:00:00:07 dst-mac 02:00:00:00:00:ff'",
        message(far, frames));
  }

  /** The host may have a route to the address that the guest has, and to others. */
  @Test
  void repliesToTheAddressOfTheGuest() {
    String out = accept("out", "<tcp srcipaddr='$IP' dstportstart='80' state='NEW'/>");
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of those that are not routed, nor with the host itself: the rule at a.xml:3:1 f"
            + " drops that to 'tcp syn 10.1.2.3:40000 > 203.0.113.9:80 src-mac 52:54:00:00:00:07"
            + " dst-mac 02:00:00:00:00:ff'",
        message(out, REST_OF_IPV4));
    String other = accept("out", "<tcp srcipaddr='10.8.1.1' dstportstart='80' state='NEW'/>");
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of those that are not routed, nor with the host itself: the rule at a.xml:3:1 f"
            + " drops that to 'tcp syn 10.8.1.1:40000 > 203.0.113.9:80 src-mac 52:54:00:00:00:07"
            + " dst-mac 02:00:00:00:00:ff'",
        message(other, REST_OF_IPV4));
  }

  /** What the host routes for the guest may come back as a copy, which begins no connection. */
  @Test
  void packetThatIsShownMeetsTheRuleOnItsWayToTheGuest() {
    String in = accept("in", "<ip protocol='tcp' dstportstart='22'/>");
    String mirrored = rule("drop", "in", 200, "<tcp dstportstart='22'/>");
    assertEquals(
        "this rule accepts first packets of connections of TCP, but rules drop the replies to all"
            + " of them: the rule at a.xml:3:1 f drops that to 'tcp syn 203.0.113.9:40000 >"
            + " 10.1.2.3:22'",
        message(in, mirrored));
  }

  /** Without a match of states, libvirt makes the rule in both directions. */
  @Test
  void rulesWithoutStatesAreMirrored() {
    String mirrored = " direction='in' priority='100' statematch='false'>";
    String tcp = "<rule action='accept'" + mirrored + "<tcp dstportstart='22'/></rule>";
    assertEquals(List.of(), lost(tcp, REST_OF_IPV4));
    String drop = rule("drop", "out", 50, "<tcp srcportstart='1' srcportend='1023' state='NONE'/>");
    assertEquals(List.of("a.xml:3 " + LOST), lost(drop, tcp, REST_OF_IPV4));
  }

  @Test
  void replyThatMayHaveAnotherServiceOrReceiver() {
    String gateway = accept("out", "<mac dstmacaddr='02:00:00:00:00:77'/>");
    String in = accept("in", "<ip protocol='tcp' dstportstart='22'/>");
    assertEquals(List.of(), lost(gateway, in, REST));
    assertEquals(
        List.of(),
        lost(
            accept("in", "<tcp dstportstart='22' dscp='4' state='NEW'/>"),
            accept("out", "<tcp srcportstart='22' dscp='8' state='ESTABLISHED'/>"),
            REST_OF_IPV4));
  }

  @Test
  void whatIsNotKnownMayBeAReply() {
    String in = accept("in", "<tcp dstportstart='22' state='NEW'/>");
    String set = "<tcp ipset='x' ipsetflags='dst' state='ESTABLISHED'/>";
    assertEquals(List.of(), lost(in, accept("out", set), REST_OF_IPV4));
  }

  @Test
  void whatWantsNoReplyIsQuiet() {
    assertEquals(List.of(), in(filter("f", accept("in", SYSLOG), REST)));
    assertEquals(List.of("a.xml:2 " + LOST), lost(accept("in", "<ip protocol='udp'/>"), REST));
    assertEquals(List.of(), lost(accept("in", "<ip dstipaddr='224.0.0.251'/>"), REST));
    assertEquals(List.of(), lost(accept("in", "<mac/>"), REST));
    assertEquals(List.of(), in(filter("f", "<filterref filter='allow-dhcp'/>")));
  }

  @Test
  void acceptedFindingIsNotReported() {
    String in = accept("in", "<ip protocol='tcp' dstportstart='22'/>");
    assertEquals(List.of(), lost("<!-- nwfilter: accept replies-lost -->" + in, REST));
  }
}
