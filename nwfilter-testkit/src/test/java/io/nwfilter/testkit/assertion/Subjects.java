package io.nwfilter.testkit.assertion;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** What the assertions are tried with. */
final class Subjects {

  private static final Path DIRECTORY = Path.of("src/test/resources/assertion");

  private static final Filter WEB = filter("web.xml");

  private Subjects() {}

  /** {@return a guest with a filter for web servers} */
  static CompiledInterface web() {
    return compiled(WEB, "10.0.0.7");
  }

  static CompiledInterface compiled(Filter filter, String address) {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:01:02:03"),
            FilterReference.of(filter.name(), "IP", address));
    return FilterCompiler.compile(
        binding, CompileOptions.builder().library(StockFilters.library().with(filter)).build());
  }

  static Filter filter(String file) {
    try {
      String text = Files.readString(DIRECTORY.resolve(file));
      return LibvirtXml.readFilter(XmlSource.text(text, file)).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that an assertion fails, with the text of a golden file. */
  static void assertFailsWith(String golden, Executable assertion) {
    AssertionError failure = Assertions.assertThrows(AssertionError.class, assertion);
    GoldenFile.at(DIRECTORY.resolve(golden + ".txt")).assertMatches(failure.getMessage() + "\n");
  }

  /** Runs an assertion that compares with its golden file even while others are refreshed. */
  static void comparing(Executable assertion) throws Throwable {
    String refreshing = System.getProperty(GoldenFile.REFRESH_PROPERTY, "false");
    System.setProperty(GoldenFile.REFRESH_PROPERTY, "false");
    try {
      assertion.execute();
    } finally {
      System.setProperty(GoldenFile.REFRESH_PROPERTY, refreshing);
    }
  }
}
