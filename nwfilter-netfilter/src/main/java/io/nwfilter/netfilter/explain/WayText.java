package io.nwfilter.netfilter.explain;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import java.util.List;

/** Prints the steps of a packet's way; what belongs to a step is indented below it. */
final class WayText {

  private static final String YES = "yes ";
  private static final String NO = "no  ";
  private static final String ASSUMED = "if  ";

  private final ExplanationText out;

  WayText(ExplanationText out) {
    this.out = out;
  }

  void print(List<Step> steps, int depth) {
    for (Step step : steps) {
      step.accept(
          new Step.Visitor<WayText>() {
            @Override
            public WayText visit(Step.Called called) {
              return called(called.chain(), depth);
            }

            @Override
            public WayText visit(Step.Event event) {
              out.line(depth, Diagnostic.printable(PacketText.abbreviated(event.text())));
              return WayText.this;
            }

            @Override
            public WayText visit(Step.Copies copies) {
              for (Step.Copy copy : copies.ways()) {
                out.line(depth, "copy to " + Diagnostic.printable(copy.end().toString()));
                print(copy.steps(), depth + 1);
              }
              return WayText.this;
            }
          });
    }
  }

  /** A chain without rules that accepts is not worth a line. */
  private WayText called(ChainTrace trace, int depth) {
    String name =
        trace.place().tool() + ", table " + trace.place().tableName() + ", " + trace.chain();
    if (trace.rules().isEmpty()) {
      trace
          .end()
          .filter(end -> end != Target.ACCEPT)
          .ifPresent(end -> out.line(depth, Diagnostic.printable(name) + ": policy " + end));
      return this;
    }
    out.line(depth, Diagnostic.printable(name));
    rules(trace, depth + 1);
    return this;
  }

  private void rules(ChainTrace trace, int depth) {
    int width = String.valueOf(trace.rules().get(trace.rules().size() - 1).number()).length();
    trace.rules().forEach(rule -> rule(trace, rule, width, depth));
    trace.end().ifPresent(end -> out.line(depth, " ".repeat(width) + " end: " + end));
  }

  private void rule(ChainTrace trace, TriedRule tried, int width, int depth) {
    String text = RuleText.of(trace.place(), tried.rule());
    String number = String.format("%" + width + "d ", tried.number());
    String below = " ".repeat(width + 1 + NO.length());
    out.line(depth, number + (tried.isFollowed() ? matched(tried, text) : missed(tried, text)));
    tried
        .mismatch()
        .ifPresent(
            mismatch ->
                out.line(
                    depth,
                    out.styled(
                        Style.FAINT,
                        below
                            + Diagnostic.printable(
                                mismatch.wanted() + ", but it is " + mismatch.found()))));
    tried
        .reply()
        .ifPresent(
            reply ->
                out.line(
                    depth,
                    out.styled(Style.FAINT, below + Diagnostic.printable(reply.toString()))));
    tried
        .assumption()
        .ifPresent(
            assumption -> out.line(depth, below + "not known; assumed: " + assumption.assumed()));
    if (tried.isFollowed() && tried.entered().isEmpty()) {
      out.originBelow(depth, below, tried.origin());
    }
    tried.entered().ifPresent(entered -> entered(entered, depth));
  }

  private void entered(ChainTrace entered, int depth) {
    if (entered.rules().isEmpty()) {
      entered.end().ifPresent(end -> out.line(depth + 1, "end: " + end));
    } else {
      rules(entered, depth + 1);
    }
  }

  private String matched(TriedRule tried, String text) {
    return (tried.assumption().isPresent() ? ASSUMED : YES) + out.styled(Style.STRONG, text);
  }

  private String missed(TriedRule tried, String text) {
    return (tried.assumption().isPresent() ? ASSUMED : NO) + out.styled(Style.FAINT, text);
  }
}
