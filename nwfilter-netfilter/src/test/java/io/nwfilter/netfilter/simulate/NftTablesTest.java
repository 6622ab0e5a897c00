package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of packets in tables of nftables. */
class NftTablesTest {

  private static final String TCP = "tcp syn 10.0.0.7:1000 > 10.0.0.9:%s";

  private static HostRules rules(String listing) {
    return HostRules.NONE.with(NftListing.read(TextSource.text(listing, "nft")));
  }

  private static Simulator host(String listing) {
    return Simulator.of(Situation.bridge("br0", "vnet0", "eth1"), rules(listing));
  }

  private static Explanation run(Simulator host, String packet) {
    return host.run(Packet.parse(packet), Entry.port("vnet0"));
  }

  private static Fate fate(String listing, String packet) {
    return run(host(listing), packet).fateAt(End.port("eth1"));
  }

  private static String chain(String hook, String rules) {
    return """
    table bridge t {
    	chain c {
    		type filter hook %s priority filter; policy accept;
    		%s
    	}
    }
    """
        .formatted(hook, rules.replace("\n", "\n\t\t"));
  }

  /** {@return the base chains that are called, in order} */
  private static List<String> called(List<Step> steps) {
    List<String> called = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Called call) {
        called.add(call.hook() + " " + call.chain().place());
      } else if (step instanceof Step.Copies copies) {
        called.addAll(called(copies.ways().get(0).steps()));
      }
    }
    return called;
  }

  @Test
  void acceptingEndsOnlyTheChainAndDroppingAll() {
    String both =
        """
        table bridge first {
        	chain c {
        		type filter hook forward priority filter; policy accept;
        		accept
        	}
        }
        table bridge second {
        	chain c {
        		type filter hook forward priority 7; policy accept;
        		tcp dport 25 drop
        	}
        }
        """;
    Explanation dropped = run(host(both), TCP.formatted(25));

    assertEquals(Fate.ARRIVES, fate(both, TCP.formatted(22)));
    assertEquals(
        "nft bridge second c rule 1: tcp dport 25 drop",
        dropped.decision().orElseThrow().toString());
    assertTrue(
        ExplanationText.plain(dropped)
            .startsWith("dropped by nft, table bridge second, chain c, rule 1\n"),
        () -> ExplanationText.plain(dropped));
  }

  /** Those of one priority in the opposite order; those of IP are between those of frames. */
  @Test
  void callsChainsByPriority() {
    Simulator host =
        Simulator.of(
            TestHost.situation().build(),
            rules(
                """
                table bridge a {
                	chain late {
                		type filter hook prerouting priority 1; policy accept;
                	}

                	chain one {
                		type filter hook prerouting priority -7; policy accept;
                	}

                	chain other {
                		type filter hook prerouting priority -7; policy accept;
                	}
                }
                table inet b {
                	chain ip {
                		type filter hook prerouting priority 7; policy accept;
                	}

                	chain translating {
                		type nat hook prerouting priority 500; policy accept;
                		tcp dport 7 redirect
                	}
                }
                table ip sleeping {
                	flags dormant
                	chain c {
                		type filter hook prerouting priority 0; policy drop;
                	}
                }
                """));

    assertEquals(
        List.of(
            "PREROUTING nft bridge a other",
            "PREROUTING nft bridge a one",
            "PREROUTING nft inet b translating",
            "PREROUTING nft inet b ip",
            "PREROUTING nft bridge a late"),
        called(run(host, TCP.formatted(22)).courses().get(0).steps()));
  }

  @ParameterizedTest
  @CsvSource({"22,ARRIVES", "25,DROPPED", "53,DROPPED", "80,ARRIVES", "99,DROPPED"})
  void mapsSayWhatBecomesOfPackets(int port, Fate fate) {
    String listing =
        """
        table bridge t {
        	map ports {
        		type inet_service : verdict
        		flags interval
        		elements = { 22 : accept, 25 : drop, 53-60 : jump inner, 80 : goto outer }
        	}

        	chain inner {
        		return
        	}

        	chain outer {
        		continue
        	}

        	chain c {
        		type filter hook forward priority filter; policy accept;
        		tcp dport vmap @ports
        		drop
        	}
        }
        """;

    assertEquals(fate, fate(listing, TCP.formatted(port)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip saddr . tcp dport { 10.0.0.0/24 . 22-25 } drop | DROPPED",
        "ip saddr . tcp dport != { 10.0.0.7 . 22 } drop | ARRIVES",
        "ip saddr . udp dport != { 10.0.0.7 . 22 } drop | ARRIVES",
        "iifname . oifname { vnet0 . eth1 } drop | DROPPED",
        "iif . oif { vnet0 . eth2 } drop | ARRIVES",
        "ip6 saddr != ::1 drop | ARRIVES",
        "th dport 22 drop | DROPPED",
        "meta length 40 drop | DROPPED",
        "meta mark set 0x7 meta mark 0x7 drop | DEPENDS",
        "limit rate 5/second drop | DEPENDS",
        "add @s { ip saddr } drop | DROPPED",
        "queue to 0 | DEPENDS"
      })
  void matchesAsLinuxDoes(String rule, Fate fate) {
    String elements = rule.replace("{ vnet0 . eth1 }", "{ \"vnet0\" . \"eth1\" }");
    String quoted = elements.replace("{ vnet0 . eth2 }", "{ \"vnet0\" . \"eth2\" }");
    String set = "\tset s {\n\t\ttype ipv4_addr\n\t\tflags dynamic\n\t}\n\n\tchain c {";

    assertEquals(
        fate, fate(chain("forward", quoted).replace("\tchain c {", set), TCP.formatted(22)));
  }

  /** What the frame's header says first, is the tag; what comes after it, IP. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "icmp type echo-request drop | ARRIVES",
        "ip saddr 10.0.0.7 icmp type echo-request drop | DROPPED",
        "vlan id 7 icmp type echo-request drop | DROPPED",
        "ip saddr 10.0.0.7 drop | DROPPED",
        "ether type ip drop | ARRIVES",
        "ether type 8021q drop | DROPPED"
      })
  void hidesSomeHeadersInFramesWithTags(String rule, Fate fate) {
    assertEquals(
        fate, fate(chain("forward", rule), "icmp echo-request 10.0.0.7 > 10.0.0.9 vlan 7"));
  }

  @Test
  void theLastChainOfThoseThatTranslateIsTheFirstThatSaysSomething() {
    Simulator host =
        Simulator.of(
            TestHost.situation().build(),
            rules(
                """
                table ip a {
                	chain pre {
                		type nat hook prerouting priority dstnat; policy accept;
                		tcp dport 80 dnat to 10.0.0.9
                	}
                }
                table ip b {
                	chain pre {
                		type nat hook prerouting priority dstnat + 1; policy drop;
                		tcp dport 22 accept
                	}
                }
                """));

    assertEquals(
        List.of("PREROUTING nft ip a pre"),
        called(run(host, TCP.formatted(80)).courses().get(0).steps()));
    assertEquals(
        List.of("PREROUTING nft ip a pre", "PREROUTING nft ip b pre"),
        called(run(host, TCP.formatted(22)).courses().get(0).steps()));
    assertEquals(Fate.DROPPED, run(host, TCP.formatted(23)).fate());
  }

  @Test
  void rulesOfDormantTablesMakeLinuxTrackConnections() {
    HostRules sleeping =
        rules(
            """
            table ip t {
            	flags dormant
            	chain c {
            		ct state new drop
            	}
            }
            """);

    assertTrue(ConnectionTracking.isNeededBy(sleeping, Family.IPV4));
    assertTrue(!ConnectionTracking.isNeededBy(sleeping, Family.IPV6));
    assertTrue(!ConnectionTracking.isNeededBy(sleeping, Family.BRIDGE));
  }

  @Test
  void connectionsAreTrackedOnBridgesIfRulesAskForThemThere() {
    Simulator host =
        Simulator.of(
            TestHost.situation().bridgeNetfilter(Family.IPV4, false).build(),
            rules(
                chain(
                    "prerouting",
                    "ether type arp ct state untracked accept\nct state new accept\ndrop")));

    assertEquals(Fate.ARRIVES, run(host, TCP.formatted(22)).fate());
    assertEquals(Fate.ARRIVES, run(host, "arp who-has 10.0.0.9 tell 10.0.0.7").fate());
    assertEquals(Fate.DROPPED, run(host, "tcp syn,ack 10.0.0.7:1 > 10.0.0.9:2").fate());
  }

  @Test
  void saysWhatIsNotModelled() {
    HostRules rules =
        rules(
            """
            table inet t {
            	chain in {
            		type filter hook ingress device "eth0" priority filter; policy drop;
            	}
            }
            table netdev x {
            	chain in {
            		type filter hook ingress device "eth0" priority filter; policy drop;
            	}
            }
            """);

    assertEquals(
        List.of(
            "packets are not led through table 'netdev x'",
            "packets are not led through chain 'in' of table inet t"),
        rules.diagnostics().stream().map(one -> one.message()).toList());
  }

  @Test
  void saysWhatWasLookedUp() {
    Explanation explanation =
        run(
            host(
                chain(
                    "forward",
                    "iifname . ip saddr { \"vnet1\" . 10.0.0.0/24, \"vnet2\" . 10.0.0.1-10.0.0.3 }"
                        + " drop")),
            TCP.formatted(22));
    String text = ExplanationText.plain(explanation);

    assertTrue(
        text.contains(
            "in interface . ipv4 source in { vnet1 . 10.0.0.0/24, vnet2 . 10.0.0.1 to 10.0.0.3 },"
                + " but it is vnet0 . 10.0.0.7\n"),
        text);
  }

  @Test
  void tellsTablesOfOtherToolsFromItsOwn() {
    String filter =
        """
        table %s filter {
        	chain %s {
        		type filter hook input priority filter; policy accept;
        	}
        }
        """;

    assertEquals(1, listed(filter.formatted("ip", "INPUT")).ofTools().size());
    assertEquals(1, listed(filter.formatted("bridge", "INPUT")).ofTools().size());
    assertEquals(0, listed(filter.formatted("ip", "input")).ofTools().size());
    assertEquals(0, listed(filter.formatted("inet", "INPUT")).ofTools().size());
  }

  private static ListedTables listed(String listing) {
    return ListedTables.of(NftListing.read(TextSource.text(listing, "nft")));
  }

  /** A map that has no element for a packet is as a match that is not met. */
  @Test
  void saysWhichElementOfAMapIsMet() {
    Simulator host =
        host(
            chain(
                    "forward",
                    """
                    meta pkttype vmap { multicast : drop }
                    tcp dport vmap { 22 : accept, 25 : drop }
                    ip saddr . ip daddr vmap { 10.0.0.7 . 10.0.0.9 : jump inner }\
                    """)
                .replace("table bridge t {", "table bridge t {\n\tchain inner {\n\t\tdrop\n\t}\n"));

    assertEquals(
        """
          1 no  meta pkttype vmap { multicast : drop }
                no element for 3
          2 yes tcp dport vmap { 22 : accept, 25 : drop }
                element for 22: accept
        """,
        rules(run(host, TCP.formatted(22))));
    assertEquals(
        """
          1 no  meta pkttype vmap { multicast : drop }
                no element for 3
          2 no  tcp dport vmap { 22 : accept, 25 : drop }
                no element for 80
          3 yes ip saddr . ip daddr vmap { 10.0.0.7 . 10.0.0.9 : jump inner }
                element for 10.0.0.7 . 10.0.0.9: jump inner
            1 yes drop
        """,
        rules(run(host, TCP.formatted(80))));
  }

  /** {@return the rules that were tried, without where they are} */
  private static String rules(Explanation explanation) {
    return ExplanationText.plain(explanation)
        .lines()
        .dropWhile(line -> !line.strip().startsWith("nft, table bridge t, c"))
        .skip(1)
        .takeWhile(line -> line.startsWith("    "))
        .filter(line -> !line.contains("nft:"))
        .map(line -> line.substring(2))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
