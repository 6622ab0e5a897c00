package io.nwfilter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Edits the reference to a filter of one interface; has only subcommands. */
@Command(
    name = "filterref",
    description = "Sets or removes the filter of one interface in the document of a domain.",
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FilterrefSetCommand.class, FilterrefRemoveCommand.class},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FilterrefCommand implements Runnable {

  @Spec private CommandSpec spec;
  @ParentCommand private NwfilterCommand parent;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  FilterrefCommand() {}

  /** A call without a subcommand is bad usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing COMMAND");
  }

  /** {@return where documents are printed} */
  StandardOutput out() {
    return parent.out();
  }
}
