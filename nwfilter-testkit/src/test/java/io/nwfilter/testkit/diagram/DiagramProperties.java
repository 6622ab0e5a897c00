package io.nwfilter.testkit.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.nwfilter.netfilter.diagram.Diagram;
import io.nwfilter.netfilter.diagram.DrawnChain;
import io.nwfilter.netfilter.diagram.DrawnJump;
import io.nwfilter.netfilter.diagram.Mermaid;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.testkit.generate.RulesetArbitraries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the picture of every ruleset. */
class DiagramProperties {

  /** A jump, as both a ruleset and a picture have it. */
  private record Way(String table, String from, String to, DrawnJump.Kind kind) {}

  @Provide
  Arbitrary<Ruleset> rulesets() {
    return Arbitraries.of(Family.values()).flatMap(RulesetArbitraries::rulesets);
  }

  @Property(tries = 300, seed = "20261126")
  void everyChainWithRulesIsDrawn(@ForAll("rulesets") Ruleset ruleset) {
    Map<String, Integer> wanted = new TreeMap<>();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        if (!chain.rules().isEmpty()) {
          wanted.put(table.name() + " " + chain.name(), chain.rules().size());
        }
      }
    }

    Map<String, Integer> drawn = new TreeMap<>();
    for (DrawnChain chain : Diagram.of(List.of(ruleset)).chains()) {
      assertEquals(
          chain.rules(), chain.rulesByOwner().values().stream().mapToInt(count -> count).sum());
      if (chain.rules() > 0) {
        drawn.put(chain.table() + " " + chain.name(), chain.rules());
      }
    }

    assertEquals(wanted, drawn);
  }

  @Property(tries = 300, seed = "20261126")
  void everyJumpIsDrawn(@ForAll("rulesets") Ruleset ruleset) {
    Multiset<Way> wanted = HashMultiset.create();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        for (ChainRule rule : chain.rules()) {
          if (rule.target() instanceof Target.Jump jump) {
            wanted.add(new Way(table.name(), chain.name(), jump.chain(), DrawnJump.Kind.JUMP));
          } else if (rule.target() instanceof Target.Goto go) {
            wanted.add(new Way(table.name(), chain.name(), go.chain(), DrawnJump.Kind.GOTO));
          }
        }
      }
    }

    Multiset<Way> drawn = HashMultiset.create();
    Diagram diagram = Diagram.of(List.of(ruleset));
    for (DrawnJump jump : diagram.jumps()) {
      DrawnChain from = diagram.chains().get(jump.from());
      DrawnChain to = diagram.chains().get(jump.to());
      assertEquals(from.table(), to.table());
      drawn.add(
          new Way(from.table(), from.name(), to.name(), jump.kind()),
          Math.toIntExact(jump.rules()));
    }

    assertEquals(wanted, drawn);
  }

  @Property(tries = 300, seed = "20261126")
  void mermaidReadsThePicture(@ForAll("rulesets") Ruleset ruleset) {
    MermaidLine.assertFlowchart(Mermaid.text(Diagram.of(List.of(ruleset))));
  }
}
