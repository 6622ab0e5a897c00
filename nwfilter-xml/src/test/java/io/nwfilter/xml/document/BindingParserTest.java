package io.nwfilter.xml.document;

import static io.nwfilter.core.domain.InterfaceCode.ILLEGAL_INTERFACE_NAME;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ILLEGAL_VALUE;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingParserTest {

  private static final String BINDING =
      """
      <filterbinding>
        <owner>
          <name>web &amp; mail</name>
          <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>
        </owner>
        <portdev name='vnet3'/>
        <linkdev name='br-wan'/>
        <mac address='52:54:0:9f:80:45'/>
        <filterref filter='clean-traffic'>
          <parameter name='IP' value='10.0.0.7'/>
        </filterref>
      </filterbinding>
      """;

  private static ImmutableList<DiagnosticCode> warnings(String xml) {
    return LibvirtXml.readFilterBinding(XmlSource.text(xml, "d")).diagnostics().stream()
        .map(Diagnostic::code)
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void everything() {
    FilterBinding binding = LibvirtXml.readFilterBinding(XmlSource.text(BINDING, "b.xml")).value();
    assertEquals(
        new FilterBinding(
            Optional.of(
                new FilterBinding.Owner(
                    "web & mail", UUID.fromString("d54df46f-1ab5-4a22-8618-4560ef5fac2c"))),
            new InterfaceName("vnet3"),
            Optional.of("br-wan"),
            MacAddress.parse("52:54:00:9f:80:45"),
            FilterReference.of("clean-traffic", Parameters.of("IP", "10.0.0.7")),
            SourceLocation.NONE),
        binding);
    assertEquals(ImmutableList.of(), warnings(BINDING));
    assertEquals("b.xml:1:1", binding.location().toString());
    assertEquals("b.xml:9:3", binding.filterRef().location().toString());
  }

  @Test
  void ownerAndLinkAreOptional() {
    FilterBinding binding =
        LibvirtXml.readFilterBinding(
                XmlSource.text(
                    "<filterbinding><filterref filter='f'/><mac address='52:54:00:00:00:01'/>"
                        + "<portdev name='vnet0'/></filterbinding>",
                    "d"))
            .value();
    assertEquals(
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:00:00:01"),
            FilterReference.of("f", Parameters.NONE)),
        binding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<portdev name='vnet3'/>",
        "<mac address='52:54:0:9f:80:45'/>",
        "<name>web &amp; mail</name>",
        "<uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>",
        "name='vnet3'",
        "name='br-wan'",
        "address='52:54:0:9f:80:45'",
        "filter='clean-traffic'",
      })
  void missing(String part) {
    assertEquals(MISSING, refused(BINDING.replace(part, "")).code());
  }

  @Test
  void aFilterReferenceIsRequired() {
    String xml = BINDING.replace("filterref", "filtered");
    assertEquals("<filterbinding> has no filterref", refused(xml).message());
  }

  @ParameterizedTest
  @CsvSource({
    "52:54:0:9f:80:45, 52-54-00-9f-80-45",
    "d54df46f, x54df46f",
  })
  void illegalValues(String value, String illegal) {
    assertEquals(ILLEGAL_VALUE, refused(BINDING.replace(value, illegal)).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefghijklmnop", "a b", " ", "a/b", "vnet0&#10;", "-i", "..", "vnet+"})
  void illegalInterfaceNames(String name) {
    Diagnostic diagnostic = refused(BINDING.replace("vnet3", name));
    assertEquals(ILLEGAL_INTERFACE_NAME, diagnostic.code());
    assertEquals("test.xml:6:3", diagnostic.location().toString());
    assertEquals(1, diagnostic.toString().lines().count());
  }

  @Test
  void whatStandsTwiceCountsOnce() {
    String xml =
        BINDING.replace("</filterbinding>", "<filterref filter='g'/><mac/></filterbinding>");
    assertEquals(ImmutableList.of(ELEMENT_IGNORED, ELEMENT_IGNORED), warnings(xml));
    assertEquals(
        "clean-traffic",
        LibvirtXml.readFilterBinding(XmlSource.text(xml, "d")).value().filterRef().filter());
  }

  @Test
  void theRestIsIgnored() {
    String xml =
        BINDING
            .replace("<filterbinding>", "<filterbinding a='b' xmlns:x='urn:x'><foo/><x:mac/>")
            .replace("<owner>", "<owner><c/>")
            .replace("name='vnet3'", "name='vnet3' d='e'");
    assertEquals(
        ImmutableList.of(ATTRIBUTE_IGNORED, ELEMENT_IGNORED, ELEMENT_IGNORED, ATTRIBUTE_IGNORED),
        warnings(xml));
  }

  @Test
  void anOwnerWithoutUuidIsToldWhereItsUuidIs() {
    String without = BINDING.replace("<uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>", "");

    assertEquals(
        "<owner> has no uuid; add the one of the domain, <uuid>…</uuid>",
        refused(without).message());
  }
}
