package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares the stock filters with those that libvirt has installed. */
class HostStockFiltersTest {

  private static final Path INSTALLED = Path.of("/usr/share/libvirt/nwfilter");

  @Test
  void areThoseOfTheHost() {
    String message = INSTALLED + " is missing: install libvirt-daemon-config-nwfilter";
    if (Boolean.getBoolean("nwfilter.requireHost")) {
      assertTrue(Files.isDirectory(INSTALLED), message);
    }
    assumeTrue(Files.isDirectory(INSTALLED), message);
    ParseResult<FilterLibrary> host = FilterDirectory.read(INSTALLED);
    assertEquals(ImmutableList.of(), host.diagnostics());
    assertEquals(24, host.value().filters().size());
    assertEquals(names(host.value()), names(StockFilters.library()));
    for (Filter filter : StockFilters.library().filters()) {
      assertEquals(
          withoutUuid(host.value().find(filter.name()).orElseThrow()), withoutUuid(filter));
    }
  }

  private static ImmutableSet<String> names(FilterLibrary library) {
    return library.filters().stream().map(Filter::name).collect(ImmutableSet.toImmutableSet());
  }

  private static Filter withoutUuid(Filter filter) {
    return new Filter(
        filter.name(),
        Optional.empty(),
        filter.chain(),
        filter.givenChainPriority(),
        filter.entries(),
        filter.location());
  }
}
