package io.nwfilter.benchmark;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.SplittableRandom;

/** Rules of a firewall in one chain, and rules that are made to be hard. */
final class OrdinaryRules {

  private static final int[] PORTS = {22, 25, 53, 80, 443, 3306, 5432, 8080, 8443, 9090};

  private OrdinaryRules() {}

  /**
   * {@return rules that let services of machines be reached, half of them from one network only}
   */
  static Ruleset firewall(int count) {
    return read(services(count), "ACCEPT");
  }

  /** {@return the same rules, after which everything else is dropped} */
  static Ruleset closedFirewall(int count) {
    return read(services(count), "DROP");
  }

  private static StringBuilder services(int count) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String from = random.nextBoolean() ? "" : "-s 192.168.%d.0/24 ".formatted(random.nextInt(64));
      String to = address(random);
      String protocol = random.nextInt(3) == 0 ? "udp" : "tcp";
      int port = PORTS[random.nextInt(PORTS.length)];
      rules.append(
          "-A FORWARD %s-d %s -p %s -m %3$s --dport %d -j ACCEPT\n"
              .formatted(from, to, protocol, port));
    }
    return rules;
  }

  /** {@return rules that ask for unrelated things, so that sets multiply} */
  static Ruleset adversarial(int count) {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int port = random.nextInt(0xffff);
      rules.append(
          "-A FORWARD -s %s -p tcp -m tcp --dport %d:%d -j DROP\n-A FORWARD -d %s -j ACCEPT\n"
              .formatted(address(random), port, 0xffff, address(random)));
    }
    return read(rules, "ACCEPT");
  }

  private static String address(SplittableRandom random) {
    return "10.%d.%d.%d/32".formatted(random.nextInt(4), random.nextInt(256), random.nextInt(256));
  }

  private static Ruleset read(CharSequence rules, String policy) {
    String text = "*filter\n:FORWARD " + policy + " [0:0]\n" + rules + "COMMIT\n";
    return SaveText.read(Family.IPV4, TextSource.text(text, "rules"));
  }
}
