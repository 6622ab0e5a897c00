package io.nwfilter.cli;

import io.nwfilter.netfilter.diagram.Diagram;
import io.nwfilter.netfilter.diagram.Dot;
import io.nwfilter.netfilter.diagram.Graphviz;
import io.nwfilter.netfilter.diagram.Mermaid;
import java.io.IOException;

/** A form of picture. */
enum PictureFormat {
  /** A flowchart of Mermaid. */
  MERMAID {
    @Override
    void print(Diagram diagram, StandardOutput out) throws IOException {
      Mermaid.write(diagram, out);
    }
  },
  /** Text for Graphviz. */
  DOT {
    @Override
    void print(Diagram diagram, StandardOutput out) throws IOException {
      Dot.write(diagram, out);
    }
  },
  /** Drawn by Graphviz. */
  SVG {
    @Override
    void print(Diagram diagram, StandardOutput out) throws IOException {
      out.document(Graphviz.svg(diagram));
    }
  };

  /** Prints a picture; nothing if it cannot be drawn. */
  abstract void print(Diagram diagram, StandardOutput out) throws IOException;
}
