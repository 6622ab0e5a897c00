package io.nwfilter.netfilter.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The texts of pictures, and what names can do to them. */
class PictureTextTest {

  private static final String HOSTILE =
      "a\"]\n  click c0 \"javascript:x\" %%{init}%% <b>&amp;#35;|`\\N\u202e";

  private static Diagram single(String chain, Owner owner) {
    return new Diagram(
        List.of(
            new DrawnChain(
                Family.IPV4,
                "filter",
                chain,
                Optional.empty(),
                Set.of(Hook.FORWARD),
                Optional.of(Verdict.RETURN),
                2,
                List.of(owner),
                Map.of(owner, 2))),
        List.of());
  }

  private static Diagram hostile() {
    return single("FI-[]{}|#;&<", new Owner(Owner.Kind.MACHINE, "[]{}|#;&<", HOSTILE));
  }

  private static String line(String text, String start) {
    return text.lines()
        .map(String::strip)
        .filter(l -> l.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void mermaidHasWholePictures() {
    assertEquals(
        """
        flowchart LR
          subgraph g0["iptables (IPv4)"]
            subgraph g1["table filter"]
              c2["lost<br>1 rule of the host<br>never called"]:::host
              subgraph g2["hook INPUT"]
                c0(["INPUT<br>policy DROP<br>5 rules#58; 2 of the host, 3 of network lan (virbr1)"]):::host
                c1["mine<br>no rules"]:::host
              end
            end
          end
          c0 -->|"jump ×4"| c1
          c0 -.->|"goto"| c1
          classDef host fill:#eceff1,stroke:#546e7a,color:#000
        """,
        Mermaid.text(sample()));
  }

  @Test
  void dotHasWholePictures() {
    assertEquals(
        """
        digraph rules {
          graph [rankdir=LR, charset="UTF-8", fontname="sans-serif"];
          node [shape=box, style=filled, fontname="sans-serif"];
          edge [fontname="sans-serif", fontsize=10];
          subgraph cluster0 {
            label="iptables (IPv4)";
            subgraph cluster1 {
              label="table filter";
              c2 [label="lost\\n1 rule of the host\\nnever called", fillcolor="#eceff1", color="#546e7a"];
              subgraph cluster2 {
                label="hook INPUT";
                c0 [label="INPUT\\npolicy DROP\\n5 rules: 2 of the host, 3 of network lan (virbr1)", fillcolor="#eceff1", color="#546e7a", style="filled,rounded"];
                c1 [label="mine\\nno rules", fillcolor="#eceff1", color="#546e7a"];
              }
            }
          }
          c0 -> c1 [label="jump ×4"];
          c0 -> c1 [label="goto", style=dashed];
        }
        """,
        Dot.text(sample()));
  }

  private static Diagram sample() {
    Owner lan = new Owner(Owner.Kind.NETWORK, "virbr1", "lan");
    return new Diagram(
        List.of(
            new DrawnChain(
                Family.IPV4,
                "filter",
                "INPUT",
                Optional.of(new BaseHook(Hook.INPUT, 0)),
                Set.of(Hook.INPUT),
                Optional.of(Verdict.DROP),
                5,
                List.of(Owner.HOST),
                Map.of(Owner.HOST, 2, lan, 3)),
            chain("mine", Set.of(Hook.INPUT), 0, Map.of()),
            chain("lost", Set.of(), 1, Map.of(Owner.HOST, 1))),
        List.of(
            new DrawnJump(0, 1, DrawnJump.Kind.JUMP, 4),
            new DrawnJump(0, 1, DrawnJump.Kind.GOTO, 1)));
  }

  private static DrawnChain chain(
      String name, Set<Hook> hooks, int rules, Map<Owner, Integer> owners) {
    return new DrawnChain(
        Family.IPV4,
        "filter",
        name,
        Optional.empty(),
        hooks,
        Optional.of(Verdict.RETURN),
        rules,
        List.of(Owner.HOST),
        owners);
  }

  @Test
  void manyNetworksAreCounted() {
    Map<Owner, Integer> rules =
        Map.of(
            new Owner(Owner.Kind.NETWORK, "virbr0", ""), 1,
            new Owner(Owner.Kind.NETWORK, "virbr1", ""), 2,
            new Owner(Owner.Kind.NETWORK, "virbr2", ""), 4,
            new Owner(Owner.Kind.NETWORK, "virbr3", ""), 8);

    assertEquals(
        List.of("LIBVIRT_FWX", "15 rules of 4 networks"),
        Labels.lines(chain("LIBVIRT_FWX", Set.of(Hook.FORWARD), 15, rules)));
  }

  @Test
  void mermaidShowsNamesAndNoMore() {
    assertEquals(
        "c0[\"FI-#91;#93;#123;#125;#124;#35;#59;#38;#60;<br>2 rules of a#34;#93;#92;u000a  click c0"
            + " #34;javascript#58;x#34; #37;#37;#123;init#125;#37;#37;…"
            + " (#91;#93;#123;#125;#124;#35;#59;#38;#60;)\"]:::machine",
        line(Mermaid.text(hostile()), "c0"));
  }

  @Test
  void dotShowsNamesAndNoMore() {
    assertEquals(
        "c0 [label=\"FI-[]{}|#;&amp;<\\n2 rules of a\\\"]\\\\u000a  click c0 \\\"javascript:x\\\""
            + " %%{init}%%… ([]{}|#;&amp;<)\", fillcolor=\"#fff3e0\", color=\"#ef6c00\"];",
        line(Dot.text(hostile()), "c0"));
  }

  @Test
  void signsThatSteerATerminalAreVisible() {
    Diagram diagram = single("FI-a", new Owner(Owner.Kind.MACHINE, "a", "\\N\u202e&`\u0007é漢"));

    assertEquals(
        "c0[\"FI-a<br>2 rules of #92;N#92;u202e#38;#96;#92;u0007é漢 (a)\"]:::machine",
        line(Mermaid.text(diagram), "c0"));
    assertEquals(
        "c0 [label=\"FI-a\\n2 rules of \\\\N\\\\u202e&amp;`\\\\u0007é漢 (a)\","
            + " fillcolor=\"#fff3e0\", color=\"#ef6c00\"];",
        line(Dot.text(diagram), "c0"));
  }

  @Test
  void whereGraphvizIsMissingTheMessageSaysWhatToInstall() {
    GraphvizException missing =
        assertThrows(
            GraphvizException.class, () -> new Graphviz("nwfilter-no-dot").draw("digraph {}"));

    assertEquals(
        "the program 'nwfilter-no-dot' of Graphviz, which draws SVG, cannot be started: install"
            + " the package graphviz, or take another format",
        missing.getMessage());
  }

  @Test
  void aProgramThatFailsDrawsNothing() {
    GraphvizException failed =
        assertThrows(GraphvizException.class, () -> new Graphviz("false").draw("digraph {}"));

    assertEquals("'false' ended with status 1 and drew nothing", failed.getMessage());
  }
}
