package io.nwfilter.core.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.FilterResolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockFiltersTest {

  @Test
  void everyFilterAndEntryIsAtThePlaceOfItsFilter() {
    for (Filter filter : StockFilters.library().filters()) {
      SourceLocation place = SourceLocation.of("stock:" + filter.name());
      List<SourceLocation> places = new ArrayList<>(List.of(filter.location()));
      filter.entries().forEach(entry -> places.add(entry.location()));

      assertEquals(Collections.nCopies(filter.entries().size() + 1, place), places);
    }
    assertEquals(
        "stock:clean-traffic",
        StockFilters.library().find("clean-traffic").orElseThrow().location().toString());
  }

  @Test
  void holdsThe24FiltersThatLibvirtInstalls() {
    assertEquals(
        List.of(
            "allow-arp",
            "allow-dhcp",
            "allow-dhcp-server",
            "allow-dhcpv6",
            "allow-dhcpv6-server",
            "allow-incoming-ipv4",
            "allow-incoming-ipv6",
            "allow-ipv4",
            "allow-ipv6",
            "clean-traffic",
            "clean-traffic-gateway",
            "no-arp-ip-spoofing",
            "no-arp-mac-spoofing",
            "no-arp-spoofing",
            "no-ip-multicast",
            "no-ip-spoofing",
            "no-ipv6-multicast",
            "no-ipv6-spoofing",
            "no-mac-broadcast",
            "no-mac-spoofing",
            "no-other-l2-traffic",
            "no-other-rarp-traffic",
            "qemu-announce-self",
            "qemu-announce-self-rarp"),
        StockFilters.library().filters().stream().map(Filter::name).sorted().toList());
  }

  @Test
  void everyReferencedFilterExistsAndAllAreReachableWithoutACycle() {
    Set<String> referenced = new TreeSet<>();
    for (Filter filter : StockFilters.library().filters()) {
      for (FilterEntry entry : filter.entries()) {
        if (entry instanceof FilterReference reference) {
          referenced.add(reference.filter());
        }
      }
      FilterReference root = FilterReference.of(filter.name(), Parameters.NONE);
      assertTrue(
          FilterResolver.resolve(StockFilters.library(), root, Parameters.NONE).rules().size() > 0,
          filter.name());
    }
    assertTrue(referenced.size() >= 10, referenced.toString());
    referenced.forEach(name -> assertTrue(StockFilters.library().find(name).isPresent(), name));
  }

  @ParameterizedTest
  @CsvSource({
    "allow-arp, ''",
    "allow-dhcp-server, DHCPSERVER",
    "no-ipv6-spoofing, IPV6",
    "clean-traffic, 'IP MAC'",
    "clean-traffic-gateway, 'GATEWAY_MAC IP MAC'"
  })
  void filtersAskForTheirVariables(String filter, String missing) {
    assertEquals(
        missing,
        FilterResolver.resolve(
                StockFilters.library(),
                FilterReference.of(filter, Parameters.NONE),
                Parameters.NONE)
            .missing()
            .stream()
            .sorted()
            .collect(Collectors.joining(" ")));
  }
}
