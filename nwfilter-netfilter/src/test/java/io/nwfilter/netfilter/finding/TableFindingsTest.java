package io.nwfilter.netfilter.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is found of rules of a host's own tables of nftables. */
class TableFindingsTest {

  /** {@return lines such as {@code 4 shadowed-rule: …}} */
  private static String findings(String listing) {
    return RuleFindings.ofTables(
            NftListing.read(TextSource.text(listing, "fw")), AnalysisBudget.DEFAULT)
        .stream()
        .map(
            found ->
                found.location().line() + " " + found.code().id() + ": " + found.message() + "\n")
        .collect(Collectors.joining());
  }

  private static String table(String rules) {
    return """
    table inet fw {
      chain in {
        type filter hook input priority 0; policy drop;
    %s
      }
    }
    """
        .formatted(rules);
  }

  @Test
  void rulesThatNoPacketMeets() {
    assertEquals(
        """
        5 shadowed-rule: no packet meets this rule: the rule at fw:4:1 takes all of its packets before
        6 redundant-rule: this rule changes nothing: the rule at fw:4:1 decides the same about all of its packets before
        8 impossible-rule: no packet can meet this rule: what it asks for excludes each other
        """,
        findings(
            table(
                """
                ip saddr 10.0.0.0/8 accept
                ip saddr 10.0.0.0/16 tcp dport 22 drop
                ip saddr 10.1.0.0/16 accept
                tcp dport 25 accept
                ip saddr 10.0.0.1 ip6 saddr ::1 accept\
                """)));
  }

  /** Without {@code ip protocol}, IPv6 with the protocol 1 would meet it, which can be new. */
  @Test
  void statesThatPacketsNeverHave() {
    assertEquals(
        "4 impossible-state: connection tracking gives none of its packets a state that the rule"
            + " asks for: they are RELATED or INVALID\n",
        findings(
            table(
                """
                ip protocol icmp icmp type destination-unreachable ct state new,established accept
                ip protocol icmp icmp type time-exceeded ct state related accept
                icmp type destination-unreachable ct state new,established accept\
                """)));
  }

  /** A request never replies, and a reply is of no other direction. */
  @Test
  void directionsThatPacketsNeverHave() {
    String found =
        findings(
            table(
                """
                ip protocol icmp icmp type echo-request ct state established ct direction reply accept
                ip protocol icmp icmp type echo-request ct direction original accept
                ip protocol icmp icmp type echo-reply ct direction reply drop
                ip protocol icmp icmp type echo-reply ct state established ct direction original drop\
                """));

    assertEquals(
        List.of("4 impossible-state", "7 impossible-state"),
        found.lines().map(line -> line.substring(0, line.indexOf(':'))).toList());
  }

  /** Of IPv4, all is accepted before; of IPv6, nothing is. */
  @Test
  void aRuleThatSomeFamilyMeetsIsNotReported() {
    assertEquals("", findings(table("ip saddr 0.0.0.0/0 accept\ntcp dport 22 accept")));
  }

  @Test
  void rulesThatChangeNothing() {
    assertEquals(
        "4 redundant-rule: this rule changes nothing: without it, the rule at fw:5:1 would decide"
            + " the same about all of its packets\n",
        findings(
            table(
                """
                tcp dport 22 accept
                tcp dport 1-100 accept
                udp dport 53 counter packets 0 bytes 0 accept
                udp dport 54 log prefix "dns" accept
                udp dport 50-60 accept\
                """)));
  }

  @Test
  void chainsThatNoPacketGetsTo() {
    assertEquals(
        """
        3 unreached-chain: no packet gets to chain 'alone' of table ip fw
        6 unreached-chain: no packet gets to chain 'late' of table ip fw: the rules at fw:13:1 and fw:14:1 take all of its packets before
        15 shadowed-rule: no packet meets this rule: the rules at fw:13:1 and fw:14:1 take all of its packets before
        """,
        findings(
            """
            table ip fw {
            chain alone {
            drop
            }
            chain late {
            drop
            }
            chain called {
            tcp sport 1 drop
            }
            chain in {
            type filter hook input priority 0; policy accept;
            tcp dport vmap { 22 : jump called }
            ip protocol tcp accept
            tcp dport vmap { 23 : jump late }
            }
            }
            """));
  }

  /** What is led to it by a set that packets change, or by a statement that is not known. */
  @Test
  void chainsThatPacketsMayGetToAreNotReported() {
    assertEquals(
        "",
        findings(
            """
            table ip fw {
            map m {
            type ipv4_addr : verdict
            flags dynamic
            elements = { 10.0.0.1 : jump one }
            }
            chain one {
            drop
            }
            chain other {
            drop
            }
            chain in {
            type filter hook input priority 0; policy accept;
            ip saddr vmap @m
            numgen random mod 2 vmap { 0 : jump other, 1 : continue }
            }
            }
            """));
  }

  @Test
  void tablesOfOtherToolsAndOfFiltersAreLeftOut() {
    String unused = " {\nchain unused {\nip saddr 10.0.0.1 drop\n}\n}\n";

    assertEquals("", findings("table ip filter" + unused));
    assertEquals("", findings("table bridge nwfilter" + unused));
  }

  @Test
  void aSmallBudgetIsReported() {
    assertEquals(
        "4 analysis-incomplete: not all rules of table inet fw could be looked at together: the"
            + " sets of packets would need more than 10 nodes\n",
        RuleFindings.ofTables(
                NftListing.read(
                    TextSource.text(table("ip saddr 10.0.0.1 tcp dport 22 drop"), "fw")),
                AnalysisBudget.ofNodes(10))
            .stream()
            .map(
                found ->
                    found.location().line()
                        + " "
                        + found.code().id()
                        + ": "
                        + found.message()
                        + "\n")
            .collect(Collectors.joining()));
  }
}
