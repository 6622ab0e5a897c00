package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.LibvirtXml;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that tells where filters are defined. */
final class FilterOptions {

  @Option(
      names = "--filters",
      paramLabel = "DIR",
      description =
          "A directory of filter definitions, such as /etc/libvirt/nwfilter, in which, as libvirt"
              + " does, files that are broken or not named after their filters are skipped; or a"
              + " file with one filter, whatever its name, or - for standard input. They replace"
              + " stock filters of the same name; if several define a filter, the later one wins.")
  private List<String> places = new ArrayList<>();

  /** Creates the option, with fields that picocli fills. */
  FilterOptions() {}

  /** {@return the option with more places after its own} */
  FilterOptions with(List<String> more) {
    FilterOptions all = new FilterOptions();
    all.places.addAll(places);
    all.places.addAll(more);
    return all;
  }

  /** {@return whether definitions are given} */
  boolean areGiven() {
    return !places.isEmpty();
  }

  /**
   * {@return the stock filters of libvirt 9.0.0, and those that are given}
   *
   * @param spec the command
   * @param documents what else the command reads: standard input can be only one of these
   */
  FilterLibrary library(
      CommandSpec spec, Findings findings, Semantics semantics, List<String> documents) {
    return library(spec, findings, semantics, LibvirtRelease.V9_0, documents);
  }

  /**
   * {@return the stock filters of a release, and those that are given}
   *
   * @param spec the command
   * @param documents what else the command reads: standard input can be only one of these
   */
  FilterLibrary library(
      CommandSpec spec,
      Findings findings,
      Semantics semantics,
      LibvirtRelease release,
      List<String> documents) {
    DocumentSources sources =
        new DocumentSources(spec, ((NwfilterCommand) spec.root().userObject()).in());
    places.forEach(place -> sources.path(place));
    sources.requireOneStandardInput(
        ImmutableList.<String>builder().addAll(places).addAll(documents).build());
    FilterLibrary library = StockFilters.library(release);
    for (String place : places) {
      FilterLibrary more = read(sources, place, findings, semantics);
      more.filters().forEach(new AcceptedCodes(findings)::filter);
      library = library.with(more);
    }
    return library;
  }

  private static FilterLibrary read(
      DocumentSources sources, String place, Findings findings, Semantics semantics) {
    return Files.isDirectory(sources.path(place))
        ? findings.value(FilterDirectory.read(sources.path(place), semantics))
        : FilterLibrary.empty()
            .with(findings.value(LibvirtXml.readFilter(sources.of(place), semantics)));
  }
}
