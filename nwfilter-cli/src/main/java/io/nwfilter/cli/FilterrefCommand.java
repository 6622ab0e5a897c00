package io.nwfilter.cli;

import java.io.InputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Edits the reference to a filter of one interface; calling it without a subcommand is bad usage.
 */
@Command(
    name = "filterref",
    description =
        "Sets or removes the filter of one interface, in the document of a domain or by itself.",
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FilterrefSetCommand.class, FilterrefRemoveCommand.class, HelpOfCommand.class},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FilterrefCommand {

  @ParentCommand private NwfilterCommand parent;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  FilterrefCommand() {}

  /** {@return where documents are printed} */
  StandardOutput out() {
    return parent.out();
  }

  /** {@return standard input} */
  InputStream in() {
    return parent.in();
  }
}
