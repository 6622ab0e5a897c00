package io.nwfilter.cli;

import static io.nwfilter.cli.DiffOutput.code;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.upgrade.Advice;
import io.nwfilter.netfilter.upgrade.DocumentChange;
import io.nwfilter.netfilter.upgrade.Installation;
import io.nwfilter.netfilter.upgrade.KeptRule;
import io.nwfilter.netfilter.upgrade.MeaningChange;
import io.nwfilter.netfilter.upgrade.RuleChange;
import io.nwfilter.netfilter.upgrade.ServiceChange;
import io.nwfilter.netfilter.upgrade.StockChange;
import io.nwfilter.netfilter.upgrade.UpgradeDiagnostics;
import io.nwfilter.netfilter.upgrade.UpgradeReport;
import io.nwfilter.netfilter.upgrade.UpgradeText;
import io.nwfilter.report.DiagnosticFormat;
import io.nwfilter.report.DiagnosticReport;
import io.nwfilter.report.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/**
 * Prints what an upgrade changes.
 *
 * @param out where to
 */
record UpgradeOutput(PrintWriter out) {

  private static final int VERSION = 1;
  private static final String FENCE = "```";

  void print(UpgradeReport report, DiffFormat format) throws IOException {
    switch (format) {
      case TEXT -> out.print(UpgradeText.of(report));
      case MARKDOWN -> markdown(report);
      case JSON -> json(report);
      case SARIF ->
          DiagnosticFormat.SARIF.write(
              DiagnosticReport.of(
                  UpgradeDiagnostics.of(report),
                  DiagnosticOptions.ofTool().notes(UpgradeDiagnostics.notes(report)).build()),
              out);
    }
  }

  private void markdown(UpgradeReport report) {
    out.print("## From " + report.before() + ", to " + report.after() + "\n\n");
    if (report.isUnchanged()) {
      out.print("Nothing changes for packets.\n\n");
    }
    List<StockChange> used = report.stockFilters().stream().filter(StockChange::used).toList();
    list("Documents", report.documents(), UpgradeOutput::words);
    list("What guests do", report.services(), UpgradeOutput::words);
    list(
        "Own rules in libvirt's chains",
        report.kept(),
        rule -> code(UpgradeText.of(rule)) + ", " + code(UpgradeText.words(rule)));
    advice(report.advice());
    list("Not looked at", report.warnings(), one -> code(one.toString()));
    list("Assumed", report.assumptions(), one -> code(one));
    for (MeaningChange change : report.meaning()) {
      DiffOutput.markdown(out, new Compared(change.subjects(), change.difference()));
    }
    list("Stock filters", used, change -> code(UpgradeText.of(change)));
    list(
        "Rules",
        report.rules().stream().filter(RuleChange::hasRules).toList(),
        change -> code(UpgradeText.of(change)));
  }

  private <T> void list(String heading, List<T> all, Function<T, String> words) {
    if (!all.isEmpty()) {
      out.print("### " + heading + "\n\n");
      all.forEach(one -> out.print("- " + words.apply(one) + "\n"));
      out.print("\n");
    }
  }

  private static String words(DocumentChange change) {
    StringBuilder words = new StringBuilder(code(UpgradeText.of(change)));
    change.diagnostics().forEach(one -> words.append("\n  - ").append(code(one.toString())));
    return words.toString();
  }

  private static String words(ServiceChange change) {
    return code(UpgradeText.of(change))
        + ", such as "
        + code(change.shown().packet() + ", from " + change.shown().entry());
  }

  private void advice(List<Advice> all) {
    if (!all.isEmpty()) {
      out.print("### What to do\n\n");
    }
    for (Advice advice : all) {
      out.print("- " + Diagnostic.printable(advice.words()) + "\n");
      if (!advice.commands().isEmpty()) {
        out.print("  " + FENCE + (advice.isScript() ? "sh" : "ini") + "\n");
        advice.commands().forEach(one -> out.print("  " + Diagnostic.printable(one) + "\n"));
        out.print("  " + FENCE + "\n");
      }
    }
    if (!all.isEmpty()) {
      out.print("\n");
    }
  }

  private void json(UpgradeReport report) {
    out.print(
        JsonText.object(
            json -> {
              json.member("version", VERSION);
              json.object("from", it -> json(it, report.before()));
              json.object("to", it -> json(it, report.after()));
              json.member("unchanged", report.isUnchanged());
              json.array("rules", report.rules(), one -> json(json, one));
              json.array("stockFilters", report.stockFilters(), one -> json(json, one));
              json.array("documents", report.documents(), one -> json(json, one));
              json.array(
                  "compared",
                  report.meaning(),
                  one -> {
                    DiffOutput.json(json, new Compared(one.subject(), one.difference()));
                    json.array("alike", one.alike(), name -> json.member("name", name));
                  });
              json.array("services", report.services(), one -> json(json, one));
              json.array("ownRulesInLibvirtsChains", report.kept(), one -> json(json, one));
              json.array("advice", report.advice(), one -> json(json, one));
              json.array(
                  "warnings",
                  report.warnings(),
                  one -> {
                    json.member("code", one.code().id());
                    json.member("message", one.explanation());
                    place(json, one.location());
                  });
              json.array("assumptions", report.assumptions(), words -> json.member("words", words));
            }));
  }

  private static void json(JsonText json, Installation installation) {
    json.member("libvirt", installation.release().toString());
    json.member("networkBackend", installation.networks().toString());
  }

  private static void json(JsonText json, RuleChange change) {
    json.member("tool", change.tool());
    json.member("table", change.table());
    json.member("chain", change.chain());
    json.member("removed", change.removed());
    json.member("added", change.added());
    json.member("presence", EnumNames.of(change.presence()));
  }

  private static void json(JsonText json, StockChange change) {
    json.member("name", change.name());
    json.member("used", change.used());
    json.member("overridden", change.overridden());
  }

  private static void json(JsonText json, DocumentChange change) {
    json.member("document", change.document());
    place(json, change.location());
    json.member("effect", EnumNames.of(change.effect()));
    json.array(
        "diagnostics",
        change.diagnostics(),
        one -> {
          json.member("code", one.code().id());
          json.member("message", one.explanation());
          place(json, one.location());
        });
  }

  private static void json(JsonText json, ServiceChange change) {
    json.member("network", change.network());
    json.member("bridge", change.bridge());
    json.member("service", EnumNames.of(change.service()));
    json.member("details", change.details());
    json.member("family", EnumNames.of(change.family()));
    json.member("effect", EnumNames.of(change.effect()));
    if (change.blocker().isPresent()) {
      ServiceChange.Blocker blocker = change.blocker().get();
      json.object(
          "blocker",
          it -> {
            it.member("rule", ExplanationText.where(blocker.decision()));
            place(it, blocker.place());
          });
    }
    json.member("packet", change.shown().packet().toString());
    json.object("before", it -> ExplanationJson.add(it, change.before()));
    json.object("after", it -> ExplanationJson.add(it, change.after()));
  }

  private static void json(JsonText json, KeptRule rule) {
    json.member("tool", rule.place().tool());
    json.member("table", rule.place().tableName());
    json.member("chain", rule.place().chain());
    json.member("number", rule.number());
    json.member("rule", UpgradeText.words(rule));
    json.member("fate", EnumNames.of(rule.fate()));
    place(json, rule.location());
  }

  private static void json(JsonText json, Advice advice) {
    json.member("words", advice.words());
    json.array(
        "commands",
        ImmutableList.copyOf(advice.commands()),
        command -> json.member("command", command));
  }

  private static void place(JsonText json, SourceLocation place) {
    if (!place.equals(SourceLocation.NONE)) {
      json.member("file", place.document());
      json.member("line", place.line());
    }
  }
}
