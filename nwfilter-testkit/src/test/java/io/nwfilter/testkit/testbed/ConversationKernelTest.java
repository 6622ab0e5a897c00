package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several packets both ways: connections, translations, errors and fragments as in the kernel. */
class ConversationKernelTest {

  /** Which rulesets and conversations are tried, by name; all of them unless set. */
  private static final Pattern RULES =
      Pattern.compile(System.getProperty("nwfilter.packets.rules", ""));

  private static final Pattern EXCHANGES =
      Pattern.compile(System.getProperty("nwfilter.packets.conversations", ""));

  /**
   * With each ruleset, a build tries one conversation of so many; the profile packets tries all.
   */
  private static final int SHARE = Integer.getInteger("nwfilter.packets.perCase", 40) > 40 ? 1 : 3;

  private int begun;

  private static List<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>(RuleCorpus.hosts());
    cases.addAll(HostRules.all());
    RuleCorpus.stock().stream()
        .filter(one -> one.name().startsWith("clean-traffic"))
        .forEach(cases::add);
    return cases.stream().filter(one -> RULES.matcher(one.name()).find()).toList();
  }

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  @Test
  void everyPacketOfAConversationFaresAsInTheKernel() {
    List<Exchange> exchanges =
        Exchange.all().stream().filter(one -> EXCHANGES.matcher(one.name()).find()).toList();
    try (Testbed testbed = new Testbed()) {
      Tally tally = new Tally(testbed);
      List<RuleCase> cases = cases();
      for (int i = 0; i < cases.size(); i++) {
        RuleCase rules = cases.get(i);
        testbed.load(rules.rulesets());
        Simulator simulator = Simulator.of(Testbed.situation().build(), rules.rulesets().values());
        for (int j = i % SHARE; j < exchanges.size(); j += SHARE) {
          Exchange exchange = exchanges.get(j);
          begun++;
          tally.converse(rules + ", " + exchange.name(), simulator, packets(exchange, begun));
        }
      }

      assertEquals("", String.join("\n", tally.differences()), tally::toString);
    }
  }

  private static List<SentPacket> packets(Exchange exchange, int number) {
    return exchange.lines().stream().map(line -> SentPacket.parse(line, number)).toList();
  }
}
