package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.NwfilterException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, which only has subcommands. */
@Command(
    name = "nwfilter",
    description = "Shows what libvirt's network filters become in the kernel.",
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CompileCommand.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:bad input: nothing is printed on standard output", "2:bad usage"})
public final class NwfilterCommand implements Runnable {

  static final int OK = 0;
  static final int BAD_INPUT = 1;

  @Spec private CommandSpec spec;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets the spec before the command runs
  public NwfilterCommand() {}

  /** A call without a subcommand is bad usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing COMMAND");
  }

  /**
   * Runs the command and leaves the JVM with its exit status.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = execute(out, err, args);
    out.flush();
    if (out.checkError()) {
      err.println("nwfilter: standard output could not be written");
      status = BAD_INPUT;
    }
    System.exit(status);
  }

  /**
   * Runs the command.
   *
   * @param out takes what is printed on standard output
   * @param err takes messages and diagnostics
   * @param args the arguments
   * @return the exit status: 0 if all went well, 1 for bad input, 2 for bad usage
   */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new NwfilterCommand());
    commandLine.setOut(out).setErr(err).setExpandAtFiles(false);
    commandLine.setExecutionExceptionHandler(
        (exception, line, parsed) -> {
          if (exception instanceof NwfilterException known) {
            err.println(known.diagnostic());
            return BAD_INPUT;
          }
          throw exception;
        });
    int status = commandLine.execute(args);
    err.flush();
    return status;
  }
}
