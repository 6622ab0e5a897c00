package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import io.nwfilter.report.JsonText;
import java.util.List;
import java.util.Locale;

/** Explanations as JSON. */
final class ExplanationJson implements Step.Visitor<JsonText> {

  private static final int VERSION = 1;

  private final JsonText json;

  private ExplanationJson(JsonText json) {
    this.json = json;
  }

  static String write(List<Explanation> explanations) {
    return JsonText.object(
        json -> {
          json.member("version", VERSION);
          ExplanationJson writer = new ExplanationJson(json);
          json.array("packets", explanations, writer::explanation);
        });
  }

  /** Adds the members of an explanation. */
  static void add(JsonText json, Explanation explanation) {
    new ExplanationJson(json).explanation(explanation);
  }

  /** Adds the members that say where a rule comes from: file, line, and the path of filters. */
  static void addOrigin(JsonText json, Origin origin) {
    new ExplanationJson(json).origin(origin);
  }

  /** Adds the members that say what is assumed, and of what. */
  static void addAssumption(JsonText json, Assumption assumption) {
    new ExplanationJson(json).assumption(assumption);
  }

  private void explanation(Explanation explanation) {
    json.member("packet", explanation.packet().toString());
    json.member("entry", explanation.entry().toString());
    json.member("fate", name(explanation.fate()));
    json.member("complete", explanation.complete());
    json.array("courses", explanation.courses(), this::course);
  }

  private void course(Course course) {
    json.member("fate", name(course.fate()));
    json.array("assumptions", course.assumptions(), this::assumption);
    json.array("endings", course.endings(), this::ending);
    json.array("steps", course.steps(), step -> step.accept(this));
  }

  private void assumption(Assumption assumption) {
    if (assumption instanceof Assumption.OfRule of) {
      json.object("rule", rule -> decision(of.rule()));
      json.array("unknown", of.wanted(), each -> json.member("wanted", each));
    } else if (assumption instanceof Assumption.OfNeighbor of) {
      json.member("neighbor", of.address().toString());
    }
    json.member("assumed", assumption.assumed());
  }

  private void ending(Ending ending) {
    ending.end().ifPresentOrElse(end -> json.member("end", end.toString()), () -> json.none("end"));
    json.member("fate", name(ending.fate()));
    json.member("packet", ending.packet().toString());
    json.member("byChance", ending.portByChance());
    json.object("decision", decision -> decision(ending.decision()));
  }

  private void decision(Decision decision) {
    json.member("where", Diagnostic.printable(ExplanationText.where(decision)));
    if (decision instanceof Decision.ByRule by) {
      json.member("tool", by.place().tool());
      json.member("table", by.place().tableName());
      json.member("chain", by.chain());
      json.member("number", by.number());
      json.member("rule", by.place().line(by.rule()));
      origin(by.rule().origin());
    } else if (decision instanceof Decision.ByPolicy by) {
      json.member("tool", by.place().tool());
      json.member("table", by.place().tableName());
      json.member("chain", by.chain());
      json.member("policy", by.policy().name());
    }
  }

  private void origin(Origin origin) {
    if (origin.location().equals(SourceLocation.NONE)) {
      json.none("file");
    } else {
      json.member("file", origin.location().document());
    }
    json.known("line", origin.location().line());
    json.array("path", origin.path().steps(), this::reference);
  }

  private void reference(ReferencePath.Step step) {
    json.member("filter", step.filter());
  }

  @Override
  public JsonText visit(Step.Called step) {
    json.member("hook", step.hook().name());
    chain(step.chain());
    return json;
  }

  @Override
  public JsonText visit(Step.Event step) {
    json.member("event", step.text());
    return json;
  }

  @Override
  public JsonText visit(Step.Copies step) {
    json.array(
        "copies",
        step.ways(),
        copy -> {
          json.member("end", copy.end().toString());
          json.array("steps", copy.steps(), inner -> inner.accept(this));
        });
    return json;
  }

  private void chain(ChainTrace chain) {
    json.member("tool", chain.place().tool());
    json.member("table", chain.place().tableName());
    json.member("chain", chain.chain());
    json.array("rules", chain.rules(), rule -> tried(chain, rule));
    chain
        .end()
        .ifPresentOrElse(end -> json.member("policy", end.name()), () -> json.none("policy"));
  }

  private void tried(ChainTrace chain, TriedRule tried) {
    json.member("number", tried.number());
    json.member("rule", chain.place().line(tried.rule()));
    if (tried.isOpen()) { // neither true nor false: it is not known
      json.none("matched");
    } else {
      json.member("matched", tried.isFollowed());
    }
    tried
        .mismatch()
        .ifPresent(
            mismatch -> {
              json.member("wanted", mismatch.wanted());
              json.member("found", mismatch.found());
            });
    tried
        .reply()
        .ifPresent(
            reply -> {
              json.member("found", reply.found());
              reply
                  .element()
                  .ifPresentOrElse(
                      verdict -> json.member("element", verdict), () -> json.none("element"));
            });
    tried.assumption().ifPresent(assumption -> json.member("assumed", assumption.assumed()));
    origin(tried.origin());
    tried.entered().ifPresent(entered -> json.object("entered", inner -> chain(entered)));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
