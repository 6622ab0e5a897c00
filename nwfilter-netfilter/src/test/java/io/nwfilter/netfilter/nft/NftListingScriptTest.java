package io.nwfilter.netfilter.nft;

import static io.nwfilter.netfilter.nft.NftListingTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts, of which a listing is a simple one. */
class NftListingScriptTest {

  private static final String TABLE =
      """
      table inet fw {
      	set ports {
      		type inet_service
      		elements = { 22, 80 }
      	}

      	map guests {
      		type ifname : verdict
      		elements = { "vnet0" : jump inner, "vnet1" : drop }
      	}

      	chain inner {
      		tcp dport @ports accept
      		drop
      	}

      	chain forward {
      		type filter hook forward priority filter; policy drop;
      		oifname vmap @guests
      	}
      }
      """;

  @Test
  void ownScriptsReadAsWhatTheyMake() {
    NftRuleset ruleset = read(TABLE);

    assertEquals(ruleset, read(NftScript.replace(ruleset.tables())));
  }

  @Test
  void commandsMakeTheSameAsABlock() {
    assertEquals(
        read(TABLE),
        read(
            """
            #!/usr/sbin/nft -f
            flush ruleset
            add table inet fw
            add set inet fw ports { type inet_service; elements = { 22 }; }
            add element inet fw ports { 80 }
            create chain inet fw inner
            add map inet fw guests { type ifname : verdict; }
            add element inet fw guests { "vnet0" : jump inner, "vnet1" : drop }
            add chain inet fw forward { type filter hook forward priority 0; policy drop; }
            add rule inet fw inner drop
            insert rule inet fw inner tcp dport @ports accept
            add rule inet fw forward oifname vmap @guests
            """));
  }

  @Test
  void partsThatAreNotModelledAreKept() {
    assertEquals(
        read(
            """
            table inet t {
            \tcounter c {
            \t}
            \tquota q {
            \t\tover 25 mbytes
            \t}
            \tct helper h {
            \t\ttype "ftp" protocol tcp
            \t}
            }
            """),
        read(
            """
            add table inet t
            add counter inet t c
            add quota inet t q over 25 mbytes
            add ct helper inet t h {
              type "ftp" protocol tcp
            }
            """));
  }

  /** Its chain is not one that is not modelled, and so not called. */
  @Test
  void aPolicyMayBeLeftOut() {
    NftRuleset with =
        read(
            """
            table inet t {
              chain c {
                type filter hook input priority filter; policy accept;
                tcp dport 22 drop
              }
            }
            """);

    assertEquals(
        with,
        read(
            """
            table inet t {
              chain c {
                type filter hook input priority 0;
                tcp dport 22 drop
              }
            }
            """));
    assertEquals(
        with,
        read(
            "table inet t { chain c { type filter hook input priority 0; tcp dport 22 drop; }; }"));
  }

  @Test
  void variablesAreReplacedAndLinesContinued() {
    assertEquals(
        read(
            """
            table inet t {
              set hosts {
                type ipv4_addr
                elements = { 10.0.0.1, 10.0.0.2, 10.0.0.3 }
              }
              chain c {
                iifname "eth0" tcp dport { 22, 80 } ip saddr @hosts accept
              }
            }
            """),
        read(
            """
            #!/usr/sbin/nft -f
            define uplink = eth0
            define ports = { ssh, http }
            define some = {
              10.0.0.1,
              10.0.0.2
            }
            table inet t {
              set hosts {
                type ipv4_addr
                elements = {
                  $some,
                  10.0.0.3
                }
              }
              chain c {
                iifname $uplink tcp dport $ports \\
                  ip saddr @hosts accept
              }
            }
            """));
  }

  @Test
  void whatIsDeclaredAgainIsAdded() {
    assertEquals(
        read("table ip t {\n chain a {\n drop\n accept\n }\n chain b {\n jump a\n }\n}\n"),
        read(
            """
            table t {
              chain a {
                drop
              }
            }
            table ip t {
              chain b {
                jump a
              }
              chain a {
                accept
              }
            }
            """));
  }

  @Test
  void whatIsDeletedOrFlushedIsGone() {
    String parts = "{ chain a { drop; }; set s { type mark; elements = { 7 }; }; }\n";
    NftRuleset empty = read("table ip t { chain a { }; set s { type mark; }; }\n");
    NftRuleset full = read("table ip t " + parts);

    assertEquals(NftRuleset.EMPTY, read("table ip t " + parts + "delete table ip t\n"));
    assertEquals(NftRuleset.EMPTY, read("table ip t " + parts + "flush ruleset ip\n"));
    assertEquals(full, read("table ip t " + parts + "flush ruleset ip6\ndestroy table ip other\n"));
    assertEquals(empty, read("table t " + parts + "flush chain t a; flush set ip t s\n"));
    assertEquals(empty, read("table t " + parts + "flush table t; flush set ip t s\n"));
    assertEquals(ImmutableList.of(), read("table netdev n { }\ndelete table netdev n\n").others());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"table ip t {", "# a\n\nadd table t", "flush ruleset\n", "delete table ip t"})
  void areKnownByTheirFirstWord(String text) {
    assertTrue(NftListing.begins(TextSource.text(text, "script")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*filter\n", "# Generated by iptables-save", "", "table", "{ \"nftables\": [] }"})
  void otherTextsAreNot(String text) {
    assertFalse(NftListing.begins(TextSource.text(text, "text")));
  }

  @Test
  void jsonIsRefusedByName() {
    TextException refused =
        assertThrows(
            TextException.class,
            () -> NftListing.refuseJson(TextSource.text("{\"nftables\": []}\n", "rules.json")));

    assertEquals(
        List.of(TextCode.RULES_JSON, "rules.json:1:1"),
        List.of(refused.diagnostic().code(), refused.diagnostic().location().toString()));
    NftListing.refuseJson(TextSource.text(TABLE, "listing"));
  }
}
