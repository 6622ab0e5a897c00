package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.text.SaveText;
import java.util.List;

/** Explanations as text that tests can compare. */
final class TraceText implements Step.Visitor<Void> {

  private final StringBuilder out = new StringBuilder();
  private int depth;

  static String of(Explanation explanation) {
    TraceText text = new TraceText();
    text.line(explanation.fate() + ": " + explanation.packet());
    for (Course course : explanation.courses()) {
      if (explanation.courses().size() > 1) {
        text.line("if " + assumed(course) + ": " + course.fate());
      }
      text.depth++;
      text.steps(course.steps());
      course.endings().forEach(text::ending);
      text.depth--;
    }
    return text.out.toString();
  }

  private static String assumed(Course course) {
    return String.join(
        " and ",
        course.assumptions().stream()
            .map(
                a ->
                    a instanceof Assumption.OfRule of
                        ? of.rule().chain() + " rule " + of.rule().number() + " is " + of.assumed()
                        : a.toString())
            .toList());
  }

  private void ending(Ending ending) {
    line(
        "=> %s%s by %s"
            .formatted(
                ending.fate(),
                ending.end().map(end -> " at " + end).orElse(""),
                ending.decision()));
  }

  private void line(String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private void steps(List<Step> steps) {
    steps.forEach(step -> step.accept(this));
  }

  @Override
  public Void visit(Step.Called step) {
    line(step.hook() + " " + name(step.chain()));
    rules(step.chain());
    return null;
  }

  private static String name(ChainTrace chain) {
    return chain.family().tool() + " " + chain.table() + " " + chain.chain();
  }

  private void rules(ChainTrace chain) {
    depth++;
    for (TriedRule rule : chain.rules()) {
      String text = SaveText.line(chain.family(), chain.chain(), rule.rule());
      String why =
          rule.mismatch()
              .map(mismatch -> "no: " + mismatch.wanted() + ", found " + mismatch.found())
              .orElseGet(() -> rule.assumption().map(a -> "assumed " + a.assumed()).orElse("yes"));
      line(rule.number() + " " + text + " (" + why + ")");
      rule.entered().ifPresent(this::rules);
    }
    chain.end().ifPresent(policy -> line("end: " + policy));
    depth--;
  }

  @Override
  public Void visit(Step.Event step) {
    line("- " + step.text());
    return null;
  }

  @Override
  public Void visit(Step.Copies step) {
    for (Step.Copy copy : step.ways()) {
      line("to " + copy.end() + ":");
      depth++;
      steps(copy.steps());
      depth--;
    }
    return null;
  }
}
