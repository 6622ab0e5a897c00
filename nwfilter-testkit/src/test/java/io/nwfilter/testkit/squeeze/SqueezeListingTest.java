package io.nwfilter.testkit.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.text.Listing;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is compiled for libvirt 0.8.3 is, row by row, what {@code iptables -L -n -v} listed then.
 */
class SqueezeListingTest {

  private static final Path SEEN =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"),
          "nwfilter-testkit/src/test/resources/squeeze");

  private static Network network(String name) {
    return LibvirtXml.readNetwork(XmlSource.file(SEEN.resolve(name + ".xml"))).value();
  }

  private static CompiledHost host(List<String> networks, String... machines) {
    Filter moge = LibvirtXml.readFilter(XmlSource.file(SEEN.resolve("moge.xml"))).value();
    CompileOptions options =
        CompileOptions.builder()
            .release(LibvirtRelease.V0_8)
            .library(StockFilters.library(LibvirtRelease.V0_8).with(moge))
            .build();
    List<Domain> domains =
        Stream.of(machines)
            .map(name -> LibvirtXml.readDomain(XmlSource.file(SEEN.resolve(name + ".xml"))).value())
            .toList();
    return FilterCompiler.compileHost(
        networks.stream().map(SqueezeListingTest::network).toList(), domains, options);
  }

  /** What he did not list has no rules. */
  private static void assertListed(String file, Ruleset ruleset, String table) throws IOException {
    Map<String, List<String>> expected =
        new LinkedHashMap<>(ListedChains.of(Files.readString(SEEN.resolve(file))));
    Ruleset one = new Ruleset(ruleset.family(), Map.of(table, ruleset.table(table).orElseThrow()));
    Map<String, List<String>> listed = ListedChains.of(Listing.text(one));

    listed.keySet().forEach(chain -> expected.putIfAbsent(chain, List.of()));
    assertEquals(expected, listed);
  }

  @ParameterizedTest
  @CsvSource({
    "back, isolated",
    "default, nat",
    "dmz, routed",
    "dmz back default, all",
  })
  void filterTable(String startOrder, String seen) throws IOException {
    Ruleset ruleset = host(List.of(startOrder.split(" ", -1))).ruleset(Family.IPV4);

    assertListed(seen + "-filter.txt", ruleset, Table.FILTER);
  }

  @ParameterizedTest
  @CsvSource({"default, nat", "dmz back default, all"})
  void natTable(String startOrder, String seen) throws IOException {
    Ruleset ruleset = host(List.of(startOrder.split(" ", -1))).ruleset(Family.IPV4);

    assertListed(seen + "-nat.txt", ruleset, Table.NAT);
  }

  @Test
  void machineOnTheNetworks() throws IOException {
    CompiledHost host = host(List.of("back", "default", "dmz"), "hoge");

    assertListed("vm-filter.txt", host.ruleset(Family.IPV4), Table.FILTER);
    assertListed("all-nat.txt", host.ruleset(Family.IPV4), Table.NAT);
    assertEquals(
        List.of(Table.FILTER, Table.NAT), List.copyOf(host.ruleset(Family.IPV4).tables().keySet()));
  }

  @Test
  void onlyTheAddressOfTheMachineLeavesIt() {
    CompiledHost host = host(List.of("default"), "hoge");

    assertEquals(
        List.of("-p 0x800 --ip-source ! 192.168.122.10 -j DROP"),
        host.text(Family.BRIDGE)
            .lines()
            .filter(line -> line.startsWith("-A I-vnet2-ipv4 "))
            .map(line -> line.substring("-A I-vnet2-ipv4 ".length()))
            .toList());
  }

  @Test
  void today() {
    Filter moge = LibvirtXml.readFilter(XmlSource.file(SEEN.resolve("moge.xml"))).value();
    Domain hoge = LibvirtXml.readDomain(XmlSource.file(SEEN.resolve("hoge.xml"))).value();
    CompiledHost host =
        FilterCompiler.compileHost(
            List.of(network("default")), List.of(hoge), CompileOptions.with(moge));

    assertEquals(
        List.of("libvirt-host-in", "LIBVIRT_INP"), entered(host.ruleset(Family.IPV4), "INPUT"));
    assertEquals(
        List.of(
            "libvirt-in",
            "libvirt-out",
            "libvirt-in-post",
            "LIBVIRT_FWX",
            "LIBVIRT_FWI",
            "LIBVIRT_FWO"),
        entered(host.ruleset(Family.IPV4), "FORWARD"));
  }

  private static List<String> entered(Ruleset ruleset, String chain) {
    return ruleset.chain(Table.FILTER, chain).rules().stream()
        .map(rule -> rule.entered().orElseThrow())
        .toList();
  }
}
