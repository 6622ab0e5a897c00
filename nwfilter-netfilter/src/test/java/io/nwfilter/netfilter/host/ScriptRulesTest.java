package io.nwfilter.netfilter.host;

import static io.nwfilter.netfilter.host.Events.after;
import static io.nwfilter.netfilter.host.Events.refused;
import static io.nwfilter.netfilter.host.Events.script;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts of a host do, and which of their rules the tools refuse. */
class ScriptRulesTest {

  /** What a shell says and goes on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "iptables -D INPUT -p udp -j DROP ~ chain 'INPUT' has no such rule",
        "iptables -D INPUT -s 10.0.0.1,10.0.0.2 ~ chain 'INPUT' has no such rule",
        "iptables -N mine ~ there is already a chain 'mine'",
        "iptables -t nat -F mine ~ there is no chain 'mine' in table 'nat'",
        "iptables -t nat -X mine ~ there is no chain 'mine' in table 'nat'",
        "iptables -X mine ~ chain 'mine' is a base chain, is not empty, or has other chains jump to"
            + " it",
        "iptables -I INPUT 9 -j DROP ~ position 9 is beyond the end of chain 'INPUT', which has 2"
            + " rules",
        "iptables -D INPUT 9 ~ position 9 is beyond the end of chain 'INPUT', which has 2 rules",
      })
  void scriptsGoOnAfterAFailure(String line, String message) {
    String before = "iptables -N mine\niptables -A INPUT -j mine\niptables -A INPUT -s 10.0.0.1\n";
    Host host = after(script(before + line + "\niptables -P INPUT DROP\n"));
    Host ended = after(script(before + "set -e\n" + line + "\niptables -P INPUT DROP\n"));

    assertEquals(
        after(script(before + "iptables -P INPUT DROP\n")).ruleset(Family.IPV4),
        host.ruleset(Family.IPV4));
    assertEquals(
        List.of(
            "own.sh:4:1: warning: script-command-failed: the command fails, and the script goes on:"
                + " "
                + message),
        host.diagnostics().stream().map(Object::toString).toList());
    assertEquals(after(script(before)).ruleset(Family.IPV4), ended.ruleset(Family.IPV4));
    assertEquals(
        List.of(
            "own.sh:5:1: warning: script-command-failed: the command fails, and the script ends"
                + " here: "
                + message),
        ended.diagnostics().stream().map(Object::toString).toList());
  }

  @Test
  void whatIsSkippedIsTold() {
    assertEquals(
        List.of(
            "own.sh:2:1: warning: script-lines-skipped: skipped, as they change no rules: sysctl,"
                + " echo"),
        after(script("iptables -F\nsysctl -p\necho done\n")).diagnostics().stream()
            .map(Object::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "iptables -A INPUT -j FORWARD ~ 'FORWARD' is a base chain, which no rule can jump to",
        "iptables -A INPUT -g INPUT ~ 'INPUT' is a base chain, which no rule can jump to",
        "iptables -A INPUT -j MASQUERADE ~ MASQUERADE is allowed only in table nat, not in table"
            + " filter",
        "iptables -t nat -A PREROUTING -j MASQUERADE ~ MASQUERADE is allowed only in POSTROUTING,"
            + " not in PREROUTING",
        "iptables -t nat -A INPUT -j DNAT --to-destination 10.0.0.1 ~ DNAT is allowed only in"
            + " PREROUTING, OUTPUT, not in INPUT",
        "iptables -t nat -A POSTROUTING -j DROP ~ DROP is allowed only in table filter, mangle,"
            + " raw, security, not in table nat",
        "iptables -t nat -P PREROUTING DROP ~ the policy of table nat cannot be DROP: it is not for"
            + " filtering",
        "ip6tables -t mangle -A FORWARD -j REJECT ~ REJECT is allowed only in table filter, not in"
            + " table mangle",
        "iptables -A INPUT -j REJECT --reject-with tcp-reset ~ REJECT --reject-with tcp-reset needs"
            + " -p tcp",
        "iptables -A INPUT ! -p tcp -j REJECT --reject-with tcp-reset ~ REJECT --reject-with"
            + " tcp-reset needs -p tcp",
        "iptables -t nat -A PREROUTING -j REDIRECT --to-ports 80 ~ a new port needs -p tcp or udp"
            + " or sctp or dccp or icmp",
        "iptables -A OUTPUT -i eth0 ~ -i is allowed only in INPUT, FORWARD, not in OUTPUT",
        "iptables -A INPUT -o eth0 ~ -o is allowed only in FORWARD, OUTPUT, not in INPUT",
        "iptables -A INPUT -m owner --uid-owner 0 ~ owner is allowed only in OUTPUT, not in INPUT",
        "iptables -A OUTPUT -m physdev --physdev-out vnet0 ~ physdev --physdev-out without"
            + " --physdev-is-bridged is allowed only in INPUT, FORWARD, not in OUTPUT",
        "iptables -A OUTPUT -m mac --mac-source 52:54:00:00:00:01 ~ mac is allowed only in INPUT,"
            + " FORWARD, not in OUTPUT",
        "iptables -A INPUT -m statistic --mode nth --every 3 ~ statistic --every needs statistic"
            + " --packet",
        "iptables -A INPUT -m addrtype --limit-iface-in ~ addrtype --limit-iface-in needs addrtype"
            + " --src-type or addrtype --dst-type",
        "iptables -A INPUT -j CT --notrack ~ CT is allowed only in table raw, not in table filter",
        "iptables -t mangle -A PREROUTING -j TPROXY --on-port 80 ~ TPROXY needs -p tcp or udp",
        "ebtables -A INPUT -o eth0 ~ -o is allowed only in FORWARD, OUTPUT, not in INPUT",
        "ebtables -t nat -A PREROUTING --logical-out br0 ~ --logical-out is allowed only in OUTPUT,"
            + " POSTROUTING, not in PREROUTING",
        "ebtables -t nat -A PREROUTING -j snat --to-src 52:54:00:00:00:01 ~ snat is allowed only in"
            + " POSTROUTING, not in PREROUTING",
        "ebtables -A INPUT -j redirect ~ redirect is allowed only in table nat, broute, not in"
            + " table filter",
        "ebtables -t nat -A PREROUTING -j arpreply --arpreply-mac 52:54:00:00:00:01 ~ arpreply"
            + " needs -p ARP",
      })
  void whatTheToolsRefuseIsRefused(String line, String message) {
    String tool = line.substring(0, line.indexOf(' '));

    assertEquals(
        "own.sh:2:1: error: rule-refused: " + tool + " does not take this: " + message,
        refused(script("iptables -F\n" + line + "\n")));
  }

  @ParameterizedTest
  @CsvSource({
    "iptables -t nat -A POSTROUTING -s 10.0.0.1 -j MASQUERADE",
    "iptables -t nat -A INPUT -j SNAT --to-source 10.0.0.1",
    "iptables -t nat -A PREROUTING ! -p tcp -j REDIRECT --to-ports 80",
    "iptables -A INPUT -j MARK --set-mark 1",
    "iptables -A OUTPUT -m physdev --physdev-out vnet0 --physdev-is-bridged",
    "iptables -t mangle -A POSTROUTING -m owner --uid-owner 0",
    "ebtables -t nat -P PREROUTING DROP",
    "ebtables -t nat -A PREROUTING -j dnat --to-dst 52:54:00:00:00:01 --dnat-target RETURN",
  })
  void whatTheToolsTakeIsTaken(String line) {
    assertEquals(List.of(), after(script(line)).diagnostics());
  }

  @Test
  void whatABaseChainLeadsToIsAsked() {
    String chain = "iptables -t nat -N mine\niptables -t nat -A mine -j MASQUERADE\n";
    String message =
        "error: rule-refused: iptables does not take this: MASQUERADE is allowed only in"
            + " POSTROUTING, but OUTPUT leads to chain 'mine'";

    assertEquals(
        List.of(), after(script(chain + "iptables -t nat -A POSTROUTING -j mine")).diagnostics());
    assertEquals(
        "own.sh:3:1: " + message, refused(script(chain + "iptables -t nat -A OUTPUT -j mine")));
    assertEquals(
        "own.sh:3:1: " + message,
        refused(
            script(
                """
                iptables -t nat -N mine
                iptables -t nat -A OUTPUT -j mine
                iptables -t nat -A mine -j MASQUERADE
                """)));
    assertEquals(
        List.of(),
        after(script("iptables -N mine\niptables -A mine -i eth0\niptables -A OUTPUT -j mine"))
            .diagnostics());
  }

  @Test
  void jumpsInACircleAreRefusedOnceABaseChainLeadsThere() {
    String circle =
        "iptables -N a\niptables -N b\niptables -A a -j b\niptables -A b -g a\niptables -N c\n";

    assertEquals(List.of(), after(script(circle)).diagnostics());
    assertEquals(
        "own.sh:6:1: error: rule-refused: iptables does not take this: the jumps from INPUT go in a"
            + " circle: a → b → a",
        refused(script(circle + "iptables -A INPUT -j a")));
    assertEquals(
        "own.sh:3:1: error: rule-refused: iptables does not take this: the jumps from INPUT go in a"
            + " circle: a → a",
        refused(script("iptables -N a\niptables -A INPUT -j a\niptables -A a -j a")));
  }

  @Test
  void jumpsGoNoDeeperThanTheKernelFollows() {
    StringBuilder chains = new StringBuilder();
    for (int i = 1; i <= 16; i++) {
      chains.append("iptables -N c%d\n".formatted(i));
    }
    for (int i = 1; i <= 15; i++) {
      chains.append("iptables -A c%d -j c%d\n".formatted(i, i + 1));
    }

    assertEquals(List.of(), after(script(chains + "iptables -A INPUT -j c2")).diagnostics());
    assertEquals(
        "own.sh:32:1: error: rule-refused: iptables does not take this: the jumps from INPUT lead"
            + " through more than 15 chains, down to 'c16'",
        refused(script(chains + "iptables -A INPUT -j c1")));
  }
}
