package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleShapeTest {

  private static Ruleset filter(String rules) {
    String head = "*filter\n:INPUT ACCEPT\n:a RETURN\n:b RETURN\n";
    return SaveText.read(
        Family.BRIDGE, TextSource.text(head + rules.replace("; ", "\n") + "\n", "rules"));
  }

  private static RuleShape shape(String rules) {
    return RuleShape.of(List.of(filter(rules)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP | -A INPUT -p IPv4 --ip-src 10.0.0.8 -j DROP
          -A INPUT -s 52:54:0:0:0:1 -j DROP | -A INPUT -s 52:54:0:0:0:2 -j DROP
          -A INPUT -i vnet0 -j a; -A a -s 52:54:0:0:0:1 -j DROP \
          | -A INPUT -i vnet9 -j a; -A a -s 52:54:0:0:0:9 -j DROP
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j ACCEPT; -A INPUT -p IPv4 --ip-src 10.0.0.0/8 -j DROP \
          | -A INPUT -p IPv4 --ip-src 10.9.0.7 -j ACCEPT; -A INPUT -p IPv4 --ip-src 10.0.0.0/8 -j DROP
          """)
  void otherValuesMakeTheSameShape(String one, String other) {
    assertEquals(shape(one), shape(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a group address, the broadcast address, the address of a group of IPv4
          -A INPUT -s 52:54:0:0:0:1 -j DROP | -A INPUT -s 53:54:0:0:0:1 -j DROP
          -A INPUT -s 53:54:0:0:0:1 -j DROP | -A INPUT -s ff:ff:ff:ff:ff:ff -j DROP
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP | -A INPUT -p IPv4 --ip-src 224.0.0.7 -j DROP
          # inside the prefix or the mask of another rule, or not
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j ACCEPT; -A INPUT -p IPv4 --ip-src 10.0.0.0/8 -j DROP \
          | -A INPUT -p IPv4 --ip-src 11.0.0.7 -j ACCEPT; -A INPUT -p IPv4 --ip-src 10.0.0.0/8 -j DROP
          -A INPUT -s 52:54:0:0:0:1 -j ACCEPT; -A INPUT -s 52:54:0:0:0:0/ff:ff:0:0:0:0 -j DROP \
          | -A INPUT -s 52:55:0:0:0:1 -j ACCEPT; -A INPUT -s 52:54:0:0:0:0/ff:ff:0:0:0:0 -j DROP
          -A INPUT -i vnet0 -j DROP; -A INPUT -i vnet+ -j DROP \
          | -A INPUT -i tap0 -j DROP; -A INPUT -i vnet+ -j DROP
          # the same twice or not, also in another field
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP; -A INPUT -p IPv4 --ip-src 10.0.0.8 -j DROP \
          | -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP; -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP
          -A INPUT -p ARP --arp-ip-src 10.0.0.7 --arp-ip-dst 10.0.0.7 -j DROP \
          | -A INPUT -p ARP --arp-ip-src 10.0.0.7 --arp-ip-dst 10.0.0.8 -j DROP
          # another prefix, negation, target, chain, order
          -A INPUT -p IPv4 --ip-src 10.0.0.0/8 -j DROP | -A INPUT -p IPv4 --ip-src 11.0.0.0/8 -j DROP
          -A INPUT -p IPv4 --ip-src 10.0.0.7 -j DROP | -A INPUT -p IPv4 --ip-src ! 10.0.0.7 -j DROP
          -A INPUT -s 52:54:0:0:0:1 -j DROP | -A INPUT -s 52:54:0:0:0:1 -j ACCEPT
          -A INPUT -j a; -A a -j DROP | -A INPUT -j b; -A a -j DROP
          -A INPUT -p ARP -j DROP; -A INPUT -s 52:54:0:0:0:1 -j DROP \
          | -A INPUT -s 52:54:0:0:0:1 -j DROP; -A INPUT -p ARP -j DROP
          """)
  void whatRulesCanTellApartMakesAnotherShape(String one, String other) {
    assertNotEquals(shape(one), shape(other));
  }

  /** Values of which some are groups, and some in the prefixes and masks that rules ask for. */
  private static final List<String> ADDRESSES =
      List.of("10.0.0.1", "10.0.0.2", "10.1.0.1", "10.1.0.2", "11.0.0.1", "224.0.0.1");

  private static final List<String> MACS =
      List.of("52:54:0:0:0:1", "52:54:0:0:0:2", "52:55:0:0:0:1", "1:0:5e:0:0:1");

  private static final List<String> SETS =
      List.of(
          "-p IPv4 --ip-src 10.0.0.0/16",
          "-p IPv4 --ip-src 10.0.0.0/8",
          "-s 52:54:0:0:0:0/ff:ff:0:0:0:0",
          "-s 1:0:0:0:0:0/1:0:0:0:0:0",
          "-p IPv4",
          "-p ARP");

  /** Rules with places for values: MACs are m0 to m2, addresses i0 to i2. */
  private static String template(Random random) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      int place = random.nextInt(3);
      String match =
          switch (random.nextInt(4)) {
            case 0 -> "-s m" + place;
            case 1 -> "-s m" + place + " -p IPv4 --ip-src i" + random.nextInt(3);
            case 2 -> "-p IPv4 --ip-src " + (random.nextBoolean() ? "! " : "") + "i" + place;
            default -> SETS.get(random.nextInt(SETS.size()));
          };
      String chain = random.nextBoolean() ? "INPUT" : "a";
      String target = chain.equals("INPUT") && random.nextInt(3) == 0 ? "a" : "DROP";
      rules.append("-A ").append(chain).append(' ').append(match).append(" -j ").append(target);
      rules.append("; ");
    }
    return rules.append("-A INPUT -j a").toString();
  }

  private static String filled(String template, Random random) {
    String rules = template;
    for (int place = 0; place < 3; place++) {
      rules =
          rules
              .replace("m" + place, MACS.get(random.nextInt(MACS.size())))
              .replace("i" + place, ADDRESSES.get(random.nextInt(ADDRESSES.size())));
    }
    return rules;
  }

  private static List<String> unmet(Ruleset ruleset) {
    return RulesetAnalysis.of(ruleset).unmetRules().stream()
        .map(one -> one.chain() + one.number() + one.reason() + one.takenBy())
        .toList();
  }

  @Test
  void ofEqualShapesTheSameRulesAreUnmet() {
    Random random = new Random(21);
    int same = 0;
    int different = 0;
    for (int i = 0; i < 1_500; i++) {
      String template = template(random);
      Ruleset one = filter(filled(template, random));
      Ruleset other = filter(filled(template, random));
      if (RuleShape.of(List.of(one)).equals(RuleShape.of(List.of(other)))) {
        assertEquals(unmet(one), unmet(other), template);
        same += one.equals(other) ? 0 : 1;
      } else {
        different += unmet(one).equals(unmet(other)) ? 0 : 1;
      }
    }
    assertTrue(same > 50, same + " rulesets of equal shapes that differ");
    assertTrue(different > 50, different + " rulesets of other shapes of which others are unmet");
  }
}
