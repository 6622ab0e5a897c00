package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.xml.LibvirtXml;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real daemon does with the bindings and filters of the cases is what is compiled. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class FieldDaemonTest {

  /** Files that nwfilter-define refuses: see {@link FilterDirectoryDaemonTest}. */
  private static final String DIRECTORIES = "broken-directory";

  /** The kinds whose machines have rules of their own; in others they are those of one filter. */
  private static final Set<String> MACHINES = Set.of("document-form", "ip-element", "many-errors");

  private static final String UNRESOLVED = "variables or unavailable list elements: ";

  private static final FilterBinding.Owner OWNER =
      new FilterBinding.Owner("guest", UUID.fromString("5c6a3f20-1111-4222-8333-444455556666"));

  private static Stream<FieldCase> bindings() {
    return FieldCase.all()
        .filter(field -> field.hasRoot("filterbinding"))
        .filter(field -> !field.kind().equals(DIRECTORIES));
  }

  private static Stream<FieldCase> machines() {
    return FieldCase.all()
        .filter(field -> !field.hasRoot("filter"))
        .filter(field -> MACHINES.contains(field.kind()))
        .filter(field -> !FieldCompilation.of(field).interfaces().isEmpty());
  }

  private static Stream<FieldCase> filters() {
    return FieldCase.all().filter(field -> field.hasRoot("filter "));
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void bindingsAreTakenOrRefused(FieldCase field, LibvirtDaemon daemon, NetworkNamespace scratch) {
    Outcome outcome = compare(field, daemon, scratch, binding(field));
    GoldenFile.at(field.libvirt())
        .assertMatches(
            outcome.equals(Outcome.INSTALLED)
                ? "installs the same rules\n"
                : "refuses: " + inOrder(outcome.daemonRefusal()) + "\n");
  }

  /** The daemon names variables in an order that changes with every start of it. */
  private static String inOrder(String refusal) {
    int said = refusal.lastIndexOf(UNRESOLVED);
    if (said < 0) {
      return refusal;
    }
    int names = said + UNRESOLVED.length();
    return Stream.of(refusal.substring(names).split(", "))
        .sorted()
        .collect(Collectors.joining(", ", refusal.substring(0, names), ""));
  }

  /** The daemon takes no status documents: it gets the binding that was read. */
  private static String binding(FieldCase field) {
    return field.hasRoot("filterbindingstatus")
        ? LibvirtXml.write(LibvirtXml.readFilterBinding(field.document()).value())
        : field.text();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void interfacesOfMachinesHaveTheSameRules(
      FieldCase field, LibvirtDaemon daemon, NetworkNamespace scratch) {
    String[] bindings =
        FieldCompilation.of(field).interfaces().stream()
            .map(CompiledInterface::binding)
            .map(FieldDaemonTest::owned)
            .toArray(String[]::new);
    Outcome outcome = compare(field, daemon, scratch, bindings);
    assertTrue(outcome.equals(Outcome.INSTALLED), outcome::toString);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filtersAreDefinedOrRefused(FieldCase field, LibvirtDaemon daemon) {
    GoldenFile.at(field.libvirt()).assertMatches(define(field.text(), daemon) + "\n");
  }

  private static String define(String filter, LibvirtDaemon daemon) {
    try {
      daemon.define(filter);
      return "defines it";
    } catch (DaemonRefusedException e) {
      return "refuses: " + e.getMessage();
    }
  }

  /** libvirt wants an owner; documents of machines need not have a UUID. */
  private static String owned(FilterBinding binding) {
    return LibvirtXml.write(
        new FilterBinding(
            Optional.of(binding.owner().orElse(OWNER)),
            binding.portDev(),
            binding.linkDev(),
            binding.mac(),
            binding.filterRef(),
            binding.location()));
  }

  private static Outcome compare(
      FieldCase field, LibvirtDaemon daemon, NetworkNamespace scratch, String... bindings) {
    DaemonComparison comparison = new DaemonComparison(daemon, scratch);
    field.filterTexts().forEach(comparison::define);
    return comparison.assertSame(bindings);
  }
}
