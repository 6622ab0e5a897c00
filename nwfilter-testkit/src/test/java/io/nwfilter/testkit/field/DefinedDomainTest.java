package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.NwfilterException;
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
import java.util.stream.Collectors;
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

  /** How the names begin that the test driver gives to interfaces without one. */
  private static final String MADE_UP = "testnet";

  /** What libvirt makes of one interface. */
  private record Kept(String type, Optional<String> filter, Optional<String> targetDev) {

    static Kept byLibvirt(NetworkInterface printed) {
      return new Kept(
          printed.attachment().type(),
          printed.filterRef().map(FilterReference::filter),
          printed.targetDev().map(InterfaceName::name).filter(name -> !name.startsWith(MADE_UP)));
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

    Kept asDefined() {
      return new Kept(type, filter, targetDev.filter(Kept::isDefinable));
    }

    /**
     * The library keeps names that libvirt chooses, which documents of running machines have; a
     * definition loses them, unless the interface is not managed by libvirt.
     */
    private static boolean isDefinable(String name) {
      return List.of("vnet", "macvtap", "macvlan").stream().noneMatch(name::startsWith);
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
    Optional<List<NetworkInterface>> printed =
        result.succeeded() ? interfaces(printed(result)) : Optional.empty();
    GoldenFile.at(field.libvirt()).assertMatches(shown(result, printed));
    Optional<List<NetworkInterface>> ours = interfaces(field.document());
    if (printed.isPresent() && ours.isPresent()) {
      assertEquals(
          printed.get().stream().map(Kept::byLibvirt).map(Kept::asDefined).toList(),
          ours.get().stream().map(Kept::byLibrary).map(Kept::asDefined).toList());
    }
  }

  /** {@return the interfaces of a domain; empty if the library refuses it} */
  private static Optional<List<NetworkInterface>> interfaces(XmlSource domain) {
    try {
      return Optional.of(LibvirtXml.readDomain(domain).value().interfaces());
    } catch (NwfilterException e) {
      return Optional.empty();
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

  private static XmlSource printed(CommandResult result) {
    String output = result.stdout();
    return XmlSource.text(output.substring(output.indexOf("<domain")), "dumpxml");
  }

  private static String shown(CommandResult result, Optional<List<NetworkInterface>> printed) {
    if (!result.succeeded()) {
      // The first line names the file; the last one is about the machine that is not there.
      return "refuses to define it: "
          + result.stderr().lines().skip(1).findFirst().orElse("")
          + "\n";
    }
    return printed
        .map(all -> all.stream().map(Kept::byLibvirt).map(kept -> kept + "\n"))
        .map(lines -> lines.collect(Collectors.joining()))
        .orElse("defines it, with a name that it refuses later\n");
  }
}
