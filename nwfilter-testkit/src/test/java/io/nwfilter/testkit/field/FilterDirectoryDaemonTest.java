package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.kernel.HostTools;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A daemon that starts over a directory with broken files has the filters that are read from it.
 */
class FilterDirectoryDaemonTest {

  @BeforeAll
  static void requireDaemon() {
    HostTools.requireDaemon();
  }

  private static Stream<FieldCase> directories() {
    return FieldCase.ofKind("broken-directory");
  }

  @ParameterizedTest
  @MethodSource("directories")
  void theSameFiltersAreThere(FieldCase field) {
    Path filters = field.filterDirectory();
    try (LibvirtDaemon daemon = LibvirtDaemon.startWith(filters)) {
      assertEquals(
          names(
              StockFilters.library().with(field.filters().value()).filters().stream()
                  .map(Filter::name)),
          names(daemon.filterNames().stream()));
    }
  }

  private static ImmutableSortedSet<String> names(Stream<String> names) {
    return names.collect(ImmutableSortedSet.toImmutableSortedSet(Ordering.natural()));
  }
}
