package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private final List<String> differences = new ArrayList<>();
  private int begun;
  private int sent;

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
      List<RuleCase> cases = cases();
      for (int i = 0; i < cases.size(); i++) {
        RuleCase rules = cases.get(i);
        testbed.load(rules.rulesets());
        Simulator simulator = Simulator.of(Testbed.situation().build(), rules.rulesets().values());
        for (int j = i % SHARE; j < exchanges.size(); j += SHARE) {
          run(testbed, simulator, rules, exchanges.get(j));
        }
      }
    }

    assertEquals("", String.join("\n", differences), () -> "of " + sent + " packets");
  }

  private void run(Testbed testbed, Simulator simulator, RuleCase rules, Exchange exchange) {
    testbed.forgetConnections();
    begun++;
    Conversation conversation = simulator.conversation();
    for (String line : exchange.lines()) {
      SentPacket packet = SentPacket.parse(line, begun);
      Explanation explanation = conversation.run(packet.packet(), packet.entry());
      Comparison comparison =
          new Comparison(explanation, testbed.send(packet.packet(), packet.entry()));
      sent++;
      Optional<String> difference = comparison.difference();
      if (difference.isPresent()) {
        differences.add(
            "== %s, %s: %s %s".formatted(rules, exchange.name(), packet.entry(), difference.get()));
        return; // what comes after it differs for that reason
      }
      if (comparison.hasReplies()) {
        return; // the simulator is not told what the host itself replies
      }
    }
  }
}
