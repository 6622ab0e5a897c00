package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.compile;
import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.inChain;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message suggests where layers disagree helps: the rule that it names is added. */
class LayerAdviceTest {

  private static final Pattern OF_FRAMES =
      Pattern.compile(
          "accept them at the Ethernet layer first, in both directions, with a rule of `(.+?)`, and"
              + " drop the rest with one of `(.+?)`\\?$");

  private static final Pattern OF_PACKETS =
      Pattern.compile("accept them at the IP layer first, too, with a rule of `(.+?)`\\?$");

  private static List<String> suggestions(String... documents) {
    CompiledInterface compiled = compile(Found.ADDRESS, documents);
    List<String> messages = new ArrayList<>();
    for (Diagnostic one : Iterables.concat(compiled.diagnostics(), RuleFindings.of(compiled))) {
      if (one.code() == LoweringCode.DROPPED_BY_OTHER_LAYER) {
        messages.add(one.message());
      }
    }
    return messages;
  }

  private static Matcher suggestion(Pattern pattern, String... documents) {
    List<String> messages = suggestions(documents);
    assertEquals(1, messages.size(), messages::toString);
    Matcher matcher = pattern.matcher(messages.get(0));
    assertEquals(true, matcher.find(), messages::toString);
    return matcher;
  }

  @ParameterizedTest
  @CsvSource({
    "in, <tcp dstportstart='22'/>, inout, ''",
    "out, <tcp dstportstart='22'/>, inout, <mac/>",
    "out, <tcp dstportstart='22'/>, out, <ip protocol='tcp'/>",
    "in, <tcp dstportstart='22'/>, out, <ip/>",
    "out, <udp dstipaddr='10.8.1.1'/>, out, <ip dstipaddr='10.8.0.0' dstipmask='16'/>",
    "in, <tcp-ipv6 dstportstart='22'/>, inout, ''",
    "out, <icmpv6/>, out, <ipv6/>",
    "in, <all/>, inout, <mac protocolid='ipv4'/>"
  })
  void framesAreAccepted(String direction, String element, String dropped, String dropping) {
    String accept = rule("accept", direction, 300, element);
    String drop = rule("drop", dropped, 500, dropping);
    Matcher found = suggestion(OF_FRAMES, filter("f", accept, drop));

    String frames = rule("accept", "inout", 499, "<" + found.group(1) + "/>");
    String rest = rule("drop", "inout", 1000, "<" + found.group(2) + "/>");

    assertEquals(List.of(), suggestions(filter("f", accept, frames, drop, rest)));
  }

  @Test
  void framesAreAcceptedInTheChainThatDropsThem() {
    String including = filter("f", "<filterref filter='g'/>", rule("accept", "in", 300, "<tcp/>"));
    String drop = rule("drop", "inout", 500, "<ip/>");
    Matcher found = suggestion(OF_FRAMES, including, inChain("g", "chain='ipv4'", drop));

    String frames = rule("accept", "inout", 499, "<" + found.group(1) + "/>");

    assertEquals(List.of(), suggestions(including, inChain("g", "chain='ipv4'", frames, drop)));
  }

  @ParameterizedTest
  @CsvSource({
    "in, <ip protocol='tcp' dstportstart='22'/>, inout, <all/>",
    "out, <ip protocol='tcp' dstportstart='22'/>, inout, <all/>",
    "in, <ip protocol='udp'/>, in, <udp/>",
    "in, <ip/>, inout, <all/>",
    "out, <ip dstipaddr='10.9.1.1'/>, out, <all dstipaddr='10.9.0.0' dstipmask='16'/>",
    "out, <ipv6 protocol='tcp' dstportstart='22'/>, inout, <all-ipv6/>"
  })
  void packetsAreAccepted(String direction, String element, String dropped, String dropping) {
    String accept = rule("accept", direction, 300, element);
    String drop = rule("drop", dropped, 500, dropping);
    Matcher found = suggestion(OF_PACKETS, filter("f", accept, drop));

    String packets = rule("accept", direction, 499, "<" + found.group(1) + "/>");

    assertEquals(List.of(), suggestions(filter("f", accept, packets, drop)));
  }
}
