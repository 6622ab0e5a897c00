package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;

/** Reads small documents and says what came of them. */
public final class Reading {

  /** The name of every document that a test reads from a text. */
  public static final String DOCUMENT = "test.xml";

  private Reading() {}

  /** Returns a filter that must be free of warnings. */
  public static Filter filter(String xml) {
    ParseResult<Filter> result = LibvirtXml.readFilter(XmlSource.text(xml, DOCUMENT));
    assertEquals(ImmutableList.of(), result.diagnostics(), xml);
    return result.value();
  }

  /** Returns a document whose one rule drops incoming packets. */
  public static String dropping(String protocolElements) {
    return "<filter name='f'><rule action='drop' direction='in'>"
        + protocolElements
        + "</rule></filter>";
  }

  /** Returns the one rule of a filter, whatever the warnings. */
  public static Rule onlyRule(String xml) {
    Filter filter = LibvirtXml.readFilter(XmlSource.text(xml, DOCUMENT)).value();
    assertEquals(1, filter.entries().size(), xml);
    return (Rule) filter.entries().get(0);
  }

  /** Returns the codes of the warnings of a filter. */
  public static List<DiagnosticCode> warnings(String xml) {
    return LibvirtXml.readFilter(XmlSource.text(xml, DOCUMENT)).diagnostics().stream()
        .map(Diagnostic::code)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the error of a document of any kind, which must be refused. */
  public static Diagnostic refused(String xml) {
    return assertThrows(
            DocumentException.class, () -> LibvirtXml.read(XmlSource.text(xml, DOCUMENT)), xml)
        .diagnostic();
  }

  /** Checks that a document is refused with a code at a place. */
  public static void assertRefused(DiagnosticCode code, String place, String xml) {
    Diagnostic diagnostic = refused(xml);
    assertEquals(code, diagnostic.code(), diagnostic::toString);
    assertEquals(DOCUMENT + ":" + place, diagnostic.location().toString(), diagnostic::toString);
  }
}
