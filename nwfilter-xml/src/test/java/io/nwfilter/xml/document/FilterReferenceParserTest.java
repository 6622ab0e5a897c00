package io.nwfilter.xml.document;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.warnings;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.PARAMETER_DROPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReferenceParserTest {

  private static String reference(String children) {
    return "<filter name='f'><filterref filter='g'>" + children + "</filterref></filter>";
  }

  private static FilterReference read(String xml) {
    return (FilterReference)
        LibvirtXml.readFilter(XmlSource.text(xml, "d")).value().entries().get(0);
  }

  @Test
  void parametersOfOneNameAreAList() {
    String xml =
        reference(
            "<parameter name='IP' value='10.0.0.1'/><parameter name='P_1' value='a_b.c:d'/>"
                + "<parameter name='IP' value='10.0.0.1'/><parameter value='::1' name='IP'/>");
    assertEquals(
        FilterReference.of(
            "g", Parameters.of("IP", "10.0.0.1", "10.0.0.1", "::1").with("P_1", "a_b.c:d")),
        read(xml));
    assertEquals(ImmutableList.of(), warnings(xml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<parameter name='A'/>",
        "<parameter value='1'/>",
        "<parameter/>",
        "<parameter name='A' value=''/>",
        "<parameter name='A-B' value='1'/>",
        "<parameter name='A' value='a b'/>",
        "<parameter name='A' value='10.0.0.0/8'/>",
        "<parameter name='A' value='é'/>",
        "<parameter name='A' value='1&#10;2'/>",
      })
  void illegalParametersAreDropped(String parameter) {
    String xml = reference("<parameter name='K' value='1'/>" + parameter);
    assertEquals(ImmutableList.of(PARAMETER_DROPPED), warnings(xml));
    assertEquals(Parameters.of("K", "1"), read(xml).parameters().accepted());
  }

  @Test
  void whatLibvirtDropsIsKeptAsItIsWritten() {
    String xml =
        reference(
            "<parameter name='A' value='10.0.0.0/8'/><parameter name='A' value='1'/>"
                + "<parameter name='B-C' value='2'/>");
    FilterReference read = read(xml);
    assertEquals(ImmutableList.of("10.0.0.0/8", "1"), read.parameters().get("A"));
    assertEquals(ImmutableList.of("2"), read.parameters().get("B-C"));
    assertEquals(Parameters.of("A", "1"), read.parameters().accepted());
  }

  @Test
  void theRestIsIgnored() {
    String xml =
        "<filter name='f'><filterref filter='g' a='b'><foo/>text<parameter name='A' value='1'"
            + " c='d'/></filterref></filter>";
    assertEquals(
        ImmutableList.of(ATTRIBUTE_IGNORED, ELEMENT_IGNORED, ATTRIBUTE_IGNORED), warnings(xml));
    assertEquals(FilterReference.of("g", Parameters.of("A", "1")), read(xml));
  }

  @Test
  void aReferenceNeedsAName() {
    assertRefused(MISSING, "2:2", "<filter name='f'>\n <filterref/></filter>");
  }
}
