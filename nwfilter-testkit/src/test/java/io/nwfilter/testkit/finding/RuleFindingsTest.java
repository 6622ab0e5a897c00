package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.compile;
import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.in;
import static io.nwfilter.testkit.finding.Found.inChain;
import static io.nwfilter.testkit.finding.Found.messages;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.finding.RuleFindings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that do nothing within their layer. */
class RuleFindingsTest {

  private static final String SSH = "<tcp dstportstart='22'/>";
  private static final String LOW_PORTS = "<tcp dstportstart='1' dstportend='1023'/>";
  private static final String HIGHER_PORTS = "<tcp dstportstart='23' dstportend='1023'/>";

  /** What is said of the only rules that ask for connections. */
  private static final String TRACKS =
      "; without such rules, the kernel would neither track connections of IPv4 nor put fragments"
          + " together, so do not just remove it";

  private static String arp(String attributes) {
    return inChain("f", "chain='arp'", rule("drop", "out", 100, "<arp " + attributes + "/>"));
  }

  @Test
  void impossibleRule() {
    String different = "gratuitous='true' arpsrcipaddr='10.0.0.1' arpdstipaddr='10.0.0.";
    assertEquals(List.of("a.xml:2 impossible-rule"), in(arp(different + "2'")));
    assertEquals(
        List.of("no packet can meet this rule: what it asks for excludes each other"),
        messages(arp(different + "2'")));
    assertEquals(List.of(), in(arp(different + "1'")));
  }

  @Test
  void shadowedRule() {
    String narrow = rule("accept", "in", 200, SSH);
    assertEquals(
        List.of("a.xml:3 shadowed-rule"),
        in(filter("f", rule("drop", "in", 100, LOW_PORTS), narrow)));
    assertEquals(
        List.of(
            "no packet meets any of the 2 rules that this one becomes: the rule at a.xml:2:1 f"
                + " takes all of its packets before"
                + TRACKS),
        messages(filter("f", rule("drop", "in", 100, LOW_PORTS), narrow)));
    assertEquals(List.of(), in(filter("f", rule("drop", "in", 100, HIGHER_PORTS), narrow)));
  }

  /** Rules that accept have a state, so that a packet without a connection still meets the drop. */
  @Test
  void ruleThatOnlyPacketsWithoutConnectionsMeetIsNotShadowed() {
    assertEquals(
        List.of(),
        in(filter("f", rule("accept", "in", 100, LOW_PORTS), rule("drop", "in", 200, SSH))));
  }

  @Test
  void shadowedByTwoRulesOfAnIncludedFilter() {
    String low = rule("drop", "in", 100, "<tcp dstportstart='1' dstportend='22'/>");
    String high = rule("drop", "in", 100, "<tcp dstportstart='23' dstportend='65535'/>");
    String any = rule("accept", "in", 200, "<tcp dstportstart='5' dstportend='500'/>");
    String including = filter("f", "<filterref filter='g'/>", any);
    assertEquals(List.of("a.xml:3 shadowed-rule"), in(including, filter("g", low, high)));
    assertEquals(
        List.of(
            "no packet meets any of the 2 rules that this one becomes: the rules at b.xml:2:1 f > g"
                + " and b.xml:3:1 f > g take all of its packets before"
                + TRACKS),
        messages(including, filter("g", low, high)));
    assertEquals(List.of(), in(including, filter("g", low)));
  }

  @Test
  void shadowedForAllValuesOfAVariable() {
    String ports = rule("accept", "in", 200, "<tcp dstportstart='$PORTS'/>");
    String document = filter("f", rule("drop", "in", 100, LOW_PORTS), ports);
    CompiledInterface all = compile(Found.ADDRESS.with("PORTS", "22", "80"), document);
    CompiledInterface one = compile(Found.ADDRESS.with("PORTS", "22", "8080"), document);

    assertEquals(List.of("a.xml:3 shadowed-rule"), Found.places(RuleFindings.of(all)));
    assertEquals(
        "no packet meets any of the 4 rules that this one becomes: the rule at a.xml:2:1 f takes"
            + " all of its packets before"
            + TRACKS,
        RuleFindings.of(all).get(0).message());
    assertEquals(List.of(), RuleFindings.of(one));
    assertEquals(List.of(), RuleFindings.of(List.of(all, one)));
    assertEquals(
        List.of("a.xml:3 shadowed-rule"), Found.places(RuleFindings.of(List.of(all, all))));
  }

  @Test
  void ruleThatIsAloneInAChainIsNotJustRemoved() {
    String first = inChain("g", "chain='arp' priority='-500'", rule("drop", "out", 1, "<arp/>"));
    String second =
        inChain(
            "h", "chain='arp-x' priority='-400'", rule("accept", "out", 2, "<arp opcode='1'/>"));
    String including = filter("f", "<filterref filter='g'/>", "<filterref filter='h'/>");
    assertEquals(List.of("c.xml:2 unreached-chain"), in(including, first, second));
    assertEquals(
        List.of(
            "no packet gets to the chain of filter 'h' (I-vnet0-arp-x): the rule at b.xml:2:1 f > g"
                + " takes all of its packets before"),
        messages(including, first, second));
    assertEquals(
        List.of(),
        in(
            including,
            inChain("g", "chain='arp' priority='-500'", rule("return", "out", 1, "<arp/>")),
            second));
  }

  @Test
  void redundantRule() {
    String all = rule("drop", "inout", 1000, "");
    String narrow = rule("drop", "out", 100, "<mac dstmacaddr='02:00:00:00:00:01'/>");
    String exception = rule("accept", "out", 200, "<mac dstmacaddr='02:00:00:00:00:01'/>");
    assertEquals(List.of("a.xml:2 redundant-rule"), in(filter("f", narrow, all)));
    assertEquals(
        List.of(
            "this rule changes nothing: without it, the rule at a.xml:3:1 f would decide the same"
                + " about all of its packets"),
        messages(filter("f", narrow, all)));
    assertEquals(List.of("a.xml:3 shadowed-rule"), in(filter("f", narrow, exception, all)));
    assertEquals(
        List.of(),
        in(
            filter(
                "f",
                narrow,
                rule("accept", "out", 200, "<mac srcmacaddr='52:54:00:00:00:07'/>"),
                all)));
  }

  @Test
  void secondOfTwoEqualRulesIsRedundant() {
    String accept = rule("accept", "in", 100, SSH);
    assertEquals(List.of("a.xml:3 redundant-rule"), in(filter("f", accept, accept)));
    assertEquals(
        List.of(
            "none of the 2 rules that this one becomes changes anything: the rule at a.xml:2:1 f"
                + " decides the same about all of its packets before"),
        messages(filter("f", accept, accept)));
  }

  /** A rule that says what would happen anyway makes a filter easier to read. */
  @Test
  void explicitDefaultIsNotRedundant() {
    assertEquals(List.of(), in(filter("f", rule("accept", "out", 100, "<mac/>"))));
    assertEquals(List.of(), in(filter("f", rule("accept", "in", 100, SSH))));
  }

  @Test
  void includingAFilterTwiceIsNotItsFault() {
    String shared = filter("s", rule("accept", "in", 100, SSH));
    assertEquals(
        List.of(),
        in(
            filter("f", "<filterref filter='g'/>", "<filterref filter='s'/>"),
            filter("g", "<filterref filter='s'/>"),
            shared));
  }

  @Test
  void whatIsNotKnownIsNotReported() {
    String set = "<all ipset='x' ipsetflags='src'/>";
    assertEquals(
        List.of(), in(filter("f", rule("drop", "in", 100, set), rule("accept", "in", 200, SSH))));
  }

  @Test
  void acceptedFindingIsNotReported() {
    String narrow = rule("accept", "in", 200, SSH);
    String accepted = "<!-- nwfilter: accept shadowed-rule -->" + narrow;
    String shadowing = rule("drop", "in", 100, LOW_PORTS);
    assertEquals(List.of("a.xml:3 shadowed-rule"), in(filter("f", shadowing, narrow)));
    assertEquals(List.of(), in(filter("f", shadowing, accepted)));
  }

  @Test
  void tooSmallBudgetIsSaid() {
    CompiledInterface compiled = compile(Found.ADDRESS, filter("f", rule("drop", "in", 1, SSH)));

    List<Diagnostic> found = RuleFindings.of(List.of(compiled), AnalysisBudget.ofNodes(100));

    assertEquals(
        List.of(
            "not all of the rules of vnet0 could be looked at together: the sets of packets would"
                + " need more than 100 nodes"),
        found.stream().map(Diagnostic::message).toList());
    assertEquals(Severity.INFO, found.get(0).severity());
  }
}
