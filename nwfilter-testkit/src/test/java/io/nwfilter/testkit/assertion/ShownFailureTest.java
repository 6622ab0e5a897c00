package io.nwfilter.testkit.assertion;

import static io.nwfilter.netfilter.exchange.Exchanges.dhcp;
import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The failure that docs/testing.md shows is what the example prints without one of its rules. */
class ShownFailureTest {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));
  private static final String FILTER = "src/main/filters/shop.xml";
  private static final String REPLY =
      """
        <rule action='accept' direction='in'>
          <udp srcportstart='67' dstportstart='68'/>
        </rule>
      """;

  @Test
  void isWhatThePageShows() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/testing.md"));
    int start = page.indexOf("```text\n") + "```text\n".length();
    String shown = page.substring(start, page.indexOf("```", start));

    CompiledAssert shop = shopWithout(REPLY);
    AssertionError failure = assertThrows(AssertionError.class, () -> shop.completes(dhcp()));

    String printed = failure.getMessage() + "\n";
    assertEquals(shown, printed.substring(0, printed.indexOf("\n\n") + 1));
  }

  private static CompiledAssert shopWithout(String rule) throws IOException {
    String xml = Files.readString(ROOT.resolve("examples/user-project").resolve(FILTER));
    String without = xml.replace(rule, "");
    assertEquals(xml.length() - rule.length(), without.length());
    Filter shop = LibvirtXml.readFilter(XmlSource.text(without, FILTER)).value();
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:12:34:56"),
            FilterReference.of("shop", "IP", "10.0.0.7"));
    return assertThat(
        FilterCompiler.compile(
            binding, CompileOptions.builder().library(StockFilters.library().with(shop)).build()));
  }
}
