package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.xml.LibvirtDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of two things to compare.
 *
 * @param filters the filters among the documents, by name
 * @param files the other documents, and the dumps
 * @param options how documents are compiled
 */
record DiffSide(Map<String, Filter> filters, DescribingFiles files, CompileOptions options) {

  /** {@return whether there are filters only} */
  boolean isOfFilters() {
    return files.documents().isEmpty() && files.dumps().isEmpty() && !filters.isEmpty();
  }

  /** Separates filters from the other documents. */
  static DiffSide of(DescribingFiles files, CompileOptions options, FilterLibrary library) {
    Map<String, Filter> filters = new LinkedHashMap<>();
    ImmutableList.Builder<LibvirtDocument> others = ImmutableList.builder();
    for (LibvirtDocument document : files.documents()) {
      if (document instanceof LibvirtDocument.OfFilter of) {
        filters.put(of.filter().name(), of.filter());
      } else {
        others.add(document);
      }
    }
    return new DiffSide(
        filters,
        new DescribingFiles(others.build(), files.dumps()),
        options.toBuilder().library(library.with(FilterLibrary.of(filters.values()))).build());
  }

  /** {@return the side with a machine among its documents} */
  DiffSide with(LibvirtDocument machine) {
    return new DiffSide(
        filters,
        new DescribingFiles(
            ImmutableList.<LibvirtDocument>builder().addAll(files.documents()).add(machine).build(),
            files.dumps()),
        options);
  }

  /**
   * {@return the files that an argument names: itself, or the documents and dumps of a directory in
   * the order of their names}
   */
  static ImmutableList<String> files(DocumentSources sources, String name, Findings findings) {
    if (name.equals(DocumentSources.STANDARD_INPUT)) {
      return ImmutableList.of(name);
    }
    Path path = sources.path(name);
    return Files.isDirectory(path)
        ? new HostDirectory(path, findings).files()
        : ImmutableList.of(name);
  }

  /** {@return the names of filters of two sides, those of the first one first} */
  static List<String> names(DiffSide one, DiffSide other) {
    return Stream.concat(one.filters().keySet().stream(), other.filters().keySet().stream())
        .distinct()
        .toList();
  }
}
