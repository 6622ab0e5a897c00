package io.nwfilter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the help of a command, or of a command of a command. */
@Command(
    name = "help",
    description = "Prints the help of a command, such as help compile or help filterref set.",
    helpCommand = true)
final class HelpOfCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The names of the command.")
  private List<String> names = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  HelpOfCommand() {}

  @Override
  public Integer call() {
    CommandLine command = spec.parent().commandLine();
    for (String name : names) {
      command = inside(command, name);
    }
    command.usage(spec.commandLine().getOut());
    return NwfilterCommand.OK;
  }

  private static CommandLine inside(CommandLine command, String name) {
    @Nullable CommandLine named = command.getSubcommands().get(name);
    if (named == null) {
      throw Usage.bad(
          command.getCommandSpec(),
          "there is no command '"
              + name
              + "'"
              + Usage.suggestion(name, command.getSubcommands().keySet()));
    }
    return named;
  }
}
