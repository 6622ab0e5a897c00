package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scripts in the forms that administrators write, each loaded by nft 1.0.6, mean what it lists. */
class AdministratorScriptTest {

  private static NftRuleset read(String text) {
    return NftListing.read(TextSource.text(text, "text"));
  }

  private static String inAChain(String rules) {
    return "table ip t {\n\tchain c {\n\t\t" + rules + "\n\t}\n}\n";
  }

  private static void assertSame(String listed, String written) {
    assertEquals(read(inAChain(listed)), read(inAChain(written)));
    assertEquals(inAChain(listed), NftScript.write(read(inAChain(written))));
  }

  @Test
  void setsOfRulesAreOnSeveralLines() {
    assertSame("tcp dport { 25, 587 } accept", "tcp dport {\n  25,  # mail\n\n  587\n  } accept");
    assertSame(
        "tcp dport vmap { 1 : drop, 2 : accept }", "tcp dport vmap {\n 1 : drop,\n 2 : accept,\n}");
    assertSame(
        "ip saddr . tcp dport { 10.0.0.1 . 22 } accept",
        "ip saddr . tcp dport {\n 10.0.0.1 . 22\n} accept");
  }

  @Test
  void aCommaMayFollowTheLastValue() {
    assertSame("tcp dport { 22, 80 } accept", "tcp dport { 22, 80, } accept");
    assertEquals(
        read("table ip t {\nset s {\ntype ipv4_addr\nelements = { 10.0.0.1, 10.0.0.2 }\n}\n}\n"),
        read(
            "table ip t {\nset s {\ntype ipv4_addr\nelements = { 10.0.0.1,\n10.0.0.2,\n}\n}\n}\n"));
    assertEquals(
        read(inAChain("tcp dport { 1, 2, 5 } accept")),
        read("define a = { 1, 2, }\n" + inAChain("tcp dport { $a, 5, } accept")));
  }

  @Test
  void aBackslashContinuesALineAfterAWord() {
    assertSame("ct state new accept", "ct state\\\n new accept");
  }

  @Test
  void variablesAreJoinedToWords() {
    assertEquals(
        read(inAChain("tcp dport 7 dnat to 10.0.0.1:80")),
        read("define GW = 10.0.0.1\n" + inAChain("tcp dport 7 dnat to $GW:80")));
    assertEquals(
        read(inAChain("ip saddr 10.0.0.0-10.0.0.9 accept")),
        read("define last = 10.0.0.9\n" + inAChain("ip saddr 10.0.0.0-$last accept")));
    assertEquals(
        read(inAChain("tcp dport 2 accept\ntcp dport 3 accept")),
        read(
            """
            define a = 3
            table ip t {
              define b = 2
              chain c {
                define c = $b
                tcp dport $c accept
                tcp dport $a accept
              }
            }
            """));
    assertEquals(
        read(inAChain("tcp dport 2 accept")),
        read("define a = 1\nredefine a = 2\n" + inAChain("tcp dport $a accept")));
  }

  @Test
  void chainsWithoutANameAreThoseThatAreListed() {
    String listed =
        """
        table ip t {
        \tchain c {
        \t\ttcp dport 22 jump {
        \t\t\tip saddr 10.0.0.0/8 accept
        \t\t\tdrop
        \t\t}
        \t\ttcp dport 23 goto {
        \t\t\tdrop
        \t\t} comment "why"
        \t\taccept
        \t}
        }
        """;
    String written =
        """
        add table ip t
        add chain ip t c
        add rule ip t c tcp dport 22 jump { ip saddr 10.0.0.0/8 accept; drop; }
        add rule t c tcp dport 23 goto { drop; } comment "why"
        add rule t c accept
        """;

    assertEquals(listed, NftScript.write(read(listed)));
    assertEquals(read(listed), read(written));
    assertEquals(3, read(listed).tables().get(0).chains().size());
  }

  @Test
  void rulesAreAddedByTheirIndex() {
    assertEquals(
        read(inAChain("ip ttl 1\nip ttl 2\nip ttl 3\nip ttl 4")),
        read(
            inAChain("ip ttl 1\nip ttl 4")
                + "add rule t c index 0 ip ttl 2\ninsert rule t c index 2 ip ttl 3\n"));
  }

  @Test
  void elementsAreAddedToSetsWithOptions() {
    NftTable table =
        read("""
        table inet fw {
        \tset blocked {
        \t\ttype ipv4_addr
        \t\tsize 100
        \t\tflags interval
        \t\tcounter
        \t\tauto-merge
        \t\telements = { 10.0.0.0/24 counter packets 1 bytes 60,
        \t\t\t     10.0.2.1 comment "one } more" }
        \t}
        \tset typed { typeof ip saddr . tcp dport; size 5; }
        \tset short { type ipv4_addr; timeout 1h; }
        }
        add element inet fw blocked { 10.0.3.0/24 }
        add element inet fw typed { 10.0.0.1 . 22, 10.0.0.2 . 23 }
        add element inet fw short { 10.0.0.1 timeout 5m }
        """)
            .tables()
            .get(0);
    NftTable known = table.known(Set.of());

    assertEquals(3, table.others().size());
    assertEquals(Set.of("blocked", "typed"), known.sets().keySet());
    assertEquals(3, known.sets().get("blocked").elements().size());
    assertEquals(2, known.sets().get("typed").elements().size());
    assertTrue(table.others().get(2).text().contains("10.0.0.1 timeout 5m"));
    assertEquals(
        table, read(NftScript.write(new NftRuleset(List.of(table), List.of()))).tables().get(0));
  }

  @Test
  void elementsWithCommentsAreKept() {
    NftTable table =
        read("""
        table inet fw {
        \tset s { type ipv4_addr; elements = { 10.0.0.1 }; }
        \tmap m { type inet_service : verdict; }
        }
        add element inet fw s { 10.0.0.2 comment "two" }
        add element inet fw s { 10.0.0.3 }
        add element inet fw m { 22 comment "ssh" : accept }
        """)
            .tables()
            .get(0);

    assertTrue(table.others().get(0).text().contains("comment \"two\""));
    assertEquals(3, table.known(Set.of()).sets().get("s").elements().size());
    assertEquals(1, table.known(Set.of()).maps().get("m").entries().size());
  }

  @Test
  void elementsOfSetsWithOptionsAreFlushed() {
    NftTable table =
        read("""
        table inet fw {
        \tset s { type ipv4_addr; size 5; elements = { 10.0.0.1 }; }
        }
        flush set inet fw s
        """)
            .tables()
            .get(0);

    assertEquals(Set.of(), table.known(Set.of()).sets().get("s").elements());
  }

  /** As nft 1.0.6: of a chain that is there, only the policy changes, and only if it is given. */
  @Test
  void thePolicyOfAChainChanges() {
    String script =
        """
        table inet f
        add chain inet f i { type filter hook input priority 0; comment "old"; }
        add rule inet f i tcp dport 22 accept
        """;
    String listed =
        """
        table inet f {
        \tchain i {
        \t\tcomment "old"
        \t\ttype filter hook input priority filter; policy %s;
        \t\ttcp dport 22 accept
        \t}
        }
        """;
    String drop = "add chain inet f i { policy drop; }\n";

    assertEquals(listed.formatted("accept"), NftScript.write(read(script)));
    for (String change :
        List.of(
            drop,
            "add chain inet f i { policy drop; comment \"new\"; }\n",
            "table inet f { chain i { policy drop; }\n}\n",
            "add chain inet f i { type filter hook input priority filter; policy drop; }\n",
            drop + "add chain inet f i { type filter hook input priority 0; }\n",
            drop + "add chain inet f i\n")) {
      NftRuleset read = read(script + change);
      assertEquals(listed.formatted("drop"), NftScript.write(read), change);
      assertEquals(4, read.tables().get(0).chains().get("i").chain().place().line(), change);
    }
    assertEquals(
        listed.formatted("accept"),
        NftScript.write(read(script + drop + "add chain inet f i { policy accept; }\n")));
    assertEquals(
        read("table ip t { chain c { type filter hook input priority 0; policy drop; }\n}\n"),
        read("table ip t { chain c { policy drop; type filter hook input priority 0; }\n}\n"));
  }

  @Test
  void nothingElseOfAChainThatIsThereChanges() {
    String script = "table inet f\nadd chain inet f i { type filter hook input priority 0; }\n";
    String user = "table inet f\nadd chain inet f i\n";
    String other = "chain 'i' is there with type filter hook input priority 0";

    assertEquals(
        "text:3:22: " + other + ", which nft does not change",
        refusal(script + "add chain inet f i { type filter hook forward priority 0; }\n"));
    assertEquals(
        "text:3:22: " + other + ", which nft does not change",
        refusal(script + "add chain inet f i { type filter hook input priority 5; }\n"));
    assertEquals(
        "text:3:22: " + other + ", which nft does not change",
        refusal(script + "add chain inet f i { type nat hook input priority 0; }\n"));
    assertEquals(
        "text:3:22: chain 'i' is there without a hook, which nft does not change",
        refusal(user + "add chain inet f i { type filter hook input priority 0; }\n"));
    assertEquals(
        "text:3:22: chain 'i' has no hook, and so no policy",
        refusal(user + "add chain inet f i { policy drop; }\n"));
    assertEquals(
        "text:2:22: there is no chain 'z' of which to change the policy: a new one has a policy"
            + " after its type, hook and priority",
        refusal("table inet f\nadd chain inet f z { policy drop; }\n"));
  }

  private static String refusal(String script) {
    TextException refused = assertThrows(TextException.class, () -> read(script));
    return refused.diagnostic().location() + ": " + refused.diagnostic().message();
  }
}
