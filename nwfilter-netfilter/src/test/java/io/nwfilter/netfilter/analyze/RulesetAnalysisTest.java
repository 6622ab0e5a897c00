package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesetAnalysisTest {

  private static Ruleset filter(Family family, String rules) {
    String text =
        "*filter\n:FORWARD ACCEPT"
            + (family == Family.BRIDGE
                ? "\n:c ACCEPT\n:d RETURN\n"
                : " [0:0]\n:c - [0:0]\n:d - [0:0]\n")
            + rules.replace("; ", "\n")
            + (family == Family.BRIDGE ? "\n" : "\nCOMMIT\n");
    return SaveText.read(family, TextSource.text(text, "rules"));
  }

  private static String unmet(Family family, String rules) {
    return String.join(
        ", ",
        RulesetAnalysis.of(filter(family, rules)).unmetRules().stream()
            .map(
                rule ->
                    rule.chain()
                        + " "
                        + rule.number()
                        + " "
                        + rule.reason()
                        + (rule.takenBy().isEmpty() ? "" : " " + rule.takenBy()))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A FORWARD -p tcp -j DROP; -A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -p tcp -m tcp --dport 0:99 -j DROP; \
          -A FORWARD -p tcp -m tcp --dport 100:65535 -j DROP; \
          -A FORWARD -p tcp -m tcp --sport 5 --dport 0:200 -j DROP | FORWARD 3 SHADOWED [1, 2]
          -A FORWARD -p tcp -m tcp --dport 0:99 -j DROP; \
          -A FORWARD -p tcp -m tcp --dport 100:65535 -j DROP; \
          -A FORWARD -p tcp -m tcp --sport 5 -j DROP | ''
          -A FORWARD -p tcp -m tcp ! --sport 5 ! --dport 7 -j DROP; \
          -A FORWARD -p tcp -m tcp --sport 5 --dport 8 -j DROP | FORWARD 2 SHADOWED [1]
          -A FORWARD -p tcp -m tcp ! --sport 5 -m tcp ! --dport 7 -j DROP; \
          -A FORWARD -p tcp -m tcp --sport 5 --dport 8 -j DROP | ''
          -A FORWARD -s 10.0.0.0/9 -j DROP; -A FORWARD -s 10.128.0.0/9 -j ACCEPT; \
          -A FORWARD -s 10.0.0.0/8 -d 1.1.1.1/32 -j DROP | FORWARD 3 SHADOWED [1, 2]
          -A FORWARD -s 10.0.0.0/8 -d 1.1.1.1/32 -j DROP; -A FORWARD -s 10.0.0.0/8 -j DROP | ''
          -A FORWARD -p tcp -j DROP; -A FORWARD -p udp -j DROP | ''
          -A FORWARD -s 10.0.0.1/32 -m iprange --src-range 10.0.0.2-10.0.0.9 -j DROP \
          | FORWARD 1 CONTRADICTION
          -A FORWARD -p tcp -j LOG; -A FORWARD -p tcp -j ACCEPT | ''
          -A c -p tcp -j DROP | c 1 CHAIN_NOT_ENTERED
          -A FORWARD -p udp -j c; -A c -p tcp -j DROP | c 1 EXCLUDED_BEFORE
          -A FORWARD -p udp -j c; -A FORWARD -p udp -m udp --dport 53 -j DROP; -A c -j RETURN | ''
          -A FORWARD -p udp -g c; -A FORWARD -p udp -m udp --dport 53 -j DROP; -A c -j RETURN \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -j c; -A FORWARD -p udp -j DROP; -A c -p udp -j ACCEPT \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -m conntrack --ctstate NEW -j ACCEPT; \
          -A FORWARD -m conntrack --ctstate NEW --ctdir ORIGINAL -j DROP | FORWARD 2 SHADOWED [1]
          -A FORWARD -m conntrack --ctstate NEW --ctdir REPLY -j DROP | FORWARD 1 CONTRADICTION
          -A FORWARD -m conntrack --ctstate INVALID,UNTRACKED --ctdir ORIGINAL -j DROP | ''
          -A FORWARD -m conntrack --ctstate INVALID,UNTRACKED -m conntrack --ctdir ORIGINAL -j DROP \
          | FORWARD 1 CONTRADICTION
          -A FORWARD -m state --state INVALID,UNTRACKED -m conntrack --ctdir ORIGINAL -j DROP \
          | FORWARD 1 CONTRADICTION
          -A FORWARD -m limit --limit 1/sec -j DROP; -A FORWARD -m limit --limit 1/sec -j DROP | ''
          -A FORWARD -m set --match-set s src -j DROP; \
          -A FORWARD -m set --match-set s src -p tcp -j DROP | FORWARD 2 SHADOWED [1]
          -A FORWARD -m set --match-set s src -j DROP; -A FORWARD -m set --match-set s dst -j DROP \
          | ''
          -A FORWARD -m set --match-set s src -j DROP; -A FORWARD -j SET --add-set t src; \
          -A FORWARD -m set --match-set s src -p tcp -j DROP | FORWARD 3 SHADOWED [1]
          -A FORWARD -m set --match-set s src -j DROP; -A FORWARD -j SET --add-set s src; \
          -A FORWARD -m set --match-set s src -p tcp -j DROP | ''
          -A FORWARD -j SET --add-set s src; -A FORWARD -j DROP; -A FORWARD -p tcp -j DROP \
          | FORWARD 3 SHADOWED [2]
          -A FORWARD -i vnet+ -j DROP; -A FORWARD -i vnet3 -j ACCEPT | FORWARD 2 SHADOWED [1]
          -A FORWARD -i vnet3 -j DROP; -A FORWARD -i vnet+ -j ACCEPT | ''
          -A FORWARD -m mark --mark 0x1 -j DROP; -A FORWARD -m mark --mark 0x1 -j DROP \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -m physdev ! --physdev-is-bridged -j DROP; \
          -A FORWARD -m physdev --physdev-out vnet0 -j DROP; \
          -A FORWARD -m physdev --physdev-is-bridged -j DROP; -A FORWARD -j DROP \
          | FORWARD 4 SHADOWED [1, 2, 3]
          """)
  void rulesOfIpv4(String rules, String expected) {
    assertEquals(expected, unmet(Family.IPV4, rules));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A FORWARD -p IPv4 -j DROP; -A FORWARD -p IPv4 --ip-proto tcp -j ACCEPT \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -s 52:54:0:0:0:1 -j c; -A FORWARD -s 52:54:0:0:0:1 -p ARP -j DROP \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -s 52:54:0:0:0:1 -j d; -A FORWARD -s 52:54:0:0:0:1 -p ARP -j DROP | ''
          -A FORWARD -p ARP --arp-gratuitous -j DROP; \
          -A FORWARD -p ARP --arp-ip-src 10.0.0.1 --arp-ip-dst 10.0.0.1 -j DROP \
          | FORWARD 2 SHADOWED [1]
          -A FORWARD -p ARP --arp-ip-src 10.0.0.1 -j DROP; \
          -A FORWARD -p ARP --arp-ip-src ! 10.0.0.1 -j DROP; \
          -A FORWARD -p ARP -j ACCEPT | ''
          -A FORWARD -p 802_1Q --vlan-id 5 -j DROP; -A FORWARD -p 802_1Q -j DROP; \
          -A FORWARD -p 802_1Q --vlan-id 6 -j ACCEPT | FORWARD 3 SHADOWED [2]
          -A FORWARD --log -p ARP -j CONTINUE; -A FORWARD -p ARP -j DROP | ''
          """)
  void rulesOfBridges(String rules, String expected) {
    assertEquals(expected, unmet(Family.BRIDGE, rules));
  }

  @Test
  void changedMarksAreNotKnown() {
    Ruleset rules =
        SaveText.read(
            Family.IPV4,
            TextSource.text(
                """
                *mangle
                :PREROUTING ACCEPT [0:0]
                -A PREROUTING -m mark --mark 0x1 -j DROP
                -A PREROUTING -j MARK --set-xmark 0x1/0xffffffff
                -A PREROUTING -m mark --mark 0x1 -j ACCEPT
                COMMIT
                """,
                "rules"));

    assertEquals(List.of(), RulesetAnalysis.of(rules).unmetRules());
  }

  @Test
  void whatNeedsTooMuchIsSaid() {
    Ruleset rules = filter(Family.IPV4, "-A FORWARD -s 10.0.0.1/32 -j DROP");

    assertFalse(RulesetAnalysis.of(rules, 100).isComplete());
    assertTrue(RulesetAnalysis.of(rules).isComplete());
  }

  /** {@return a rule without its chain, of few values, so that many rules are unmet} */
  private static String rule(Random random) {
    String match =
        switch (random.nextInt(4)) {
          case 0 -> "-s 10.0.0.%d/32 ".formatted(random.nextInt(16));
          case 1 -> "-s 10.0.0.%d/30 -d 10.0.0.%d/32 ".formatted(random.nextInt(4) * 4, 1);
          case 2 -> "-d 10.0.0.%d/32 -p udp ".formatted(random.nextInt(16));
          default -> {
            int port = random.nextInt(40);
            yield "-p tcp -m tcp --dport %d:%d ".formatted(port, port + random.nextInt(4));
          }
        };
    return match + "-j " + List.of("ACCEPT", "DROP", "LOG").get(random.nextInt(3));
  }

  private static List<ChainRule> unmetOf(Ruleset ruleset) {
    return RulesetAnalysis.of(ruleset).unmetRules().stream().map(UnmetRule::rule).toList();
  }

  @Test
  void longChainsAreAsSeveralShortOnes() {
    Random random = new Random(31);
    int found = 0;
    for (int i = 0; i < 20; i++) {
      List<String> rules = Stream.generate(() -> rule(random)).limit(200).toList();
      String inOne = "-A FORWARD " + String.join("; -A FORWARD ", rules);
      String inTwo =
          "-A FORWARD -j c; -A FORWARD -j d; -A c "
              + String.join("; -A c ", rules.subList(0, 100))
              + "; -A d "
              + String.join("; -A d ", rules.subList(100, 200));

      List<ChainRule> unmet = unmetOf(filter(Family.IPV4, inOne));

      assertEquals(unmetOf(filter(Family.IPV4, inTwo)), unmet);
      found += unmet.size();
    }
    assertTrue(found > 400, found + " unmet rules");
  }
}
