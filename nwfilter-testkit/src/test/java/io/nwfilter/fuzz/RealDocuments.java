package io.nwfilter.fuzz;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is mutated: every document that the project has, in the same order on every machine. */
final class RealDocuments {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));

  private static final ImmutableList<Path> DIRECTORIES =
      ImmutableList.of(
          ROOT.resolve("examples"), ROOT.resolve("nwfilter-testkit/src/test/resources/fidelity"));

  private RealDocuments() {}

  /** {@return the stock filters, and all examples and cases: filters, bindings and domains} */
  static ImmutableList<String> all() {
    ImmutableList.Builder<String> documents = ImmutableList.builder();
    StockFilters.library().filters().forEach(filter -> documents.add(LibvirtXml.write(filter)));
    for (Path directory : DIRECTORIES) {
      files(directory).forEach(file -> documents.add(text(file)));
    }
    documents.add(DECLARED);
    return documents.build();
  }

  /** {@return the filters among them, as a library that mutated documents may refer to} */
  static FilterLibrary library() {
    ImmutableList.Builder<io.nwfilter.core.filter.Filter> filters = ImmutableList.builder();
    files(DIRECTORIES.get(1)).stream()
        .filter(file -> file.toString().endsWith(".filter.xml"))
        .forEach(file -> filters.add(LibvirtXml.readFilter(XmlSource.file(file)).value()));
    return StockFilters.library().with(FilterLibrary.of(filters.build()));
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What no other document has: a declaration, entities, comments, instructions, double quotes. */
  private static final String DECLARED =
      """
      <?xml version='1.0' encoding='UTF-8'?>
      <filterbinding><owner><name>a&amp;b&#x20;&lt;c</name>
      <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner><portdev name="vnet3"/>
      <linkdev name="br-wan"/><mac address='52:54:0:9f:80:45'/><!-- c --><?pi d?>
      <x:y xmlns:x='urn:x' x:z='1'/>
      <filterref filter='clean-traffic'><parameter name='IP' value='10.0.0.7'/></filterref>
      </filterbinding>
      """;
}
