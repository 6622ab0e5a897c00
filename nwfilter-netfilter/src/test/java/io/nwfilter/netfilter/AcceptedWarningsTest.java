package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.stock.StockFilters;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Warnings that the author of an interface or a reference has accepted are not reported. */
class AcceptedWarningsTest {

  private static final Parameters PARAMETERS = Parameters.of("COLOR", "blue");

  private static FilterReference reference(String filter, int line, String... accepted) {
    return new FilterReference(
        filter, PARAMETERS, new SourceLocation("doc.xml", line, 1), Set.of(accepted));
  }

  private static List<String> codes(
      String type, FilterReference reference, List<String> accepted, Filter... filters) {
    NetworkInterface one =
        NetworkInterface.builder(type)
            .mac("52:54:00:0a:0b:0c")
            .targetDev("vnet4")
            .filter(reference)
            .location(new SourceLocation("doc.xml", 1, 1))
            .acceptingCodes(accepted)
            .build();
    CompileOptions options =
        CompileOptions.builder().library(StockFilters.library().with(filters)).build();
    return FilterCompiler.compile(Domain.of("guest", one), options).diagnostics().stream()
        .map(diagnostic -> diagnostic.location().line() + " " + diagnostic.code().id())
        .toList();
  }

  @Test
  void anInterfaceAcceptsWhatIsSaidOfItAndItsReference() {
    FilterReference reference = reference("clean-traffic", 2);

    assertEquals(
        List.of("2 parameter-unused", "1 interim-rules"), codes("bridge", reference, List.of()));
    assertEquals(
        List.of("2 parameter-unused"), codes("bridge", reference, List.of("interim-rules")));
    assertEquals(
        List.of("1 interim-rules"), codes("bridge", reference, List.of("parameter-unused")));
  }

  @Test
  void itsReferenceAcceptsTheSame() {
    assertEquals(
        List.of(),
        codes(
            "bridge",
            reference("clean-traffic", 2, "interim-rules", "parameter-unused"),
            List.of()));
  }

  @Test
  void aReferenceInAFilterAcceptsOnlyWhatIsSaidOfIt() {
    Filter outer =
        Filter.builder("outer")
            .include(reference("allow-arp", 7, "parameter-unused"))
            .include(reference("allow-ipv4", 8))
            .build();

    assertEquals(
        List.of("2 parameter-unused", "8 parameter-unused"),
        codes("bridge", reference("outer", 2), List.of(), outer));
  }

  @Test
  void anInterfaceThatLibvirtDoesNotFilterMayBeAccepted() {
    FilterReference reference = reference("clean-traffic", 2);

    assertEquals(List.of("1 unfiltered-interface"), codes("user", reference, List.of()));
    assertEquals(List.of(), codes("user", reference, List.of("unfiltered-interface")));
    assertEquals(
        List.of(), codes("user", reference("clean-traffic", 2, "unfiltered-interface"), List.of()));
  }
}
