package io.nwfilter.cli;

import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.FilterDirectory;
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
          "A directory of filter definitions, such as /etc/libvirt/nwfilter. They replace stock"
              + " filters of the same name; if two directories define a filter, the later one"
              + " wins.")
  private List<Path> directories = new ArrayList<>();

  /** Creates the option, with a field that picocli fills. */
  FilterOptions() {}

  /** {@return whether directories are given} */
  boolean areGiven() {
    return !directories.isEmpty();
  }

  /** {@return the stock filters, and those of the directories} */
  FilterLibrary library(Findings findings, Semantics semantics) {
    FilterLibrary library = StockFilters.library();
    for (Path directory : directories) {
      library = library.with(findings.value(FilterDirectory.read(directory, semantics)));
    }
    return library;
  }
}
