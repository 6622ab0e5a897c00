package io.nwfilter.cli;

import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that tells where filters are defined. */
final class FilterOptions {

  @Option(
      names = "--filters",
      paramLabel = "DIR",
      description =
          "A directory of filter definitions, such as /etc/libvirt/nwfilter, in which, as libvirt"
              + " does, files that are broken or not named after their filters are skipped; or a"
              + " file with one filter, whatever its name. They replace stock filters of the same"
              + " name; if several define a filter, the later one wins.")
  private List<Path> places = new ArrayList<>();

  /** Creates the option, with a field that picocli fills. */
  FilterOptions() {}

  /** {@return whether definitions are given} */
  boolean areGiven() {
    return !places.isEmpty();
  }

  /** {@return the stock filters, and those that are given} */
  FilterLibrary library(Findings findings, Semantics semantics) {
    FilterLibrary library = StockFilters.library();
    for (Path place : places) {
      FilterLibrary more = read(place, findings, semantics);
      more.filters().forEach(new AcceptedCodes(findings)::filter);
      library = library.with(more);
    }
    return library;
  }

  private static FilterLibrary read(Path place, Findings findings, Semantics semantics) {
    return Files.isRegularFile(place)
        ? FilterLibrary.empty()
            .with(findings.value(LibvirtXml.readFilter(XmlSource.file(place), semantics)))
        : findings.value(FilterDirectory.read(place, semantics));
  }
}
