package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Pictures as flowcharts of Mermaid, which GitHub and others draw when a Markdown text has them in
 * a block of the language {@code mermaid} (https://mermaid.js.org/syntax/flowchart.html).
 *
 * <p>Names cannot do more than be shown: every character but letters, digits and a few signs is
 * written as an entity.
 */
public final class Mermaid {

  private static final ImmutableMap<Owner.Kind, String> COLORS =
      ImmutableMap.of(
          Owner.Kind.HOST, "fill:#eceff1,stroke:#546e7a,color:#000",
          Owner.Kind.LIBVIRT, "fill:#e3f2fd,stroke:#1565c0,color:#000",
          Owner.Kind.NETWORK, "fill:#e8f5e9,stroke:#2e7d32,color:#000",
          Owner.Kind.MACHINE, "fill:#fff3e0,stroke:#ef6c00,color:#000");

  private static final String PLAIN = " -_.,()×…";

  private final Appendable out;
  private int clusters;

  private Mermaid(Appendable out) {
    this.out = out;
  }

  /**
   * {@return a picture as text, without the fence of Markdown}
   *
   * @param diagram the picture
   */
  public static String text(Diagram diagram) {
    StringBuilder text = new StringBuilder();
    try {
      write(diagram, text);
    } catch (IOException e) {
      throw new AssertionError("a string takes any text", e);
    }
    return text.toString();
  }

  /**
   * Writes the text that {@link #text} returns.
   *
   * @param diagram the picture
   * @param out where to
   * @throws IOException if that fails
   */
  public static void write(Diagram diagram, Appendable out) throws IOException {
    new Mermaid(out).write(diagram);
  }

  private void write(Diagram diagram) throws IOException {
    out.append("flowchart LR\n");
    if (diagram.chains().isEmpty()) {
      out.append("  none[\"no rules\"]\n");
    }
    for (Cluster family : Cluster.of(diagram)) {
      write(family, diagram, "  ");
    }
    for (DrawnJump jump : diagram.jumps()) {
      String arrow = jump.kind() == DrawnJump.Kind.JUMP ? "-->" : "-.->";
      out.append("  c" + jump.from() + " " + arrow + "|\"" + escaped(Labels.of(jump)) + "\"| c");
      out.append(jump.to() + "\n");
    }
    writeColors(diagram);
  }

  private void write(Cluster cluster, Diagram diagram, String indent) throws IOException {
    out.append(indent + "subgraph g" + clusters++ + "[\"" + escaped(cluster.title()) + "\"]\n");
    for (int index : cluster.chains()) {
      write(index, diagram.chains().get(index), indent + "  ");
    }
    for (Cluster inner : cluster.inner()) {
      write(inner, diagram, indent + "  ");
    }
    out.append(indent + "end\n");
  }

  private void write(int index, DrawnChain chain, String indent) throws IOException {
    String label =
        Labels.lines(chain).stream().map(Mermaid::escaped).collect(Collectors.joining("<br>"));
    out.append(indent + "c" + index + shaped(chain, '"' + label + '"'));
    out.append(":::" + className(chain.owner().kind()) + "\n");
  }

  private static String shaped(DrawnChain chain, String label) {
    if (chain.isCollapsed()) {
      return "[[" + label + "]]";
    }
    return chain.base().isPresent() ? "([" + label + "])" : "[" + label + "]";
  }

  private void writeColors(Diagram diagram) throws IOException {
    ImmutableList<Owner.Kind> kinds =
        diagram.chains().stream()
            .map(chain -> chain.owner().kind())
            .distinct()
            .sorted()
            .collect(ImmutableList.toImmutableList());
    for (Owner.Kind kind : kinds) {
      out.append("  classDef " + className(kind) + " " + COLORS.get(kind) + "\n");
    }
  }

  private static String className(Owner.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Mermaid's entities are those of HTML, with {@code #} instead of {@code &}. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append('#').append(c).append(';');
              }
            });
    return escaped.toString();
  }
}
