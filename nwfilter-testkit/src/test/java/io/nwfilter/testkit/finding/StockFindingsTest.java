package io.nwfilter.testkit.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The filters that libvirt installs, as documents whose rules have lines, have few findings. */
class StockFindingsTest {

  private static final Parameters KNOWN =
      Parameters.of("IP", "10.1.2.3")
          .with("IPV6", "2001:db8::9")
          .with("GATEWAY_MAC", "52:54:00:00:00:0a");

  /** {@return the stock filters as files: every rule has a line} */
  private static FilterLibrary documents() {
    List<Filter> all = new ArrayList<>();
    for (Filter filter : StockFilters.library().filters()) {
      String text = LibvirtXml.dump(filter);
      all.add(LibvirtXml.readFilter(XmlSource.text(text, filter.name() + ".xml")).value());
    }
    return FilterLibrary.of(all);
  }

  private static CompiledInterface compile(FilterLibrary library, String filter) {
    String server = filter.contains("v6") ? "fe80::1" : "10.1.2.1";
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:00:00:07"),
            FilterReference.of(filter, KNOWN.with("DHCPSERVER", server))),
        CompileOptions.builder().library(library).build());
  }

  @Test
  void filtersOfLibvirtHaveFewFindings() {
    FilterLibrary library = documents();
    List<String> found = new ArrayList<>();
    for (Filter filter : library.filters()) {
      RuleFindings.of(compile(library, filter.name()))
          .forEach(one -> found.add(filter.name() + ": " + one.location() + " " + one.code()));
    }

    // A guest without an address asks for one at ff:ff:ff:ff:ff:ff. The one filter drops all frames
    // to that address, the other one all that are not to the gateway. What looks at sources of IPv4
    // is meant to be used with what does so for ARP. Nothing can look at what neighbour
    // advertisements of IPv6 claim.
    assertEquals(
        List.of(
            "no-ip-spoofing: no-ip-spoofing.xml:8:3 spoofed-arp-open",
            "no-ipv6-spoofing: no-ipv6-spoofing.xml:8:3 spoofed-neighbor-open",
            "no-mac-broadcast: no-mac-broadcast.xml:2:3 no-dhcp",
            "clean-traffic-gateway: no-other-l2-traffic.xml:2:3 no-dhcp"),
        found);
  }

  @Test
  void whatIsInTheStockIsReportedAtTheReference() {
    List<String> found = new ArrayList<>();
    for (Filter filter : StockFilters.library().filters()) {
      found.addAll(Found.places(RuleFindings.of(compile(StockFilters.library(), filter.name()))));
    }

    assertEquals(
        List.of(
            "<interface vnet0>:0 spoofed-arp-open",
            "<interface vnet0>:0 spoofed-neighbor-open",
            "<interface vnet0>:0 no-dhcp",
            "<interface vnet0>:0 no-dhcp"),
        found);
  }
}
