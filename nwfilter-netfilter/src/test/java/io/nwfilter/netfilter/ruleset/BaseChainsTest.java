package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares with what nft lists after each tool (1.8.9, nf_tables) has loaded each of its tables, in
 * the order in which {@code -save} prints the chains.
 */
class BaseChainsTest {

  private static final List<String> IP =
      List.of(
          "filter INPUT 0",
          "filter FORWARD 0",
          "filter OUTPUT 0",
          "nat PREROUTING -100",
          "nat INPUT 100",
          "nat OUTPUT -100",
          "nat POSTROUTING 100",
          "mangle PREROUTING -150",
          "mangle INPUT -150",
          "mangle FORWARD -150",
          "mangle OUTPUT -150",
          "mangle POSTROUTING -150",
          "raw PREROUTING -300",
          "raw OUTPUT -300",
          "security INPUT 150",
          "security FORWARD 150",
          "security OUTPUT 150");

  private static final List<String> BRIDGE =
      List.of(
          "filter INPUT -200",
          "filter FORWARD -200",
          "filter OUTPUT -200",
          "nat PREROUTING -300",
          "nat OUTPUT 100",
          "nat POSTROUTING 300",
          "broute BROUTING -400");

  private static List<String> chains(Family family) {
    List<String> lines = new ArrayList<>();
    BaseChains.of(family)
        .forEach(
            (name, table) -> {
              assertEquals(name, table.name());
              for (Chain chain : table.chains().values()) {
                BaseHook base = chain.base().orElseThrow();
                assertEquals(chain.name(), base.hook().name());
                assertTrue(chain.isUntouched());
                lines.add(name + " " + chain.name() + " " + base.priority());
              }
            });
    return lines;
  }

  @Test
  void areThoseThatTheToolsMake() {
    assertEquals(IP, chains(Family.IPV4));
    assertEquals(IP, chains(Family.IPV6));
    assertEquals(BRIDGE, chains(Family.BRIDGE));
  }
}
