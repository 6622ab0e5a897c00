package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets the reference to a filter of one interface. */
@Command(
    name = "set",
    description = {
      "Prints the document of a domain, or of an interface by itself, with a filter set on one"
          + " interface, replacing any filter that it has; every other byte stays as it is.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter filterref set --target-dev vnet2 --filter clean-traffic \\",
      "      --parameter IP=192.0.2.7 guest.xml",
      "  nwfilter filterref set --number 1 --filter web --in-place \\",
      "      --filters /etc/libvirt/nwfilter guest.xml"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", NwfilterCommand.FAILED, "2:bad usage"})
final class FilterrefSetCommand extends FilterrefEditCommand {

  @Mixin private FilterOptions filters;

  @Option(
      names = "--filter",
      required = true,
      paramLabel = "NAME",
      completionCandidates = StockNames.class,
      description =
          "The filter, such as clean-traffic. One that is not a stock filter has to be in a"
              + " directory of --filters; without that option, an unknown"
              + " name is only a warning.")
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
    requireKnown();
    return document -> document.withFilterReference(which, reference);
  }

  /** An unknown name is a slip; without the host's filters it may be one of them. */
  private void requireKnown() {
    FilterLibrary library =
        filters.library(spec(), findings(), Semantics.AS_LIBVIRT, List.of(file()));
    if (library.find(filter).isPresent()) {
      return;
    }
    List<String> names = library.filters().stream().map(Filter::name).toList();
    String nearest = Usage.suggestion(filter, names);
    if (filters.areGiven()) {
      findings().add(unknown("is not defined" + nearest));
    } else {
      findings()
          .addWarning(
              unknown(
                  "is not a stock filter, and without --filters no other filter is known"
                      + nearest));
    }
  }

  private Diagnostic unknown(String why) {
    return new Diagnostic(
        ResolutionCode.UNKNOWN_FILTER,
        "--filter: '" + filter + "' " + why,
        SourceLocation.of("<command line>"));
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
