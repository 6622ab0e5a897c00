package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.report.DiagnosticFormat;
import io.nwfilter.report.ReportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every command that reads documents: which diagnostics are printed, and how. */
final class DiagnosticOptions {

  @Option(
      names = "--diagnostics",
      paramLabel = "FORM",
      converter = DiagnosticForm.class,
      completionCandidates = DiagnosticForm.class,
      description =
          "How errors, warnings and hints are printed: ${COMPLETION-CANDIDATES}. The default is"
              + " text, a line for each; json and sarif are one document; github makes annotations"
              + " of a workflow.")
  private DiagnosticFormat format = DiagnosticFormat.TEXT;

  @Option(
      names = "--verbose",
      description =
          "Prints each warning by itself. Without it, the same warning about several rules of a"
              + " filter is printed once, with their number and lines.")
  private boolean verbose;

  @Option(names = "--quiet", description = "Prints errors only, no warnings or hints.")
  private boolean quiet;

  @Option(
      names = "--no-warn",
      paramLabel = "CODE",
      split = ",",
      hideParamSyntax = true,
      converter = CodeName.class,
      completionCandidates = CodeName.class,
      description =
          "Leaves out the warnings or hints of this code, such as reject-is-drop, or of several,"
              + " separated by commas; may be given several times. Errors are never left out.")
  private List<DiagnosticCode> hidden = new ArrayList<>();

  @Option(
      names = "--werror",
      arity = "0..1",
      paramLabel = "CODE",
      split = ",",
      converter = RaisedCode.Converter.class,
      preprocessor = RaisedCode.Attached.class,
      description =
          "Treats all warnings as errors; with a code, or several, separated by commas, their"
              + " warnings and hints. May be given several times. A code needs the equals sign.")
  private List<RaisedCode> raised = new ArrayList<>();

  /** Creates the options, with fields that picocli fills. */
  DiagnosticOptions() {}

  /** Refuses options that contradict each other. */
  void requireConsistent(CommandSpec spec) {
    if (quiet && verbose) {
      throw Usage.bad(spec, "--quiet cannot be used with --verbose");
    }
  }

  /** {@return how they are printed} */
  DiagnosticFormat format() {
    return format;
  }

  /** {@return which are printed} */
  ReportOptions report() {
    ReportOptions.Builder options = ofTool();
    if (verbose) {
      options.ungrouped();
    }
    if (quiet) {
      options.errorsOnly();
    }
    hidden.forEach(options::hide);
    raised.forEach(code -> code.raise(options));
    return options.build();
  }

  /** {@return how a result that is printed as diagnostics is, whatever is printed of others} */
  static ReportOptions.Builder ofTool() {
    return ReportOptions.builder()
        .tool("nwfilter", Objects.requireNonNullElse(ImplementationVersion.ofJar(), ""));
  }
}
