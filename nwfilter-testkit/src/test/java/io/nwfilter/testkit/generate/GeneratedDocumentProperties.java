package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What is generated without a provider of the test's own keeps what it promises. */
class GeneratedDocumentProperties {

  @Property
  void documentMeansItsFilter(@ForAll FilterDocument document) {
    assertEquals(
        document.filter(), LibvirtXml.readFilter(XmlSource.text(document.text(), "d")).value());
  }

  @Property
  void whatIsWrittenOfADocumentIsStable(@ForAll FilterDocument document) {
    String written =
        LibvirtXml.write(LibvirtXml.readFilter(XmlSource.text(document.text(), "d")).value());
    assertEquals(
        written, LibvirtXml.write(LibvirtXml.readFilter(XmlSource.text(written, "d")).value()));
  }

  @Property
  void interfacesOfDomainsAreReadAsTheyWereWritten(@ForAll Domain domain) {
    for (NetworkInterface each : domain.interfaces()) {
      assertEquals(
          each, LibvirtXml.readInterface(XmlSource.text(LibvirtXml.write(each), "d")).value());
    }
  }

  @Property
  void referencesAreReadAsTheyWereWritten(@ForAll BoundFamily bound) {
    for (Filter filter : bound.family().filters()) {
      for (FilterEntry entry : filter.entries()) {
        if (entry instanceof FilterReference reference) {
          assertSameReference(reference);
        }
      }
    }
    assertSameReference(bound.binding().filterRef());
  }

  private static void assertSameReference(FilterReference reference) {
    assertEquals(
        reference,
        LibvirtXml.readFilterReference(XmlSource.text(LibvirtXml.write(reference), "d")).value());
  }

  @Property
  void ruleIsLegalInAFilter(@ForAll Rule rule) {
    Filter filter = Filter.builder("one").rule(rule).build();
    assertEquals(
        filter, LibvirtXml.readFilter(XmlSource.text(LibvirtXml.write(filter), "d")).value());
  }

  @Property
  void bindingIsReadAsItWasWritten(@ForAll BoundFamily bound) {
    FilterBinding binding = bound.binding();
    assertEquals(
        binding,
        LibvirtXml.readFilterBinding(XmlSource.text(LibvirtXml.write(binding), "d")).value());
  }

  @Property
  void bindingDefinesAllButTheAddress(@ForAll BoundFamily bound) {
    Parameters known = bound.binding().filterRef().parameters().with("MAC", "52:54:00:00:00:01");
    FilterReference root = FilterReference.of(bound.family().root().name(), Parameters.NONE);
    Set<String> missing = FilterResolver.resolve(bound.family().library(), root, known).missing();
    assertTrue(Set.of("IP").containsAll(missing), missing::toString);
  }

  @Property
  void domainCompiles(@ForAll Domain domain) {
    long filtered = domain.interfaces().stream().filter(i -> i.filterRef().isPresent()).count();
    assertEquals(filtered, FilterCompiler.compile(domain).interfaces().size());
  }

  @Property
  void brokenDocumentIsRefusedForItsDefect(@ForAll BrokenDocument broken) {
    Diagnostic diagnostic =
        assertThrows(
                DocumentException.class,
                () -> LibvirtXml.readFilter(XmlSource.text(broken.text(), "d")))
            .diagnostic();
    assertEquals(broken.expected(), diagnostic.code(), diagnostic::toString);
    int line = diagnostic.location().line();
    switch (broken.defect()) {
      case UNCLOSED_ELEMENT -> assertTrue(line >= broken.line(), diagnostic::toString);
      default -> assertEquals(broken.line(), line, diagnostic::toString);
    }
    Statistics.label("defects").collect(broken.defect());
    for (Defect defect : Defect.values()) {
      Statistics.label("defects").coverage(c -> c.check(defect).count(count -> count > 0));
    }
  }

  @Property
  void everyDefectIsAnError(@ForAll Defect defect) {
    assertEquals(Severity.ERROR, defect.code().severity());
  }
}
