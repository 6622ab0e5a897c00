package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt reads in a way that nobody would mean is read so, with a warning. */
class TolerantReadingTest {

  private static List<Diagnostic> warnings(String protocol) {
    return LibvirtXml.readFilter(
            XmlSource.text(
                "<filter name='f'><rule action='drop' direction='in'>"
                    + protocol
                    + "</rule></filter>",
                "f.xml"))
        .diagnostics();
  }

  @Test
  void namesWhatTheValueIsTakenFor() {
    Diagnostic warning = warnings("<tcp srcipaddr='$A[3]foo'/>").get(0);
    assertEquals(DocumentCode.VALUE_MISREAD, warning.code());
    assertEquals("srcipaddr of <tcp>: libvirt reads '$A[3]foo' as '$A[3]'", warning.message());
  }

  @Test
  void longCommentsAreCut() {
    Diagnostic warning = warnings("<tcp comment='" + "c".repeat(257) + "'/>").get(0);
    assertEquals(FilterCode.COMMENT_TRUNCATED, warning.code());
    assertEquals(ImmutableList.of(), warnings("<tcp comment='" + "c".repeat(256) + "'/>"));
  }

  @Test
  void addressesOfInterfacesAreReadAsFarAsLibvirtDoes() {
    Diagnostic warning =
        LibvirtXml.readFilterBinding(
                XmlSource.text(
                    "<filterbinding><portdev name='vnet0'/><mac address='1:2:3:4:5:6 x'/>"
                        + "<filterref filter='f'/></filterbinding>",
                    "b.xml"))
            .diagnostics()
            .get(0);
    assertEquals(DocumentCode.VALUE_MISREAD, warning.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/", "../f"})
  void namesThatAreNoNamesOfFiles(String name) {
    assertEquals(DocumentCode.ILLEGAL_VALUE, refused("<filter name='" + name + "'/>"));
  }

  @ParameterizedTest
  @CsvSource({"n, 247", "\u00e9, 123"})
  void namesAsLongAsFilesMayHave(String character, int length) {
    String longest = character.repeat(length);
    assertEquals(
        longest,
        LibvirtXml.readFilter(XmlSource.text("<filter name='" + longest + "'/>", "f.xml"))
            .value()
            .name());
    assertEquals(
        DocumentCode.ILLEGAL_VALUE, refused("<filter name='" + longest + character + "'/>"));
  }

  @Test
  void filterThatIncludesItself() {
    assertEquals(
        ResolutionCode.FILTER_CYCLE, refused("<filter name='f'><filterref filter='f'/></filter>"));
  }

  private static DiagnosticCode refused(String xml) {
    return Assertions.assertThrows(
            NwfilterException.class, () -> LibvirtXml.readFilter(XmlSource.text(xml, "f.xml")))
        .diagnostic()
        .code();
  }
}
