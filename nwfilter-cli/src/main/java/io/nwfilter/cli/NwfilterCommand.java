package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.diagram.GraphvizException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself, which only has subcommands; calling it without one is bad usage. */
@Command(
    name = "nwfilter",
    description =
        "Shows what libvirt's network filters become in the kernel, and changes which interfaces"
            + " use them.",
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      CompileCommand.class,
      DiffCommand.class,
      DumpxmlCommand.class,
      ExplainCommand.class,
      FilterrefCommand.class,
      FiltersCommand.class,
      MergeCommand.class,
      ProveCommand.class,
      RulesCommand.class,
      UpgradeCommand.class,
      VerifyCommand.class,
      HelpOfCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      NwfilterCommand.FAILED
          + "; for rules --diff, there are differences; for verify, a guarantee does not hold;"
          + " for prove, something is not proved; for diff, there are differences; for upgrade,"
          + " something changes",
      "2:bad usage; for rules --diff, verify, prove, diff and upgrade, also anything that is 1 for"
          + " other commands"
    })
public final class NwfilterCommand {

  static final int OK = 0;
  static final int BAD_INPUT = 1;
  static final int BAD_USAGE = 2;

  /** What the JVM puts where it cannot decode bytes. */
  private static final char UNDECODABLE = '\ufffd';

  /** What the status {@link #BAD_INPUT} means, for the help of every command. */
  static final String FAILED =
      "1:bad input, for which nothing is printed or written, or output that cannot be written";

  private final InputStream in;
  private final StandardOutput out;
  private int failure = BAD_INPUT;

  private NwfilterCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  /** {@return standard input} */
  InputStream in() {
    return in;
  }

  /** Sets the exit status for bad input, and for output that cannot be written. */
  void failWith(int status) {
    failure = status;
  }

  /** {@return where documents are printed} */
  StandardOutput out() {
    return out;
  }

  /**
   * Runs the command and leaves the JVM with its exit status.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(System.in, System.out, err, args));
  }

  /**
   * Runs the command.
   *
   * @param in standard input
   * @param stream takes what is printed on standard output
   * @param err takes messages and diagnostics
   * @param args the arguments
   * @return the exit status: 0 if all went well, 1 for bad input or if the output could not be
   *     written, 2 for bad usage; of {@code rules --diff} 1 for differences, of {@code verify} 1 if
   *     a guarantee does not hold, of {@code prove} 1 if something is not proved, of {@code diff} 1
   *     if something differs or is not decided, of {@code upgrade} 1 if something changes or is not
   *     decided, and of all these 2 if something fails
   */
  static int execute(InputStream in, OutputStream stream, PrintWriter err, String... args) {
    StandardOutput out = new StandardOutput(stream);
    NwfilterCommand command = new NwfilterCommand(in, out);
    CommandLine commandLine = new CommandLine(command);
    commandLine.setOut(out).setErr(err).setExpandAtFiles(false);
    commandLine.setExecutionExceptionHandler(
        (exception, line, parsed) -> {
          if (exception instanceof NwfilterException known) {
            known.diagnostics().forEach(err::println);
            return command.failure;
          }
          if (exception instanceof GraphvizException) {
            err.println("nwfilter: " + exception.getMessage());
            return command.failure;
          }
          throw exception;
        });
    commandLine.setParameterExceptionHandler(
        (exception, all) -> {
          if (ReleaseList.isAskedFor(exception)) {
            ReleaseList.print(out);
            return OK;
          }
          return usage(exception, err);
        });
    if (Arrays.stream(args).anyMatch(arg -> arg.indexOf(UNDECODABLE) >= 0)) {
      err.println("nwfilter: an argument is not text in the encoding of this locale");
      err.flush();
      return BAD_USAGE;
    }
    int status = commandLine.execute(args);
    if (out.checkError()) { // flushes it
      err.println("nwfilter: standard output could not be written");
      status = command.failure;
    }
    err.flush();
    return status;
  }

  /** One line that says what is wrong, and where to read on. */
  private static int usage(ParameterException exception, PrintWriter err) {
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String message = exception.getMessage() + suggestion(exception, command);
    if (exception instanceof UnreadableTextException) {
      message.lines().map(Diagnostic::printable).forEach(err::println); // with a caret below
    } else {
      err.println(Diagnostic.printable(message));
    }
    err.println("Try '" + command.qualifiedName() + " --help'.");
    return BAD_USAGE;
  }

  private static String suggestion(ParameterException exception, CommandSpec command) {
    if (exception instanceof UnmatchedArgumentException unmatched) {
      return unmatched.isUnknownOption()
          ? Usage.suggestion(
              unmatched.getUnmatched().get(0).replaceFirst("=.*", ""),
              command.optionsMap().keySet())
          : Usage.suggestion(unmatched.getUnmatched().get(0), command.subcommands().keySet());
    }
    return isWithoutCommand(exception) ? ": " + commands(command) : "";
  }

  /** picocli has no exception of its own for it. */
  private static boolean isWithoutCommand(ParameterException exception) {
    return "Missing required subcommand".equals(exception.getMessage());
  }

  private static String commands(CommandSpec command) {
    return "one of "
        + command.subcommands().keySet().stream()
            .filter(name -> !name.equals("help"))
            .collect(Collectors.joining(", "));
  }
}
