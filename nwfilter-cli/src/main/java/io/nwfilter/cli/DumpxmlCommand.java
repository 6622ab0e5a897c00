package io.nwfilter.cli;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.LibvirtXml;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a filter or a network as the daemon does. */
@Command(
    name = "dumpxml",
    description = {
      "Prints a filter as virsh nwfilter-dumpxml does after virsh nwfilter-define, and a network"
          + " as virsh net-dumpxml --inactive does after virsh net-define.",
      "If the file has no uuid, libvirt generates one (and a MAC address and the name of the"
          + " bridge of a network); this command prints none.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter dumpxml filters/web.xml",
      "  nwfilter dumpxml networks/lab.xml",
      "  nwfilter dumpxml --stock clean-traffic",
      "  nwfilter dumpxml --libvirt 12.8 networks/lab.xml"
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

  @Option(
      names = "--libvirt",
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description =
          "The release of libvirt that prints it, and whose stock filters are meant:"
              + " ${COMPLETION-CANDIDATES}. The default is ${DEFAULT-VALUE}. With list, prints"
              + " where each was seen, and does nothing else.",
      defaultValue = "9.0")
  private LibvirtRelease release = LibvirtRelease.V9_0;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A <filter> or <network> document; - is standard input.")
  private @Nullable String file;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DumpxmlCommand() {}

  @Override
  Output read() {
    String text = text();
    return () -> {
      out().print(text);
      return NwfilterCommand.OK;
    };
  }

  private String text() {
    if (stock != null && file == null) {
      return LibvirtXml.dump(stock(stock), release);
    } else if (file != null && stock == null) {
      DocumentSources sources = new DocumentSources(spec(), parent.in());
      return findings()
          .value(LibvirtXml.read(sources.of(file)))
          .accept(new DumpedDocument(release));
    }
    throw Usage.bad(spec(), "one of 'FILE' and --stock=NAME is needed, not both");
  }

  private Filter stock(String name) {
    FilterLibrary library = StockFilters.library(release);
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
