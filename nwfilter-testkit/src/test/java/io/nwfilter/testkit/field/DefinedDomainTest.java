package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.kernel.Command;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What libvirt keeps of the domains of the cases when it defines them, asked of its own parser
 * through the test driver: filters of interfaces, and their names.
 */
class DefinedDomainTest {

  /** What libvirt makes of one interface. */
  private record Kept(String type, Optional<String> filter, Optional<String> targetDev) {

    static Kept byLibvirt(NetworkInterface printed) {
      return new Kept(
          printed.attachment().type(),
          printed.filterRef().map(FilterReference::filter),
          printed.targetDev().map(InterfaceName::name));
    }

    /** The library keeps a filter that does nothing, to warn of it. */
    static Kept byLibrary(NetworkInterface read) {
      return new Kept(
          read.attachment().type(),
          read.filterRef()
              .filter(filter -> read.attachment().carriesFilters())
              .map(FilterReference::filter),
          read.targetDev().map(InterfaceName::name));
    }

    @Override
    public String toString() {
      return type
          + filter.map(name -> ": keeps filter " + name).orElse(": no filter")
          + targetDev.map(name -> ", target dev " + name).orElse("");
    }
  }

  @TempDir private Path scratch;

  @BeforeAll
  static void requireVirsh() {
    HostTools.requireDaemon();
  }

  private static Stream<FieldCase> domains() {
    return FieldCase.all().filter(field -> field.hasRoot("domain "));
  }

  @ParameterizedTest
  @MethodSource("domains")
  void filtersAndNamesAreKeptAlike(FieldCase field) throws IOException {
    CommandResult result = defineAndPrint(field);
    GoldenFile.at(field.libvirt()).assertMatches(shown(result));
    if (result.succeeded()) {
      assertEquals(
          printed(result).stream().map(Kept::byLibvirt).toList(),
          ours(field).stream().map(Kept::byLibrary).toList());
    }
  }

  private static List<NetworkInterface> ours(FieldCase field) {
    try {
      return LibvirtXml.readDomain(field.document()).value().interfaces();
    } catch (NwfilterException e) {
      // What the library refuses although libvirt defines it is no part of this comparison.
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }

  /** The test driver has machines of its own type only. */
  private CommandResult defineAndPrint(FieldCase field) throws IOException {
    String text = field.text().replaceFirst("<domain type='\\w+'", "<domain type='test'");
    Path file = Files.writeString(scratch.resolve("domain.xml"), text);
    return Command.of(
            "virsh",
            "-q",
            "-c",
            "test:///default",
            "define '%s'; dumpxml --inactive guest".formatted(file))
        .run();
  }

  private static List<NetworkInterface> printed(CommandResult result) {
    String output = result.stdout();
    Domain domain =
        LibvirtXml.readDomain(
                XmlSource.text(output.substring(output.indexOf("<domain")), "dumpxml"))
            .value();
    return domain.interfaces();
  }

  private static String shown(CommandResult result) {
    if (!result.succeeded()) {
      // The first line names the file; the last one is about the machine that is not there.
      return "refuses to define it: "
          + result.stderr().lines().skip(1).findFirst().orElse("")
          + "\n";
    }
    StringBuilder shown = new StringBuilder();
    printed(result).forEach(kept -> shown.append(Kept.byLibvirt(kept)).append('\n'));
    return shown.toString();
  }
}
