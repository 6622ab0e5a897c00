package io.nwfilter.testkit.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.kernel.HostTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Named cases in which the simulator and the kernel have differed once. In {@code
 * testbed/cases.txt}, each begins with a line of {@code ==} and its name; then come rules, each
 * text with the tool as its heading, and then packets after a {@code >} and where they enter. Those
 * after a {@code +} belong to a conversation with the packet before them; they are written as in
 * {@code testbed/conversations.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelCasesTest {

  private static final String NFT = "# nft\n";

  private @Nullable Testbed testbed;
  private int begun;

  @BeforeAll
  void start() {
    HostTools.requireKernel();
    testbed = new Testbed();
  }

  @AfterAll
  void close() {
    if (testbed != null) {
      testbed.close();
    }
  }

  /**
   * A case.
   *
   * @param rules its rules, and its name
   * @param script its tables of nftables, empty if there are none
   * @param packets lines of a place and a packet from there
   * @param conversations lines of packets that belong together
   */
  record Case(
      RuleCase rules, String script, List<String> packets, List<List<String>> conversations) {

    static Case of(String text) {
      List<String> lines = text.lines().toList();
      String name = lines.get(0).strip();
      String rules =
          String.join(
              "\n", lines.stream().skip(1).filter(line -> !line.matches("[>+] .*")).toList());
      String[] texts =
          Splitter.onPattern("(?m)^(?=# )")
              .omitEmptyStrings()
              .splitToStream(rules)
              .filter(one -> one.startsWith("# "))
              .map(one -> one.strip() + "\n")
              .filter(one -> !one.startsWith(NFT))
              .toArray(String[]::new);
      int script = rules.indexOf(NFT);
      List<List<String>> sent = sent(lines);
      return new Case(
          RuleCase.of(name, texts),
          script < 0 ? "" : rules.substring(script + NFT.length()),
          sent.stream().filter(one -> one.size() == 1).map(one -> one.get(0)).toList(),
          sent.stream().filter(one -> one.size() > 1).toList());
    }

    /** {@return the lines of packets, of a conversation together} */
    private static List<List<String>> sent(List<String> lines) {
      List<List<String>> sent = new ArrayList<>();
      for (String line : lines) {
        if (line.startsWith("> ")) {
          sent.add(new ArrayList<>());
        }
        if (line.matches("[>+] .*")) {
          sent.get(sent.size() - 1).add(line.substring(2));
        }
      }
      return sent;
    }

    @Override
    public String toString() {
      return rules.name();
    }
  }

  static Stream<Case> cases() throws IOException {
    String text = Resources.toString(Resources.getResource("testbed/cases.txt"), UTF_8);
    return Splitter.onPattern("(?m)^== ").omitEmptyStrings().splitToStream(text).map(Case::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theKernelDoesWhatTheSimulatorSays(Case one) {
    Testbed bed = requireNonNull(testbed);
    bed.load(one.rules().rulesets());
    NftRuleset nft = one.script().isEmpty() ? NftRuleset.EMPTY : bed.load(one.script());
    Simulator simulator =
        Simulator.of(
            Testbed.situation().build(), new HostRules(one.rules().rulesets(), nft));
    Tally tally = new Tally(bed);
    for (String line : one.packets()) {
      List<String> words = Splitter.on(' ').limit(2).splitToList(line);
      tally.compare(line, simulator, Packet.parse(words.get(1)), entry(words.get(0)));
    }
    int conversed = 0;
    for (List<String> lines : one.conversations()) {
      int id = ++begun;
      tally.converse(
          one.toString(), simulator, lines.stream().map(l -> SentPacket.parse(l, id)).toList());
      conversed += lines.size();
    }

    assertEquals("", String.join("\n", tally.differences()));
    assertEquals(one.packets().size() + conversed, tally.sent());
  }

  private static Entry entry(String word) {
    return switch (word) {
      case "HOST" -> Entry.host();
      case "RAW" -> Entry.raw(Place.BRIDGE);
      default -> Place.valueOf(word).entry();
    };
  }
}
