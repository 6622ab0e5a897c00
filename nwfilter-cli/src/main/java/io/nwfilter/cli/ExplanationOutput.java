package io.nwfilter.cli;

import io.nwfilter.netfilter.diagram.WayPicture;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.simulate.Explanation;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints explanations.
 *
 * @param format how
 * @param out where to
 */
record ExplanationOutput(ExplainFormat format, PrintWriter out) {

  /**
   * Prints all of them; those of coverage one after the other, however many there are.
   *
   * @param explanations makes each when it is asked for
   */
  void print(Host host, Stream<Explanation> explanations, boolean coverage) {
    if (coverage) {
      Coverage.of(host, explanations.iterator()).print(format, out);
    } else if (format == ExplainFormat.JSON) {
      out.print(ExplanationJson.write(explanations.toList()));
    } else if (format == ExplainFormat.MERMAID) {
      out.print(WayPicture.mermaid(explanations.toList()));
    } else {
      print(explanations.toList());
    }
  }

  private void print(List<Explanation> explanations) {
    if (explanations.isEmpty()) { // of an empty capture
      out.print("no packets\n");
    }
    int number = 0;
    for (Explanation explanation : explanations) {
      number++;
      if (explanations.size() > 1) {
        out.print((number > 1 ? "\n" : "") + "## packet " + number + "\n");
      }
      out.print(text(explanation));
    }
  }

  private static String text(Explanation explanation) {
    return Colors.wanted()
        ? ExplanationText.colored(explanation)
        : ExplanationText.plain(explanation);
  }
}
