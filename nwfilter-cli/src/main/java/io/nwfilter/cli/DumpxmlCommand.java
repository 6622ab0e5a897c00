package io.nwfilter.cli;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.LibvirtXml;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a filter as the daemon does. */
@Command(
    name = "dumpxml",
    description = {
      "Prints a filter as virsh nwfilter-dumpxml does after virsh nwfilter-define.",
      "If the file has no uuid, libvirt generates one; this command prints none.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter dumpxml filters/web.xml",
      "  nwfilter dumpxml --stock clean-traffic"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:printed", NwfilterCommand.FAILED, "2:bad usage"})
final class DumpxmlCommand extends DocumentCommand {

  @ParentCommand private NwfilterCommand parent;

  @Option(
      names = "--stock",
      paramLabel = "NAME",
      completionCandidates = StockNames.class,
      description = "Prints the stock filter of this name, instead of a file.")
  private @Nullable String stock;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A <filter> document; - is standard input.")
  private @Nullable String file;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DumpxmlCommand() {}

  @Override
  Output read() {
    Filter filter = filter();
    return () -> {
      out().print(LibvirtXml.dump(filter));
      return NwfilterCommand.OK;
    };
  }

  private Filter filter() {
    if (stock != null && file == null) {
      return stock(stock);
    } else if (file != null && stock == null) {
      DocumentSources sources = new DocumentSources(spec(), parent.in());
      return findings().value(LibvirtXml.readFilter(sources.of(file)));
    }
    throw Usage.bad(spec(), "one of 'FILE' and --stock=NAME is needed, not both");
  }

  private Filter stock(String name) {
    FilterLibrary library = StockFilters.library();
    return library
        .find(name)
        .orElseThrow(
            () ->
                Usage.bad(
                    spec(),
                    "--stock: there is no stock filter '"
                        + name
                        + "'"
                        + Usage.suggestion(name, new StockNames())));
  }
}
