package io.nwfilter.testkit.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagram.Diagram;
import io.nwfilter.netfilter.diagram.Dot;
import io.nwfilter.netfilter.diagram.DrawnJump;
import io.nwfilter.netfilter.diagram.Graphviz;
import io.nwfilter.netfilter.diagram.Mermaid;
import io.nwfilter.netfilter.diagram.Owners;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.Command;
import io.nwfilter.testkit.kernel.HostTools;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Pictures of hosts, read by the programs that draw them. */
class PictureTest {

  private static final String HOSTILE = "a\"]; &amp;\\N <script> %%{init}%% |`#\n  end\u202e漢";

  private static final String DUMP =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :[#]};&<b>|{`%%{a}%% - [0:0]
      -A INPUT -g [#]};&<b>|{`%%{a}%%
      COMMIT
      """;

  private static Diagram host(String name) {
    CompiledHost host =
        FilterCompiler.compileHost(
            List.of(
                Domain.of(name, on("vnet0", "52:54:00:00:00:01")),
                Domain.of("é", on("vnet1", "52:54:00:00:00:02"))));
    return Diagram.of(
        List.of(
            host.ruleset(Family.BRIDGE), SaveText.read(Family.IPV4, TextSource.text(DUMP, "dump"))),
        Owners.of(host));
  }

  private static NetworkInterface on(String dev, String mac) {
    return NetworkInterface.builder("bridge")
        .mac(mac)
        .targetDev(dev)
        .filter("no-mac-spoofing")
        .build();
  }

  private static String plain(String dot) {
    return Command.of("dot", "-Tplain").withInput(dot).runSuccessfully().stdout();
  }

  @Test
  void mermaidReadsHostileNames() {
    MermaidLine.assertFlowchart(Mermaid.text(host(HOSTILE)));
    MermaidLine.assertFlowchart(Mermaid.text(host("a").collapsed(2)));
    MermaidLine.assertFlowchart(Mermaid.text(Diagram.of(List.of())));
  }

  @Test
  void theCheckOfMermaidFindsSlips() {
    for (String wrong :
        List.of(
            "graph",
            "flowchart LR\nflowchart LR",
            "flowchart LR\n  subgraph g0[\"a\"]",
            "flowchart LR\n  c0[\"a\"b\"]:::host",
            "flowchart LR\n  c0[\"a;\"]:::host",
            "flowchart LR\n  c0[\"a\"]:::host\n  c0 -->|\"jump\"| c1",
            "flowchart LR\n  c0[\"a\"]:::host\n  c0[\"a\"]:::host",
            "flowchart LR\n  c0[\"<b>\"]:::host")) {
      assertThrows(
          AssertionFailedError.class, () -> MermaidLine.assertFlowchart(wrong + "\n"), wrong);
    }
  }

  @Test
  void graphvizReadsAllChainsAndJumps() {
    HostTools.requireGraphviz();
    Diagram diagram = host(HOSTILE);

    List<String> lines = plain(Dot.text(diagram)).lines().toList();

    Set<String> nodes = new TreeSet<>();
    List<String> edges = new ArrayList<>();
    for (String line : lines) {
      List<String> words = Splitter.on(' ').splitToList(line);
      if (words.get(0).equals("node")) {
        nodes.add(words.get(1));
      } else if (words.get(0).equals("edge")) {
        edges.add(words.get(1) + " " + words.get(2));
      }
    }
    Set<String> chains = new TreeSet<>();
    for (int i = 0; i < diagram.chains().size(); i++) {
      chains.add("c" + i);
    }
    assertEquals(chains, nodes);
    assertEquals(
        diagram.jumps().stream().map(PictureTest::ends).sorted().toList(),
        edges.stream().sorted().toList());
  }

  private static String ends(DrawnJump jump) {
    return "c" + jump.from() + " c" + jump.to();
  }

  @Test
  void graphvizReadsAPictureOfNothing() {
    HostTools.requireGraphviz();

    assertTrue(plain(Dot.text(Diagram.of(List.of()))).contains("\"no rules\""));
  }

  @Test
  void svgIsADocumentWithTheNamesAsTheyAre() throws Exception {
    HostTools.requireGraphviz();

    Document svg = parse(Graphviz.svg(host(HOSTILE)));

    assertEquals("svg", svg.getDocumentElement().getTagName());
    Set<String> texts = elements(svg, "text");
    String machine = "2 rules of a\"]; &amp;\\N <script> %%{init}%% |`#\\u000a  e… (vnet0)";
    assertTrue(texts.contains(machine), () -> texts.toString());
    assertTrue(texts.contains("[#]};&<b>|{`%%{a}%%"), () -> texts.toString());
    assertEquals(Set.of(), elements(svg, "script"));
    assertEquals(Set.of(), elements(svg, "a"));
  }

  private static Document parse(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }

  private static Set<String> elements(Document svg, String name) {
    NodeList found = svg.getElementsByTagName(name);
    Set<String> texts = new TreeSet<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().replace('\u00a0', ' '));
    }
    return texts;
  }
}
