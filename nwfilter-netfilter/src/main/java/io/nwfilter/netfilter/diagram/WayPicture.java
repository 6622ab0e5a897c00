package io.nwfilter.netfilter.diagram;

import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways of packets as a flowchart of Mermaid: the base chains that the kernel calls, what
 * happens between them, and how each way ends. If it depends on what is not known, each course is a
 * way of its own, and says what it assumes. Many octets of a packet are cut short.
 */
public final class WayPicture {

  private static final String COLORS =
      """
        classDef good fill:#e8f5e9,stroke:#2e7d32,color:#000
        classDef bad fill:#ffebee,stroke:#c62828,color:#000
      """;

  private final StringBuilder out = new StringBuilder("flowchart TD\n");
  private int nodes;

  private WayPicture() {}

  /**
   * {@return a way as text, without the fence of Markdown}
   *
   * @param explanation what becomes of a packet
   */
  public static String mermaid(Explanation explanation) {
    return mermaid(List.of(explanation));
  }

  /**
   * {@return the ways of several packets as the text of one flowchart, without the fence of
   * Markdown; each packet has a frame with its number}
   *
   * @param explanations what becomes of the packets, in order
   */
  public static String mermaid(List<Explanation> explanations) {
    WayPicture picture = new WayPicture();
    if (explanations.isEmpty()) {
      picture.node("([", "no packets", "", "])", "");
    } else if (explanations.size() == 1) {
      picture.draw(explanations.get(0));
    } else {
      picture.drawInFrames(explanations);
    }
    return picture.out.append(COLORS).toString();
  }

  private void drawInFrames(List<Explanation> explanations) {
    int number = 0;
    for (Explanation explanation : explanations) {
      number++;
      out.append("  subgraph packet" + number + "[\"packet " + number + "\"]\n");
      draw(explanation);
      out.append("  end\n");
    }
  }

  private void draw(Explanation explanation) {
    explanation.courses().forEach(course -> draw(explanation, course));
  }

  private void draw(Explanation explanation, Course course) {
    String packet = PacketText.abbreviated(explanation.packet().toString());
    String assumed =
        explanation.courses().size() > 1 ? ", if " + ExplanationText.assumptions(course) : "";
    int start = node("([", packet, "from " + explanation.entry() + assumed, "])", "");
    Tip tip = draw(course.steps(), new Tip(start, ""), course);
    if (!tip.ended) {
      course.endings().stream()
          .filter(ending -> !isDrawn(course, ending))
          .findFirst()
          .ifPresent(ending -> end(ending, tip));
    }
  }

  /** The node that the next one is connected to. */
  private static final class Tip {
    private final int node;
    private final String label;
    private boolean ended;

    Tip(int node, String label) {
      this.node = node;
      this.label = label;
    }
  }

  private Tip draw(List<Step> steps, Tip from, Course course) {
    Tip tip = from;
    for (Step step : steps) {
      Tip before = tip;
      tip =
          step.accept(
              new Step.Visitor<Tip>() {
                @Override
                public Tip visit(Step.Called called) {
                  return called(called.chain(), before);
                }

                @Override
                public Tip visit(Step.Event event) {
                  return connected(
                      before, node("{{", PacketText.abbreviated(event.text()), "", "}}", ""));
                }

                @Override
                public Tip visit(Step.Copies copies) {
                  for (Step.Copy copy : copies.ways()) {
                    Tip branch = new Tip(before.node, "to " + copy.end());
                    Tip last = draw(copy.steps(), branch, course);
                    course.endingAt(copy.end()).ifPresent(ending -> end(ending, last));
                  }
                  before.ended = true;
                  return before;
                }
              });
    }
    return tip;
  }

  private Tip called(ChainTrace trace, Tip before) {
    String name = trace.place().toString();
    int tried = tried(trace);
    return connected(
        before, node("[", name, tried == 1 ? "1 rule tried" : tried + " rules tried", "]", ""));
  }

  /** {@return how many rules of a chain were tried, and of those that it calls} */
  private static int tried(ChainTrace trace) {
    return trace.rules().size()
        + trace.rules().stream()
            .flatMap(rule -> rule.entered().stream())
            .mapToInt(WayPicture::tried)
            .sum();
  }

  private Tip connected(Tip before, int node) {
    edge(before, node);
    return new Tip(node, "");
  }

  private static boolean isDrawn(Course course, Ending ending) {
    return course.steps().stream()
        .filter(Step.Copies.class::isInstance)
        .map(Step.Copies.class::cast)
        .flatMap(copies -> copies.ways().stream())
        .anyMatch(copy -> ending.end().filter(copy.end()::equals).isPresent());
  }

  private void end(Ending ending, Tip tip) {
    boolean good = ending.fate() == Fate.ARRIVES;
    String title =
        good
            ? "arrives" + ending.end().map(end -> " at " + end).orElse("")
            : ending.fate().name().toLowerCase(Locale.ROOT);
    Optional<Decision> why = good ? Optional.empty() : Optional.of(ending.decision());
    edge(
        tip,
        node(
            "([",
            title,
            why.map(ExplanationText::where).orElse(""),
            "])",
            good ? ":::good" : ":::bad"));
  }

  private int node(String open, String title, String detail, String close, String style) {
    String label =
        Mermaid.escaped(title) + (detail.isEmpty() ? "" : "<br>" + Mermaid.escaped(detail));
    out.append("  n" + nodes + open + '"' + label + '"' + close + style + "\n");
    return nodes++;
  }

  private void edge(Tip from, int to) {
    out.append("  n" + from.node + " -->");
    out.append(from.label.isEmpty() ? "" : "|\"" + Mermaid.escaped(from.label) + "\"|");
    out.append(" n" + to + "\n");
  }
}
