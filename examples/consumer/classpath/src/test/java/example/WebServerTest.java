package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One test of Jupiter's and one of jqwik's, which share JUnit's platform. */
class WebServerTest {

  @Test
  void acceptsOneConnectionRule() {
    assertEquals(
        1,
        WebServer.rules()
            .lines()
            .filter(line -> line.matches("-A FI-vnet2 .*--dport 80 .*"))
            .count());
  }

  @Property(tries = 20)
  void filtersRoundTrip(@ForAll Filter filter) {
    XmlSource written = XmlSource.text(LibvirtXml.write(filter), "filter.xml");
    assertEquals(filter, LibvirtXml.readFilter(written).value());
  }
}
