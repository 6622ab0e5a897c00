package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Pictures in Graphviz's language DOT (https://graphviz.org/doc/info/lang.html), for its program
 * {@code dot}.
 */
public final class Dot {

  private static final ImmutableMap<Owner.Kind, String> COLORS =
      ImmutableMap.of(
          Owner.Kind.HOST, "fillcolor=\"#eceff1\", color=\"#546e7a\"",
          Owner.Kind.LIBVIRT, "fillcolor=\"#e3f2fd\", color=\"#1565c0\"",
          Owner.Kind.NETWORK, "fillcolor=\"#e8f5e9\", color=\"#2e7d32\"",
          Owner.Kind.MACHINE, "fillcolor=\"#fff3e0\", color=\"#ef6c00\"");

  private final Appendable out;
  private int clusters;

  private Dot(Appendable out) {
    this.out = out;
  }

  /**
   * {@return a picture as text}
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
   * @param out where to; what it takes must be kept as UTF-8
   * @throws IOException if that fails
   */
  public static void write(Diagram diagram, Appendable out) throws IOException {
    new Dot(out).write(diagram);
  }

  private void write(Diagram diagram) throws IOException {
    out.append("digraph rules {\n");
    out.append("  graph [rankdir=LR, charset=\"UTF-8\", fontname=\"sans-serif\"];\n");
    out.append("  node [shape=box, style=filled, fontname=\"sans-serif\"];\n");
    out.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    if (diagram.chains().isEmpty()) {
      out.append("  none [label=\"no rules\"];\n");
    }
    for (Cluster family : Cluster.of(diagram)) {
      write(family, diagram, "  ");
    }
    for (DrawnJump jump : diagram.jumps()) {
      out.append("  c" + jump.from() + " -> c" + jump.to());
      out.append(" [label=" + quoted(Labels.of(jump)));
      out.append(jump.kind() == DrawnJump.Kind.GOTO ? ", style=dashed];\n" : "];\n");
    }
    out.append("}\n");
  }

  private void write(Cluster cluster, Diagram diagram, String indent) throws IOException {
    out.append(indent + "subgraph cluster" + clusters++ + " {\n");
    out.append(indent + "  label=" + quoted(cluster.title()) + ";\n");
    for (int index : cluster.chains()) {
      write(index, diagram.chains().get(index), indent + "  ");
    }
    for (Cluster inner : cluster.inner()) {
      write(inner, diagram, indent + "  ");
    }
    out.append(indent + "}\n");
  }

  private void write(int index, DrawnChain chain, String indent) throws IOException {
    String label =
        Labels.lines(chain).stream().map(Dot::escaped).collect(Collectors.joining("\\n"));
    out.append(indent + "c" + index + " [label=\"" + label + "\", ");
    out.append(COLORS.get(chain.owner().kind()) + shape(chain) + "];\n");
  }

  private static String shape(DrawnChain chain) {
    if (chain.isCollapsed()) {
      return ", peripheries=2";
    }
    return chain.base().isPresent() ? ", style=\"filled,rounded\"" : "";
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** Inside quotes, a backslash starts an escape sequence, and {@code &} an entity of HTML. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '&' -> escaped.append("&amp;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
