package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The filters that each release is asked about. */
final class FilterCases {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));
  private static final Path RESOURCES = ROOT.resolve("nwfilter-testkit/src/test/resources");

  /** Chains are entered in an order that changes with every start of the daemon. */
  static final String WITHOUT_ORDER = "quirks/chain-order-unspecified";

  private FilterCases() {}

  /** {@return all of them} */
  static ImmutableList<FilterCase> all() {
    return Stream.of(stock(), directories("fidelity"), directories("quirks"), rules())
        .flatMap(cases -> cases)
        .collect(toImmutableList());
  }

  private static Stream<FilterCase> stock() {
    return StockFilters.library().filters().stream()
        .map(Filter::name)
        .map(name -> new FilterCase("stock/" + name, ImmutableList.of(), stockBinding(name)));
  }

  private static String stockBinding(String filter) {
    return binding(
        filter,
        """
        <parameter name='IP' value='10.0.0.5'/>
        <parameter name='IP' value='10.0.0.6'/>
        <parameter name='IPV6' value='2001:db8::7'/>
        <parameter name='DHCPSERVER' value='%s'/>
        <parameter name='GATEWAY_MAC' value='52:54:00:00:00:01'/>
        """
            .formatted(filter.contains("v6") ? "fe80::8" : "10.0.0.9"));
  }

  /** Those of a directory that has a directory for each, with filters and a binding. */
  private static Stream<FilterCase> directories(String parent) {
    return list(RESOURCES.resolve(parent)).stream()
        .filter(directory -> Files.exists(directory.resolve("binding.xml")))
        .map(
            directory ->
                new FilterCase(
                    parent + "/" + directory.getFileName(),
                    list(directory).stream()
                        .filter(file -> file.toString().endsWith(".filter.xml"))
                        .map(FilterCases::read)
                        .collect(toImmutableList()),
                    read(directory.resolve("binding.xml"))));
  }

  /** A filter of one rule for each line of a file. */
  private static Stream<FilterCase> rules() {
    return read(RESOURCES.resolve("releases/rules.txt"))
        .lines()
        .map(
            rule ->
                new FilterCase(
                    rule,
                    ImmutableList.of("<filter name='one-rule'>" + rule + "</filter>"),
                    binding(
                        "one-rule",
                        """
                        <parameter name='A' value='10.1.1.1'/>
                        <parameter name='A' value='10.1.1.2'/>
                        <parameter name='B' value='7'/>
                        <parameter name='D' value='64'/>
                        <parameter name='CTRL_IP_LEARNING' value='none'/>
                        """)));
  }

  private static String binding(String filter, String parameters) {
    return """
    <filterbinding>
      <owner><name>guest</name><uuid>5c6a3f20-1111-4222-8333-444455556666</uuid></owner>
      <portdev name='vnet4'/>
      <mac address='52:54:00:9f:80:45'/>
      <filterref filter='%s'>
    %s</filterref>
    </filterbinding>
    """
        .formatted(filter, parameters);
  }

  /** {@return the interface of a case} */
  static String device(FilterCase filterCase) {
    return LibvirtXml.readFilterBinding(XmlSource.text(filterCase.binding(), filterCase.name()))
        .value()
        .portDev()
        .name();
  }

  private static ImmutableList<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().collect(toImmutableList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
