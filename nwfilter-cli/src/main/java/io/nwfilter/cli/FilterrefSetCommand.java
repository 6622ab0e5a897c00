package io.nwfilter.cli;

import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets the reference to a filter of one interface. */
@Command(
    name = "set",
    description = {
      "Prints the document of a domain with a filter on one interface, in the place of the one that"
          + " it has; every other byte stays as it is.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FilterrefSetCommand extends FilterrefEditCommand {

  @Option(
      names = "--filter",
      required = true,
      paramLabel = "NAME",
      description = "The filter, such as clean-traffic.")
  private String filter;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A value for a variable; several values of one name are a list.")
  private List<String> parameters = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  FilterrefSetCommand() {}

  @Override
  DomainDocument edit(DomainDocument document, InterfaceSelector which) {
    return document.withFilterReference(which, FilterReference.of(filter, parameters()));
  }

  private Parameters parameters() {
    Parameters all = Parameters.NONE;
    for (String pair : parameters) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw usage("--parameter: '" + pair + "' has no '='");
      }
      Parameters before = all;
      all = legal("--parameter", pair, text -> with(before, text, equals));
    }
    return all;
  }

  private static Parameters with(Parameters before, String pair, int equals) {
    String name = pair.substring(0, equals);
    String value = pair.substring(equals + 1);
    Parameters.check(name, value);
    return before.with(name, value);
  }
}
