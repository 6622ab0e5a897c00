package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One test of Jupiter's and one of jqwik's, which share JUnit's platform. */
class WebServerTest {

  @Test
  void acceptsRequestsForWebPages() {
    assertEquals(
        List.of(
            "-A FO-vnet2 -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED"
                + " -m conntrack --ctdir ORIGINAL -j ACCEPT"),
        WebServer.rules().lines().filter(rule -> rule.contains(" --dport ")).toList());
  }

  @Property(tries = 20)
  void filtersRoundTrip(@ForAll Filter filter) {
    XmlSource written = XmlSource.text(LibvirtXml.write(filter), "filter.xml");
    assertEquals(filter, LibvirtXml.readFilter(written).value());
  }
}
