package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.difference.ChangedPackets;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.difference.DifferenceText;
import io.nwfilter.report.DiagnosticFormat;
import io.nwfilter.report.DiagnosticReport;
import io.nwfilter.report.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prints differences.
 *
 * @param out where to
 * @param changed the file or directory that has what is new
 */
record DiffOutput(PrintWriter out, String changed) {

  private static final int VERSION = 1;
  private static final String FENCE = "```";

  void print(List<Compared> all, DiffFormat format) throws IOException {
    switch (format) {
      case TEXT -> text(all);
      case MARKDOWN -> markdown(all);
      case JSON -> json(all);
      case SARIF -> sarif(all);
    }
  }

  private void text(List<Compared> all) {
    for (Compared one : all) {
      if (!one.isSame()) {
        if (all.size() > 1 || one.name().contains("=")) {
          out.print(Diagnostic.printable(one.name()) + ":\n");
        }
        one.remark().ifPresent(remark -> out.print(remark + "\n"));
        out.print(DifferenceText.of(one.difference()));
      }
    }
  }

  private void markdown(List<Compared> all) {
    boolean same = all.stream().allMatch(Compared::isSame);
    if (same) {
      out.print("The rules mean the same.\n");
      return;
    }
    for (Compared one : all) {
      if (!one.isSame()) {
        markdown(out, one);
      }
    }
  }

  /** Prints what was compared as a section. */
  static void markdown(PrintWriter out, Compared one) {
    Difference difference = one.difference();
    out.print("### " + code(one.name()) + "\n\n");
    one.remark().ifPresent(remark -> out.print(sentence(remark) + "\n\n"));
    difference.undecided().ifPresent(reason -> out.print(undecided(difference, reason)));
    if (!difference.changes().isEmpty()) {
      out.print("| | packets | such as |\n| --- | --- | --- |\n");
      for (ChangedPackets change : DifferenceText.lines(difference)) {
        String example =
            change.example().map(it -> code(it.after().packet().toString())).orElse("");
        String sign = change.effect() == ChangedPackets.Effect.ACCEPTED ? "accepted" : "dropped";
        out.print(
            "| newly "
                + sign
                + " | "
                + code(DifferenceText.line(change))
                + " | "
                + example
                + " |\n");
      }
      out.print(
          "\n<details><summary>Which rules decide</summary>\n\n"
              + FENCE
              + "diff\n"
              + DifferenceText.of(difference).replace("`", "'")
              + FENCE
              + "\n\n</details>\n\n");
    }
  }

  /** {@return that there may be more than a table has, which comes before it to be seen} */
  private static String undecided(Difference difference, String reason) {
    String known = difference.changes().isEmpty() ? "" : " What is known so far:";
    return "**Not decided:** " + code(reason) + "." + known + "\n\n";
  }

  private static String sentence(String remark) {
    return Character.toUpperCase(remark.charAt(0)) + remark.substring(1) + ".";
  }

  /** {@return a text that Markdown shows as it is, also in a table} */
  static String code(String text) {
    return "`" + Diagnostic.printable(text).replace("`", "'").replace("|", "\\|") + "`";
  }

  private void json(List<Compared> all) {
    out.print(
        JsonText.object(
            json -> {
              json.member("version", VERSION);
              json.array("compared", all, one -> json(json, one));
            }));
  }

  /** Adds what was compared, and how it differs. */
  static void json(JsonText json, Compared one) {
    json.member("name", one.name());
    json.member("same", one.isSame());
    one.remark().ifPresent(remark -> json.member("remark", remark));
    one.difference().undecided().ifPresent(reason -> json.member("undecided", reason));
    json.array("changes", one.difference().changes(), change -> json(json, change));
  }

  private static void json(JsonText json, ChangedPackets change) {
    json.member("effect", EnumNames.of(change.effect()));
    json.member("certainty", EnumNames.of(change.certainty()));
    if (!change.assumptions().isEmpty()) {
      json.array(
          "assumptions",
          ImmutableList.copyOf(change.assumptions().entrySet()),
          one -> {
            json.member("unknown", one.getKey());
            json.member("needed", EnumNames.of(one.getValue()));
          });
    }
    json.member("direction", change.direction().word());
    change.query().ifPresent(query -> json.member("query", query.toString()));
    change.also().ifPresent(query -> json.member("also", query.toString()));
    if (change.alsoIn().contains(PacketForm.NO_HOPS_LEFT)) {
      json.member("withoutHops", true);
    }
    if (change.alsoIn().contains(PacketForm.CUT_OFF)) {
      json.member("cutOff", true);
    }
    if (!change.forms().isEmpty()) {
      json.array("forms", change.forms(), form -> json.member("form", EnumNames.of(form)));
    }
    places(json, change.places());
    Optional<ChangedPackets.Example> example = change.example();
    if (example.isPresent()) {
      json.member("packet", example.get().after().packet().toString());
      json.object("before", it -> ExplanationJson.add(it, example.get().before()));
      json.object("after", it -> ExplanationJson.add(it, example.get().after()));
    }
  }

  private static void places(JsonText json, ChangedPackets.Places places) {
    json.array("entries", places.entries(), entry -> json.member("entry", entry.toString()));
    json.array(
        "otherEntries", places.otherEntries(), entry -> json.member("entry", entry.toString()));
    json.array("ends", places.ends(), end -> json.member("end", end.toString()));
    json.array("otherEnds", places.otherEnds(), end -> json.member("end", end.toString()));
  }

  private void sarif(List<Compared> all) throws IOException {
    List<Diagnostic> diagnostics = all.stream().flatMap(this::diagnostics).toList();
    DiagnosticFormat.SARIF.write(
        DiagnosticReport.of(diagnostics, DiagnosticOptions.ofTool().build()), out);
  }

  /**
   * {@return each line where somebody is to look, at a rule if one is known, or at the file, and
   * what could not be decided}
   */
  private Stream<Diagnostic> diagnostics(Compared one) {
    Origin otherwise = one.changed().orElseGet(() -> Origin.of(SourceLocation.of(changed)));
    return Stream.concat(
        DifferenceText.lines(one.difference()).stream()
            .map(change -> DifferenceText.diagnostic(change, otherwise)),
        DifferenceText.undecided(one.name(), one.difference(), otherwise).stream());
  }
}
