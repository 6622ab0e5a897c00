package io.nwfilter.cli;

import io.nwfilter.report.DiagnosticReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that reads documents. It reports everything that it finds in them, and prints what it
 * makes of them only if there is no error.
 */
abstract class DocumentCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DiagnosticOptions diagnostics;

  private final Findings findings = new Findings();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DocumentCommand() {}

  /** What a command prints. */
  interface Output {

    /** Nothing. */
    Output NONE = () -> NwfilterCommand.OK;

    /** {@return the exit status, after printing} */
    int print() throws IOException;
  }

  /**
   * Reads documents, without printing anything.
   *
   * @return what to print if there are no errors
   */
  abstract Output read();

  /** {@return the exit status if there are errors} */
  int failure() {
    return NwfilterCommand.BAD_INPUT;
  }

  /** {@return where diagnostics are printed} */
  PrintWriter diagnosticsTo() {
    return spec.commandLine().getErr();
  }

  @Override
  public final Integer call() throws IOException {
    diagnostics.requireConsistent(spec);
    Optional<Output> output = findings.attempt(this::read);
    DiagnosticReport report = report();
    PrintWriter out = diagnosticsTo();
    diagnostics.format().write(report, out);
    out.flush();
    return report.hasErrors() || output.isEmpty() ? failure() : output.get().print();
  }

  private DiagnosticReport report() {
    return findings.report(diagnostics.report());
  }

  /** {@return the diagnostics so far} */
  final Findings findings() {
    return findings;
  }

  /** {@return whether there are errors so far} */
  final boolean hasErrors() {
    return report().hasErrors();
  }

  /** {@return the command, for bad usage} */
  final CommandSpec spec() {
    return spec;
  }

  /** {@return standard output, for text} */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
