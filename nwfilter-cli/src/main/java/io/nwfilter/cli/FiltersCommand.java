package io.nwfilter.cli;

import picocli.CommandLine.Command;

/** Shows which filters there are; a call without a subcommand is bad usage. */
@Command(
    name = "filters",
    description = "Shows which filters there are.",
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FiltersListCommand.class, HelpOfCommand.class},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FiltersCommand {}
