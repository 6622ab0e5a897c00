package io.nwfilter.cli;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets the reference to a filter of one interface. */
@Command(
    name = "set",
    description = {
      "Prints the document of a domain with a filter set on one interface, replacing any filter"
          + " that it has; every other byte stays as it is.",
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
      converter = Assignment.Converter.class,
      description = "A value for a variable; several values for one name make a list.")
  private List<Assignment> parameters = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  FilterrefSetCommand() {}

  @Override
  UnaryOperator<DomainDocument> edit(InterfaceSelector which) {
    FilterReference reference = legal("--filter", filter, this::reference);
    return document -> document.withFilterReference(which, reference);
  }

  private FilterReference reference(String name) {
    Filter.checkName(name);
    return FilterReference.of(name, parameters());
  }

  private Parameters parameters() {
    Parameters all = Parameters.NONE;
    for (Assignment parameter : parameters) {
      Parameters before = all;
      all = legal("--parameter", parameter, p -> before.with(p.name(), p.value()));
    }
    return all;
  }
}
